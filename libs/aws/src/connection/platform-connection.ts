import type { IamAdapter } from '../iam/iam.js';
import type { IdentityStoreAdapter } from '../identity-store/identity-store.js';
import type { OrganizationsAdapter } from '../organizations/organizations.js';
import type { SsoAdminAdapter } from '../sso-admin/sso-admin.js';
import type { StsAdapter } from '../sts/sts.js';
import type { CallObserver } from './call-observer.js';

export interface RoleName {
  readonly name: string;
  /** `/` or `/a/b/`. */
  readonly path: string;
}

/** How one AWS Organization is reached: the part of a platform's settings that libs/aws needs. */
export interface OrganizationConnection {
  readonly partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  readonly region: string;
  readonly managementAccountId: string;
  readonly automationAccountId: string;
  readonly serviceRole: RoleName;
  readonly automationRole: RoleName;
  readonly accessRole: RoleName;
  readonly externalId: string;
  readonly identityCenter?: { readonly instanceArn: string; readonly identityStoreId: string; readonly region: string };
}

/** How a member account is entered. Both are sent only when set: a fresh account's role refuses a SourceIdentity, and knows no ExternalId. */
export interface MemberEntry {
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  /** Default: the platform's access role. */
  readonly role?: RoleName;
}

/** What calls are made for. `runId` names member sessions and every call record; aborting `signal` ends waits and calls. */
export interface CallScope {
  readonly runId: string;
  readonly signal?: AbortSignal;
  /** Told of this scope's calls, beside the connections' own observer. */
  readonly observer?: CallObserver;
}

/** Adapters of one scope. Sessions, clients and quotas behind them are shared by all scopes. */
export interface ScopedConnection {
  readonly organizations: OrganizationsAdapter;
  /** Throw when the connection names no Identity Center. */
  readonly ssoAdmin: SsoAdminAdapter;
  readonly identityStore: IdentityStoreAdapter;
  readonly management: { readonly iam: IamAdapter; readonly sts: StsAdapter };
  readonly automation: { readonly iam: IamAdapter; readonly sts: StsAdapter };
  /** The platform's own credentials: the first link of the chain. */
  readonly own: { readonly sts: StsAdapter };
  member(accountId: string, entry: MemberEntry): { readonly iam: IamAdapter; readonly sts: StsAdapter };
}

export interface PlatformConnection {
  forRun(scope: CallScope): ScopedConnection;
  /** Drops cached sessions, so that the next call assumes its roles anew: after a trust policy changed. */
  forgetSessions(accountId?: string): void;
}
