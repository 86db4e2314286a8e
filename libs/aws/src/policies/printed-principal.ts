import type { ExplainedStatement, PolicyDocument } from './policy-document.js';
import type { PolicyProfile } from './policy-options.js';

export type AccountRoom = 'platform' | 'management' | 'automation' | 'member';

export interface PrintedPolicy {
  readonly name: string;
  readonly statements: readonly ExplainedStatement[];
}

/** One user or role with all it needs. In the room `member` the account id is the placeholder `{accountId}`. */
export interface PrintedPrincipal {
  readonly id: 'caller' | 'service' | 'automation' | 'stackSetAdministration' | 'access' | 'meteringUser' | 'metering';
  readonly kind: 'user' | 'role';
  readonly room: AccountRoom;
  /** Twelve digits; `{accountId}` in the room `member`. */
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly purpose: string;
  /** Roles only; absent where the role exists with a trust of its own (`principalArn` is a role that the platform does not print). */
  readonly trust?: PolicyDocument;
  readonly inlinePolicies: readonly PrintedPolicy[];
  readonly managedPolicyArns: readonly string[];
}

export interface PrintedPolicies {
  readonly profile: PolicyProfile;
  readonly principals: readonly PrintedPrincipal[];
}

/** Stands for the account's own id in what is printed for member accounts. */
export const memberAccountId = '{accountId}';
