import { createMemoryEventStore } from '@orgledger/event-store';
import { censusOf } from './support/census.js';
import { Crash } from './support/crashing-store.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { eventually } from './support/eventually.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

/** A worker that dies at every append of a tenant's first replication in turn, and another that goes on. */
describe('a first replication that is interrupted', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({}, 400);
  });
  afterAll(() => lab.close());

  const interrupted = async (number: number, crash: Crash): Promise<void> => {
    const book = new SnapshotBook();
    const tenant = smallTenant(lab.platform, number, lab.identityCenter.permissionSets.Admin!);
    book.put(tenant);
    const store = createMemoryEventStore();
    const requester = new LabWorker(lab, book, store, `requester-${number}`);
    const dying = new LabWorker(lab, book, crash.over(store), `dying-${number}`);
    await requester.request(tenant.tenantId);
    await dying.start();
    await eventually(async () => {
      const [run] = await dying.queries.latestRuns([tenant.tenantId]);
      return crash.happened || run?.status === 'completed' ? true : undefined;
    });
    await dying.stop();
    await requester.start();
    const run = await requester.ended(tenant.tenantId);
    const left = await requester.replicate(tenant.tenantId);
    await requester.stop();
    const context = { number, append: crash.appends };
    expect({ ...context, status: run.status, remark: run.remark, left: left.changes, ...(await censusOf(lab, tenant)) }).toEqual({
      ...context,
      status: 'completed',
      remark: undefined,
      left: 0,
      accounts: 1,
      groups: 1,
      memberships: 1,
      assignments: 1,
    });
  };

  it.each(['before', 'after'] as const)(
    '%s any of its appends: one account, one set of groups and rights, run completed',
    async (when) => {
      const offset = when === 'before' ? 0 : 500;
      for (let at = 1; ; at += 1) {
        const crash = new Crash(at, when);
        await interrupted(offset + at, crash);
        if (crash.happened) continue;
        // The first replication appends at least its intent and outcome for each of its twelve calls' steps and the account's claim.
        expect(at).toBeGreaterThan(20);
        return;
      }
    },
    300_000,
  );
});
