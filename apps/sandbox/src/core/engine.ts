import { getDenialReasons, isWildcardOnlyAction, runSimulation } from '@cloud-copilot/iam-simulate';
import type { RequestAnalysis, RequestDenial, Simulation } from '@cloud-copilot/iam-simulate';
import type { PolicyText } from './policy-texts.js';

/** Which policy refused: `unmapped` when the engine knows no such action, resource type or valid policy. */
export type RefusedBy = 'scp' | 'identity' | 'boundary' | 'session' | 'trust' | 'unmapped';

export interface NamedPolicy {
  readonly name: string;
  readonly text: PolicyText;
}

export interface OrganizationLevel {
  readonly orgIdentifier: string;
  readonly policies: readonly NamedPolicy[];
}

/** One action on one resource, with every policy that has a say. */
export interface Question {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccountId: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: PolicyText;
  /** From root to account; empty for accounts that no SCP reaches. */
  readonly scps: readonly OrganizationLevel[];
  /** The trust policy, for sts actions on a role. */
  readonly trust?: PolicyText;
}

export interface Answer {
  readonly allowed: boolean;
  /** A Deny statement decided. */
  readonly explicit: boolean;
  readonly refusedBy: readonly RefusedBy[];
  readonly detail?: string;
}

const unmapped = (question: Question, reason: string): Answer => ({
  allowed: false,
  explicit: false,
  refusedBy: ['unmapped'],
  detail: `No known mapping of ${question.action} on this resource: ${reason}`,
});

const wildcardOnly = new Map<string, boolean>();

const takesNoResource = async (action: string): Promise<boolean> => {
  const known = wildcardOnly.get(action);
  if (known !== undefined) return known;
  const [service = '', name = ''] = action.split(':', 2);
  const answer = await isWildcardOnlyAction(service, name);
  wildcardOnly.set(action, answer);
  return answer;
};

/** An ARN such as `group/*` is one resource here; as a pattern the engine would allow it when any group is allowed. */
const asOneResource = (resource: string): string => (resource === '*' ? '*' : resource.replaceAll('*', '-every-'));

const simulationOf = (question: Question, resource = asOneResource(question.resource)): Simulation => ({
  request: {
    principal: question.principalArn,
    action: question.action,
    resource: { resource, accountId: question.resourceAccountId },
    contextVariables: question.context as Record<string, string | string[]>,
  },
  identityPolicies: question.identity.map(({ name, text }) => ({ name, policy: text.as('identity') })),
  serviceControlPolicies: question.scps.map((level) => ({
    orgIdentifier: level.orgIdentifier,
    policies: level.policies.map(({ name, text }) => ({ name, policy: text.as('scp') })),
  })),
  resourceControlPolicies: [],
  ...(question.boundary ? { permissionBoundaryPolicies: [{ name: question.boundary.name, policy: question.boundary.text.as('identity') }] } : {}),
  ...(question.session ? { sessionPolicy: question.session.as('identity') } : {}),
  ...(question.trust ? { resourcePolicy: question.trust.as('trust') } : {}),
});

/** Every policy kind that did not allow, the callers' side first: a probe counts as refused by trust only when nothing else refused it. */
const refusals = (analysis: RequestAnalysis, question: Question): RefusedBy[] => {
  const trust = analysis.resourceAnalysis?.result;
  const trustSettles = analysis.sameAccount && trust === 'Allowed' && analysis.identityAnalysis?.result !== 'ExplicitlyDenied';
  const refused: RefusedBy[] = [];
  if (question.scps.length > 0 && analysis.scpAnalysis?.result !== 'Allowed') refused.push('scp');
  if (analysis.identityAnalysis?.result !== 'Allowed' && !trustSettles) refused.push('identity');
  if (question.boundary && analysis.permissionBoundaryAnalysis?.result !== 'Allowed') refused.push('boundary');
  if (question.session && analysis.sessionAnalysis?.result !== 'Allowed') refused.push('session');
  if (question.trust && trust !== 'Allowed' && trust !== 'AllowedForAccount') refused.push('trust');
  return refused;
};

const inWords = (denial: RequestDenial): string =>
  denial.denialType === 'Explicit'
    ? `${denial.policyType}: explicit deny in ${denial.policyIdentifier ?? 'policy'}, statement ${denial.statementId ?? denial.statementIndex}`
    : `${denial.policyType}: no statement allows`;

/** Some resource types are `group/*` themselves (identitystore's AllGroups): only the literal ARN is of that type. */
const simulate = async (question: Question): Promise<Awaited<ReturnType<typeof runSimulation>>> => {
  const simulated = await runSimulation(simulationOf(question), { simulationMode: 'Strict' });
  if (simulated.resultType !== 'error' || simulated.errors.message !== 'no.resource.types' || !question.resource.includes('*')) return simulated;
  return runSimulation(simulationOf(question, question.resource), { simulationMode: 'Strict' });
};

const refusedByIdentity: Answer = { allowed: false, explicit: false, refusedBy: ['identity'], detail: 'identity: no statement allows' };

const answerOf = (analysis: RequestAnalysis, question: Question): Answer => {
  if (analysis.result === 'Allowed') return { allowed: true, explicit: false, refusedBy: [] };
  const refusedBy = refusals(analysis, question);
  const reasons = getDenialReasons(analysis).map(inWords);
  return {
    allowed: false,
    explicit: analysis.result === 'ExplicitlyDenied',
    refusedBy: refusedBy.length > 0 ? refusedBy : ['identity'],
    ...(reasons.length > 0 ? { detail: reasons.join('; ') } : {}),
  };
};

/** Decides with @cloud-copilot/iam-simulate. Another engine would take this file's place and nothing else. */
export const evaluate = async (question: Question): Promise<Answer> => {
  try {
    if (question.resource === '*' && !(await takesNoResource(question.action))) return unmapped(question, 'the action needs a resource');
    const simulated = await simulate(question);
    if (simulated.resultType === 'error') return unmapped(question, JSON.stringify(simulated.errors));
    if (simulated.resultType === 'single') return answerOf(simulated.result.analysis, question);
    const deciding = simulated.results.find(({ analysis }) => analysis.result === simulated.overallResult);
    return deciding ? answerOf(deciding.analysis, question) : refusedByIdentity;
  } catch (error) {
    return unmapped(question, error instanceof Error ? error.message : String(error));
  }
};

/** The simulator's `*`: allowed only where the policies allow every resource of every type, as SimulatePrincipalPolicy reads it. */
export const evaluateEverywhere = async (question: Question): Promise<Answer> => {
  const simulated = await runSimulation(simulationOf(question), { simulationMode: 'Strict' });
  if (simulated.resultType === 'error') return unmapped(question, JSON.stringify(simulated.errors));
  if (simulated.resultType === 'single') return answerOf(simulated.result.analysis, question);
  const everywhere = simulated.results.filter(({ resourcePattern }) => resourcePattern === '*');
  const first = everywhere[0] ?? simulated.results[0];
  if (!first || (everywhere.length === 0 && first.analysis.result === 'Allowed')) return refusedByIdentity;
  return answerOf(first.analysis, question);
};
