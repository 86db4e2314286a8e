import type { ScopedConnection } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';
import type { KnownGroup } from '../plan/observed-tenant.js';
import type { DirectoryReads } from './directory-reads.gateway.js';
import { MemberDoor } from './member-door.gateway.js';
import type { Entered } from './member-door.gateway.js';
import { TenantObserver } from './observe-tenant.gateway.js';

/** An account that was replicated lets us in at once, or not at all. */
const patienceMs = 0;

export interface LookOptions {
  readonly snapshot: TenantSnapshot;
  readonly known: readonly KnownGroup[];
  readonly aws: ScopedConnection;
  readonly reads: DirectoryReads;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly depth?: 'full' | 'lists';
}

/** Observes a tenant without changing it: for dry runs and sweeps. The account is entered once, however many steps look into it. */
export const lookAt = ({ snapshot, known, aws, reads, clock, signal, depth = 'full' }: LookOptions): TenantObserver => {
  const door = new MemberDoor(aws, snapshot.platform, clock, signal);
  let entered: Promise<Entered> | undefined;
  const enter = (accountId: string): Promise<Entered> => (entered ??= door.enter(accountId, patienceMs, () => Promise.resolve()));
  return new TenantObserver(aws, reads, enter, known, depth);
};
