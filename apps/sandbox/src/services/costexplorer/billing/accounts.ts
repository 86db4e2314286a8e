import type { World } from '../../../core/service.js';
import { costLedger } from '../facts/ledger.js';
import type { Profile } from '../facts/ledger.js';
import { organizationsState } from '../../organizations/state.js';
import { mixed, seedOfText } from './draws.js';

/** An account on the bill: one that is in the organisation, or one that was. */
export interface BillAccount {
  readonly id: string;
  readonly name: string;
  /** Usage in [since, until), milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  /** Percent of an account of ordinary size; 0 uses nothing. */
  readonly size: number;
  readonly seed: number;
}

const sizes: Readonly<Record<Exclude<Profile, 'drawn'>, number>> = { none: 0, tiny: 5, small: 30, medium: 100, large: 400 };

const drawnSize = (seed: number): number => {
  const draw = mixed(seed, 11) % 100;
  if (draw < 15) return sizes.tiny;
  if (draw < 60) return sizes.small;
  return draw < 92 ? sizes.medium : sizes.large;
};

const sizeOf = (profile: Profile, seed: number): number => (profile === 'drawn' ? drawnSize(seed) : sizes[profile]);

/** Every account that the payer's bill can name, by id. */
export const billAccounts = (world: World): readonly BillAccount[] => {
  const ledger = costLedger(world);
  const worldSeed = Math.floor(world.draw('costexplorer') * 2 ** 32);
  const build = (id: string, name: string, since: number, until: number): BillAccount => {
    const facts = ledger.accounts[id];
    const seed = mixed(worldSeed, seedOfText(id));
    const profile = facts?.profile ?? (id === world.managementAccountId ? 'tiny' : 'drawn');
    return { id, name, since: facts?.since ?? since, until, size: sizeOf(profile, seed), seed };
  };
  const members = Object.values(organizationsState(world).accounts).map((account) =>
    build(account.id, account.name, account.joinedAt, account.closedAt ?? Infinity),
  );
  const departed = Object.entries(ledger.departed).map(([id, account]) => build(id, account.name, account.since, account.until));
  return [...members, ...departed].sort((one, other) => (one.id < other.id ? -1 : 1));
};

/** Changes whenever the accounts do: creation and closure here, departure by the ledger's version. */
export const accountsVersion = (world: World): string => {
  const { accountIds, closures = 0 } = organizationsState(world);
  return `${accountIds.length}.${closures}`;
};
