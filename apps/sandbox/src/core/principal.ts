import { awsManagedDocument } from '../services/iam/aws-managed-policies.js';
import { accountIam, latest, visible } from '../services/iam/entities.js';
import type { ManagedPolicy, PolicyHolder, Role, User } from '../services/iam/model.js';
import type { Session, StsState } from '../services/sts/model.js';
import type { NamedPolicy } from './engine.js';
import { policyText } from './policy-texts.js';
import type { Caller, World } from './service.js';

/** What authorisation reads of IAM: as it is visible at a time, or as it is after all writes. */
export class IamView {
  constructor(
    private readonly world: World,
    private readonly now: number,
    private readonly kind: 'visible' | 'latest',
  ) {}

  user(accountId: string, name: string): User | undefined {
    return this.find(accountId, 'user', name);
  }

  role(accountId: string, name: string): Role | undefined {
    return this.find(accountId, 'role', name);
  }

  /** Text of a managed policy's default version. */
  policyDocument(accountId: string, arn: string): string | undefined {
    const policy: ManagedPolicy | undefined = this.find(accountId, 'policy', arn);
    return policy ? policy.versions.find((version) => version.versionId === policy.defaultVersionId)?.document : awsManagedDocument(arn);
  }

  private find<K extends 'user' | 'role' | 'policy'>(accountId: string, kind: K, name: string) {
    const iam = accountIam(this.world, accountId);
    return this.kind === 'latest' ? latest(iam, kind, name) : visible(iam, kind, name, this.now);
  }
}

/** The policies of a caller that decide what it may do. */
export interface PrincipalPolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Denies everything: stands for a boundary whose policy is gone, which AWS treats as allowing nothing. */
const nothing = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';

export const holderPolicies = (view: IamView, accountId: string, holder: PolicyHolder): PrincipalPolicies => {
  const attached = holder.attached.flatMap((arn) => {
    const document = view.policyDocument(accountId, arn);
    return document === undefined ? [] : [{ name: arn, text: policyText(document) }];
  });
  const inline = Object.entries(holder.inline).map(([name, document]) => ({ name, text: policyText(document) }));
  const boundary = holder.boundary;
  return {
    identity: [...inline, ...attached],
    ...(boundary === undefined ? {} : { boundary: { name: boundary, text: policyText(view.policyDocument(accountId, boundary) ?? nothing) } }),
    tags: Object.fromEntries(holder.tags.map((tag) => [tag.Key, tag.Value])),
  };
};

export const sessionOf = (world: World, accessKeyId: string): Session | undefined => world.state<StsState>('sts').sessions[accessKeyId];

/** Policies of the caller in this view; a session of a deleted or re-made role or user has none. */
export const principalPolicies = (world: World, view: IamView, caller: Caller): PrincipalPolicies => {
  const session = sessionOf(world, caller.accessKeyId);
  if (!session) {
    const user = view.user(caller.accountId, caller.principalArn.slice(caller.principalArn.lastIndexOf('/') + 1));
    return user ? holderPolicies(view, caller.accountId, user) : { identity: [], tags: {} };
  }
  const holder =
    session.holder.kind === 'role' ? view.role(session.accountId, session.holder.name) : view.user(session.accountId, session.holder.name);
  if (holder?.id !== session.holder.id) return { identity: [], tags: {} };
  const policies = holderPolicies(view, session.accountId, holder);
  return {
    ...policies,
    ...(session.policy === undefined ? {} : { session: session.policy }),
    tags: { ...policies.tags, ...caller.sessionTags },
  };
};
