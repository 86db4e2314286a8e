import { evaluate, evaluateEverywhere } from '../../core/engine.js';
import type { Answer, Question } from '../../core/engine.js';
import { policyText } from '../../core/policy-texts.js';
import { holderPolicies, IamView } from '../../core/principal.js';
import { scpLevels } from '../../core/scp-levels.js';
import { parseRoleArn } from '../../core/role-trust.js';
import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { resourceTarget } from '../../core/targets.js';
import { invalidInput, noSuchEntity } from './errors.js';
import { defineIamOperation } from './iam-operation.js';
import type { Role, User } from './model.js';
import { checkPolicyDocument } from './policy-documents.js';

interface Simulate {
  readonly source: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly inputs: readonly string[];
  readonly boundaries: readonly string[];
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

const userArn = /^arn:aws[a-z-]*:iam::(\d{12}):user\/(?:[^/]+\/)*([^/]+)$/;

const sourceOf = (call: Call, arn: string): { readonly accountId: string; readonly holder: User | Role } => {
  const view = new IamView(call.world, call.now, 'visible');
  const role = parseRoleArn(arn);
  const user = userArn.exec(arn);
  const accountId = role?.accountId ?? user?.[1] ?? '';
  const holder = role ? view.role(accountId, role.name) : view.user(accountId, user?.[2] ?? '');
  if (accountId !== call.accountId || !holder) throw noSuchEntity(`${arn} cannot be found.`);
  return { accountId, holder };
};

const decisionName = (answer: Answer): string => (answer.allowed ? 'allowed' : answer.explicit ? 'explicitDeny' : 'implicitDeny');

const ownerOf = (resource: string, fallback: string): string => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? fallback;

const questionOf = (call: Call, request: Simulate, action: string, resource: string): Question => {
  const { accountId, holder } = sourceOf(call, request.source);
  const policies = holderPolicies(new IamView(call.world, call.now, 'visible'), accountId, holder);
  const [boundary] = request.boundaries;
  return {
    principalArn: holder.arn,
    action,
    resource,
    resourceAccountId: ownerOf(resource, accountId),
    context: { 'aws:PrincipalArn': holder.arn, 'aws:PrincipalAccount': accountId, ...request.context },
    identity: [...policies.identity, ...request.inputs.map((text, index) => ({ name: `PolicyInputList.${index + 1}`, text: policyText(text) }))],
    scps: scpLevels(call.world, accountId),
    ...(boundary !== undefined
      ? { boundary: { name: 'PermissionsBoundaryPolicyInputList', text: policyText(boundary) } }
      : policies.boundary
        ? { boundary: policies.boundary }
        : {}),
  };
};

const result = async (question: Question): Promise<object> => {
  const answer = await (question.resource === '*' ? evaluateEverywhere(question) : evaluate(question));
  return {
    EvalActionName: question.action,
    EvalResourceName: question.resource,
    EvalDecision: decisionName(answer),
    MatchedStatements: [],
    MissingContextValues: [],
    ...(question.scps.length > 0 ? { OrganizationsDecisionDetail: { AllowedByOrganizations: !answer.refusedBy.includes('scp') } } : {}),
    ...(question.boundary ? { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !answer.refusedBy.includes('boundary') } } : {}),
  };
};

/** The shape is refused before anybody is authorised for it: a session's ARN is no resource of this action. */
const target = (call: Call, { source }: Simulate): AuthorizationTarget => {
  if (!parseRoleArn(source) && !userArn.test(source))
    throw invalidInput(`Invalid Entity Arn: ${source} does not clearly define entity type and name.`);
  return resourceTarget('iam:SimulatePrincipalPolicy', source, call.accountId);
};

/** Trust policies have no say here, as in AWS. Answers come in one page. @source IAM API: SimulatePrincipalPolicy */
const simulatePrincipalPolicy = defineIamOperation<Simulate>('SimulatePrincipalPolicy', {
  mutates: false,
  parse: (members) => {
    const documents = (member: string): readonly string[] => (members.has(member) ? members.texts(member, { min: 1, max: 131_072 }) : []);
    const inputs = documents('PolicyInputList');
    const boundaries = documents('PermissionsBoundaryPolicyInputList');
    for (const text of [...inputs, ...boundaries]) checkPolicyDocument(text, 'identity');
    const entries = members.has('ContextEntries') ? members.structures('ContextEntries') : [];
    return {
      source: members.text('PolicySourceArn', { min: 20, max: 2048 }),
      actions: members.texts('ActionNames', { min: 3, max: 128 }),
      resources: members.has('ResourceArns') ? members.texts('ResourceArns', { min: 1, max: 2048 }) : ['*'],
      inputs,
      boundaries,
      context: Object.fromEntries(entries.map((entry) => [entry.text('ContextKeyName', { min: 5, max: 256 }), entry.texts('ContextKeyValues')])),
    };
  },
  authorize: (request, call) => [target(call, request)],
  handle: async (request, call) => {
    const questions = request.actions.flatMap((action) => request.resources.map((resource) => questionOf(call, request, action, resource)));
    return { EvaluationResults: await Promise.all(questions.map(result)), IsTruncated: false };
  },
});

export const simulateOperations: readonly Operation[] = [simulatePrincipalPolicy];
