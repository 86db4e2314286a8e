import type { World } from '../../core/service.js';
import { seedAccess } from '../ssoadmin/seed.js';
import { insertAll } from '../sorted-ids.js';
import { DEFAULT_ACCESS_ROLE, openMemberAccount } from './access-role.js';
import { attachFullAccessToAll, scpsEnabled } from './full-access.js';
import { ensureUnitPath } from './unit-path.js';
import type { AccountRecord, OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { childrenOf } from './tree.js';

/** A group of the account and what it may do there. Users and permission sets are made when they are missing. */
export interface SeedGroup {
  readonly name: string;
  /** User names. */
  readonly members?: readonly string[];
  /** Permission set names that the group holds in the account. */
  readonly permissionSets?: readonly string[];
}

export interface SeedAccount {
  readonly name: string;
  readonly email: string;
  /** OU names below the root, separated by `/`; the root without one. */
  readonly unit?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly accessRole?: string;
  readonly groups?: readonly SeedGroup[];
}

/** In texts `{n}` is the account's number from 1. */
export interface SeedOptions {
  /** The accounts themselves, or how many to make after `account`. */
  readonly accounts: number | readonly SeedAccount[];
  /** The pattern of accounts that are only counted. Units are taken in turn. */
  readonly account?: Omit<SeedAccount, 'unit'> & { readonly units?: readonly string[] };
}

export interface SeededOrganization {
  /** In the order asked for. */
  readonly accountIds: readonly string[];
  /** OU path to id. */
  readonly units: Readonly<Record<string, string>>;
  /** Group name to id. */
  readonly groups: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
  readonly permissionSets: Readonly<Record<string, string>>;
}

const numbered = <T>(value: T, n: number): T => JSON.parse(JSON.stringify(value).replaceAll('{n}', String(n))) as T;

const plannedAccounts = (options: SeedOptions): readonly SeedAccount[] => {
  if (typeof options.accounts !== 'number') return options.accounts;
  const { units = [], ...pattern } = options.account ?? { name: 'account-{n}', email: 'account-{n}@seed.example' };
  return Array.from({ length: options.accounts }, (_, index) => {
    const unit = units[index % Math.max(1, units.length)];
    return { ...numbered(pattern, index + 1), ...(unit === undefined ? {} : { unit }) };
  });
};

const newAccount = (world: World, state: OrganizationsState, planned: SeedAccount, parentId: string): AccountRecord => {
  const email = planned.email.toLowerCase();
  if (state.emails[email] !== undefined) throw new Error(`Seed: the e-mail ${planned.email} is used twice.`);
  const now = world.now();
  const account: AccountRecord = {
    id: world.newAccountId(),
    email: planned.email,
    name: planned.name,
    joinedMethod: 'CREATED',
    joinedAt: now,
    state: 'ACTIVE',
    parentId,
    listedAt: now,
    tagsReadableAt: now,
    movingUntil: 0,
  };
  state.accounts[account.id] = account;
  state.emails[email] = account.id;
  if (planned.tags) state.tags[account.id] = { ...planned.tags };
  openMemberAccount(world, account.id, planned.accessRole ?? DEFAULT_ACCESS_ROLE, 'once');
  return account;
};

/**
 * Builds accounts with their OUs, tags, access roles, groups and assignments at once and for good: nothing of it is pending.
 * Throws on an e-mail that is taken.
 */
export const seedOrganization = (world: World, options: SeedOptions): SeededOrganization => {
  const state = organizationsState(world);
  const units: Record<string, string> = {};
  const planned = plannedAccounts(options);
  const created = planned.map((account) => {
    const path = account.unit ?? '';
    units[path] ??= ensureUnitPath(world, state, path);
    return newAccount(world, state, account, units[path]);
  });
  const accountIds = created.map((account) => account.id);
  insertAll(state.accountIds, accountIds);
  for (const parentId of new Set(created.map((account) => account.parentId)))
    insertAll(
      childrenOf(state, parentId).accounts,
      created.filter((account) => account.parentId === parentId).map((account) => account.id),
    );
  if (scpsEnabled(state)) attachFullAccessToAll(state, accountIds);
  const access = seedAccess(
    world,
    planned.map((account, index) => ({ accountId: accountIds[index] ?? '', groups: account.groups ?? [] })),
  );
  return { accountIds, units, ...access };
};
