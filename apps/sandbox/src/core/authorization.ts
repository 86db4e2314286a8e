import type { RoleTrust } from './role-trust.js';
import { roleTrust } from './role-trust.js';
import { evaluate } from './engine.js';
import type { Answer, Question, RefusedBy } from './engine.js';
import { policyText } from './policy-texts.js';
import type { PolicyText } from './policy-texts.js';
import { IamView, principalPolicies } from './principal.js';
import { globalContext } from './request-context.js';
import { scpLevels } from './scp-levels.js';
import type { AuthorizationTarget, Caller, World } from './service.js';

/** Why a call was let through or not, as the log shows it. */
export interface Decision {
  readonly allowed: boolean;
  /** The first of `refusedBy`. */
  readonly decidedBy?: RefusedBy | 'missingRole';
  readonly refusedBy?: readonly (RefusedBy | 'missingRole')[];
  readonly action?: string;
  readonly resource?: string;
  readonly detail?: string;
  /** The same call would have been allowed had all IAM writes been visible already. */
  readonly notYetVisible?: true;
  /** AssumeRole that the trust policy alone refused. */
  readonly probe?: true;
}

interface Request {
  readonly caller: Caller;
  readonly region: string;
  readonly targets: readonly AuthorizationTarget[];
}

const cacheLimit = 200_000;

/** Authorises calls: gathers every policy that has a say and asks the engine, remembering its answers. */
export class Authorizer {
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly world: World) {}

  async decide(request: Request, now: number): Promise<Decision> {
    const decision = await this.decideIn(new IamView(this.world, now, 'visible'), request, now);
    if (decision.allowed) return decision;
    const later = await this.decideIn(new IamView(this.world, now, 'latest'), request, now);
    return later.allowed ? { ...decision, notYetVisible: true } : decision;
  }

  private async answer(question: Question): Promise<Answer> {
    const named = Object.entries(question.context).filter(([key]) => documentsOf(question).some((text) => text.mentions(key)));
    const key = JSON.stringify([
      question.trust ? question.principalArn : question.principalArn.replace(/^.*:([^:/]+).*$/, '$1'),
      question.action,
      resourceKey(question),
      question.resourceAccountId === question.principalArn.split(':')[4],
      question.identity.map(({ text }) => text.id),
      question.boundary?.text.id,
      question.session?.id,
      question.scps.map((level) => level.policies.map(({ text }) => text.id)),
      question.trust?.id,
      named,
    ]);
    const known = this.answers.get(key);
    if (known) return known;
    const answer = await evaluate({ ...question, context: Object.fromEntries(named) });
    if (this.answers.size >= cacheLimit) this.answers.clear();
    this.answers.set(key, answer);
    return answer;
  }

  private async decideIn(view: IamView, request: Request, now: number): Promise<Decision> {
    const policies = principalPolicies(this.world, view, request.caller);
    const scps = scpLevels(this.world, request.caller.accountId);
    for (const target of request.targets) {
      const trust = roleTrust(view, target);
      if (trust?.kind === 'missing') return refusal(target, { allowed: false, explicit: false, refusedBy: [] }, trust);
      const { session, boundary, tags } = policies;
      const answer = await this.answer({
        principalArn: request.caller.arn,
        action: target.action,
        resource: target.resource,
        resourceAccountId: target.resourceAccountId,
        context: {
          ...globalContext(this.world, request.caller, target, { now, region: request.region, tags }),
          ...(trust?.context ?? target.context),
        },
        identity: policies.identity,
        scps,
        ...(boundary ? { boundary } : {}),
        ...(session === undefined ? {} : { session: policyText(session) }),
        ...(trust ? { trust: policyText(trust.document) } : {}),
      });
      if (!answer.allowed) return refusal(target, answer, trust);
    }
    return { allowed: true };
  }
}

const documentsOf = (question: Question): readonly PolicyText[] => [
  ...question.identity.map(({ text }) => text),
  ...question.scps.flatMap((level) => level.policies.map(({ text }) => text)),
  ...(question.boundary ? [question.boundary.text] : []),
  ...(question.session ? [question.session] : []),
  ...(question.trust ? [question.trust] : []),
];

/**
 * What of the resource can matter to the answer: its kind and its class in every document. Without this, each of a thousand accounts would
 * be a question of its own. The trust policy names no resources.
 */
const resourceKey = (question: Question): string => {
  const segments = question.resource.split(':');
  const kind = [...segments.slice(0, 3), /^[^/]*/.exec(segments[5] ?? '')?.[0], question.resource.split('/').length].join(':');
  const classes = documentsOf(question).map((text) => (text === question.trust ? '' : text.resourceClass(segments)));
  return segments.length === 6 && classes.every((one) => one !== undefined) ? [kind, ...classes].join(' ') : question.resource;
};

const refusal = (target: AuthorizationTarget, answer: Answer, trust: RoleTrust | undefined): Decision => {
  const refusedBy: readonly (RefusedBy | 'missingRole')[] = trust?.kind === 'missing' ? ['missingRole'] : answer.refusedBy;
  const probe = target.action === 'sts:AssumeRole' && refusedBy.length === 1 && refusedBy[0] === 'trust';
  return {
    allowed: false,
    decidedBy: refusedBy[0] ?? 'unmapped',
    refusedBy,
    action: target.action,
    resource: target.resource,
    ...(answer.detail === undefined ? {} : { detail: answer.detail }),
    ...(probe ? { probe: true } : {}),
  };
};
