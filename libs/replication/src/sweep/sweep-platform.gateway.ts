import { AwsCallError } from '@orgledger/aws';
import type { PlatformConnection } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import { lookAt } from '../observe/look.gateway.js';
import { planByLooking } from '../observe/plan-by-looking.gateway.js';
import type { Change } from '../plan/change.js';
import type { RunWorld } from '../run/execute-run.gateway.js';
import { tenantFacts } from '../run/tenant-facts.gateway.js';
import { isItsTurn, vouchedByLists } from './rotation.js';
import { SharedLists } from './shared-lists.gateway.js';
import type { SweepSummary } from './sweep.events.js';

export interface SweptTenant {
  readonly snapshot: TenantSnapshot;
  readonly changes: readonly Change[];
}

export interface SweepOptions {
  readonly sweepId: string;
  readonly platformIdentifier: string;
  readonly world: RunWorld;
  /** True while a run of the tenant is wanted or under way: what it finds is its own. */
  readonly busy: (tenantId: string) => Promise<boolean>;
  readonly onDrift: (tenant: SweptTenant) => Promise<void>;
  readonly signal: AbortSignal;
}

const atOnce = 8;
const mostNamed = 20;

/** Compares every tenant of a platform with AWS: all by the organisation's lists, those whose turn it is completely. */
export const sweepPlatform = async (options: SweepOptions): Promise<SweepSummary> => {
  const { platformIdentifier, world, signal, sweepId } = options;
  const snapshots = await allSnapshots(world, platformIdentifier);
  const [first] = snapshots;
  if (!first) return { tenants: 0, readFully: 0, drifted: 0, skipped: 0, unreadable: [] };
  const { connection } = world.reach.of(first);
  const at = world.clock.now().getTime();
  const turn = (snapshot: TenantSnapshot): boolean => isItsTurn(snapshot.tenantNumber, snapshot.platform.sweepRotation, at);
  const groupsOnTurn = snapshots.filter(turn).reduce((sum, { roles }) => sum + new Set(roles.map(({ groupName }) => groupName)).size, 0);
  const lists = await SharedLists.read(connection.forRun({ runId: sweepId, signal }), first.platform.identityCenter !== undefined, groupsOnTurn);

  const sweep = new PlatformSweep(options, connection, lists);
  const queue = [...snapshots];
  const works = Array.from({ length: atOnce }, async () => {
    for (let snapshot = queue.shift(); snapshot; snapshot = queue.shift()) {
      signal.throwIfAborted();
      await sweep.tenant(snapshot, turn(snapshot));
    }
  });
  await Promise.all(works);
  return { tenants: snapshots.length, ...sweep.found };
};

class PlatformSweep {
  private readonly listed: SharedLists;
  found: Omit<SweepSummary, 'tenants'> = { readFully: 0, drifted: 0, skipped: 0, unreadable: [] };

  constructor(
    private readonly options: SweepOptions,
    private readonly connection: PlatformConnection,
    private readonly lists: SharedLists,
  ) {
    this.listed = lists.withoutAsking();
  }

  async tenant(snapshot: TenantSnapshot, fully: boolean): Promise<void> {
    const { tenantId, accountId, status } = snapshot;
    if (accountId === undefined || status !== 'active' || (await this.options.busy(tenantId))) {
      this.count({ skipped: this.found.skipped + 1 });
      return;
    }
    try {
      const changes = await this.differences(snapshot, fully);
      if (fully) this.count({ readFully: this.found.readFully + 1 });
      if (changes.length === 0) return;
      this.count({ drifted: this.found.drifted + 1 });
      await this.options.onDrift({ snapshot, changes });
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      const { unreadable } = this.found;
      if (unreadable.length < mostNamed) this.count({ unreadable: [...unreadable, { tenantId, message: error.message }] });
    }
  }

  private async differences(snapshot: TenantSnapshot, fully: boolean): Promise<readonly Change[]> {
    const { world, signal } = this.options;
    const { desired, known } = await tenantFacts(snapshot, world.clock.now().toISOString(), world.snapshots, world.groups);
    const aws = this.connection.forRun({ runId: `${this.options.sweepId}/${snapshot.tenantNumber}`, signal });
    const look = { snapshot, known, aws, clock: world.clock, signal };
    if (fully) return (await planByLooking(lookAt({ ...look, reads: this.lists }), desired)).changes;
    const observer = lookAt({ ...look, reads: this.listed, depth: 'lists' });
    const plan = await planByLooking(observer, desired, ['account', 'organizationalUnit', 'access']);
    return vouchedByLists(plan, this.lists.knowsMembers);
  }

  private count(change: Partial<Omit<SweepSummary, 'tenants'>>): void {
    this.found = { ...this.found, ...change };
  }
}

const allSnapshots = async ({ snapshots }: RunWorld, platformIdentifier: string): Promise<readonly TenantSnapshot[]> => {
  const all: TenantSnapshot[] = [];
  let after: string | undefined;
  do {
    const page = await snapshots.tenantSnapshots({ platformIdentifier, ...(after === undefined ? {} : { after }) });
    all.push(...page.snapshots);
    after = page.next;
  } while (after !== undefined);
  return all;
};
