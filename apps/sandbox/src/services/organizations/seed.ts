import { ControlError } from '../../core/control/control-error.js';
import type { World } from '../../core/service.js';
import { seedAccess } from '../ssoadmin/seed.js';
import type { Json } from '../request-members.js';
import { BulkInsertion } from '../sorted-ids.js';
import { DEFAULT_ACCESS_ROLE, openMemberAccount } from './access-role.js';
import { attachFullAccessToAll, scpsEnabled } from './full-access.js';
import type { SeedAccount, SeedSpec } from './seed-spec.js';
import { plannedAccounts } from './seed-spec.js';
import { ensureUnitPath } from './unit-path.js';
import type { AccountRecord, OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { childrenOf } from './tree.js';

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

const newAccount = (world: World, state: OrganizationsState, planned: SeedAccount, parentId: string): AccountRecord => {
  const email = planned.email.toLowerCase();
  if (state.emails[email] !== undefined)
    throw new ControlError(`The e-mail ${planned.email} belongs to an account already: each account needs its own.`);
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
 * Throws ControlError on an e-mail that is taken and on a spec that is none.
 */
export const seedOrganization = (world: World, spec: SeedSpec | Json): SeededOrganization => {
  const state = organizationsState(world);
  const units: Record<string, string> = {};
  const planned = plannedAccounts(spec);
  const created = planned.map((account) => {
    const path = account.unit ?? '';
    units[path] ??= ensureUnitPath(world, state, path);
    return newAccount(world, state, account, units[path]);
  });
  const bulk = new BulkInsertion();
  for (const account of created) {
    bulk.add(state.accountIds, account.id);
    bulk.add(childrenOf(state, account.parentId).accounts, account.id);
  }
  bulk.finish();
  const accountIds = created.map((account) => account.id);
  if (scpsEnabled(state)) attachFullAccessToAll(state, accountIds);
  const access = seedAccess(
    world,
    planned.map((account, index) => ({ accountId: accountIds[index] ?? '', groups: account.groups ?? [] })),
  );
  return { accountIds, units, ...access };
};
