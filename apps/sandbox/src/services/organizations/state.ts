import type { World } from '../../core/service.js';
import type { SortedIds } from '../sorted-ids.js';

export type AccountState = 'ACTIVE' | 'PENDING_CLOSURE' | 'CLOSED';

export interface AccountRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  /** Milliseconds since 1970, sandbox time; so are all times of this state. */
  readonly joinedAt: number;
  state: AccountState;
  /** When the closure was complete. */
  closedAt?: number;
  parentId: string;
  /** List operations show the account from then on; Describe shows it at once. */
  readonly listedAt: number;
  /** Tags given to CreateAccount are readable from then on. */
  readonly tagsReadableAt: number;
  /** A move is under way until then; another one meanwhile is refused. */
  movingUntil: number;
}

export interface UnitRecord {
  readonly id: string;
  name: string;
  readonly parentId: string;
}

export type CreateAccountFailure = 'ACCOUNT_LIMIT_EXCEEDED' | 'EMAIL_ALREADY_EXISTS' | 'INVALID_EMAIL' | 'CONCURRENT_ACCOUNT_MODIFICATION';

export interface CreateAccountRequestRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roleName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly requestedAt: number;
  readonly dueAt: number;
  state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  completedAt?: number;
  accountId?: string;
  failure?: CreateAccountFailure;
}

export interface PolicyRecord {
  readonly id: string;
  readonly awsManaged: boolean;
  name: string;
  description: string;
  content: string;
}

export interface ClosureRecord {
  readonly accountId: string;
  readonly requestedAt: number;
  readonly dueAt: number;
}

export interface Children {
  readonly accounts: SortedIds;
  readonly units: SortedIds;
}

/** JSON-like, mutated in place, saved by snapshots. Everything is reached by id. */
export interface OrganizationsState {
  readonly rootId: string;
  /** Policy types enabled in the root. */
  enabledPolicyTypes: string[];
  /** Accounts the organisation may have, closed ones included. */
  accountLimit: number;
  readonly accounts: Record<string, AccountRecord>;
  readonly accountIds: SortedIds;
  /** Lower-case e-mail to account id. */
  readonly emails: Record<string, string>;
  readonly units: Record<string, UnitRecord>;
  /** `parent/name` to unit id. */
  readonly unitNames: Record<string, string>;
  readonly children: Record<string, Children>;
  readonly requests: Record<string, CreateAccountRequestRecord>;
  readonly requestIds: SortedIds;
  openRequests: string[];
  readonly policies: Record<string, PolicyRecord>;
  readonly policyIds: SortedIds;
  /** Target id to policy ids, and back. */
  readonly attachments: Record<string, SortedIds>;
  readonly targets: Record<string, SortedIds>;
  readonly tags: Record<string, Record<string, string>>;
  openClosures: ClosureRecord[];
  /** Times of the closures of the last 30 days. */
  closedAt: number[];
  /** How many accounts were closed for good; absent while none was. */
  closures?: number;
}

export const ORGANIZATIONS = 'organizations';

export const organizationsState = (world: World): OrganizationsState => world.state<OrganizationsState>(ORGANIZATIONS);
