import { randomUUID } from 'node:crypto';
import type { SweepView } from '@orgledger/replication';
import { eventually } from './support/eventually.js';
import { Intruder } from './support/intruder.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

const dayMs = 86_400_000;

describe('a sweep', () => {
  let lab: Lab;
  let worker: LabWorker;
  let intruder: Intruder;
  const book = new SnapshotBook();
  const ids: string[] = [];

  beforeAll(async () => {
    lab = await startLab({}, 400);
    intruder = new Intruder(lab);
    worker = new LabWorker(lab, book);
    await worker.start();
    for (let number = 1; number <= 8; number += 1) {
      const tenant = smallTenant(lab.platform, number, lab.identityCenter.permissionSets.Admin!);
      book.put(tenant);
      ids.push(tenant.tenantId);
    }
    await Promise.all(ids.map((tenantId) => worker.replicate(tenantId)));
  }, 120_000);
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  const sweep = async (): Promise<SweepView> => {
    const sweepId = randomUUID();
    await worker.append(`sweep-${sweepId}`, { type: 'SweepRequested', sweepId, platformIdentifier: 'aws' });
    return eventually(async () => (await worker.queries.sweeps()).nodes.find((view) => view.sweepId === sweepId && view.status !== 'requested'));
  };
  const nextNight = async (): Promise<void> => {
    const before = lab.clock.now().getTime();
    await lab.control.advance(dayMs);
    await eventually(() => Promise.resolve(lab.clock.now().getTime() > before + dayMs / 2 ? true : undefined));
  };
  const drifted = async (): Promise<string[]> => (await worker.queries.drift()).nodes.map(({ tenantId }) => tenantId);
  const repaired = (): Promise<true> => eventually(async () => ((await drifted()).length === 0 ? true : undefined));
  const countOf = async (): Promise<number> => {
    let count = 0;
    for await (const event of worker.store.readAll()) count += event.id === '' ? 0 : 1;
    return count;
  };
  const accountOf = (index: number): string => book.get(ids[index]!).accountId!;
  const groupOf = async (index: number): Promise<string> => (await intruder.groupId(book.get(ids[index]!).roles[0]!.groupName))!;

  it('over unchanged tenants leaves its mark and nothing else, and reads each completely once in its rotation', async () => {
    const before = await countOf();
    let readFully = 0;
    for (let night = 0; night < 7; night += 1) {
      const { status, summary } = await sweep();
      expect({ status, ...summary, readFully: 0 }).toEqual({ status: 'completed', tenants: 8, readFully: 0, drifted: 0, skipped: 0, unreadable: [] });
      readFully += summary?.readFully ?? 0;
      await nextNight();
    }
    expect(readFully).toBe(8);
    expect((await countOf()) - before).toBe(14);
  }, 60_000);

  it('finds the same night what the lists show, and a run repairs it', async () => {
    await intruder.moveToRoot(accountOf(0));
    await intruder.rename(await groupOf(1), 'acme-somebody-elses-idea');
    await intruder.dropMembers(await groupOf(2));
    await intruder.addMember(await groupOf(3), await intruder.userId('dee'));
    const { summary } = await sweep();
    expect(summary?.drifted).toBe(4);
    await repaired();
    const runs = await worker.queries.latestRuns(ids.slice(0, 4));
    expect(runs.map(({ reason, status }) => `${reason} ${status}`)).toEqual(Array.from({ length: 4 }, () => 'drift completed'));
    expect((await sweep()).summary?.drifted).toBe(0);
    expect(await intruder.members(await groupOf(3))).toEqual([await intruder.userId('ada')]);
  }, 60_000);

  it('finds anything else within a rotation', async () => {
    await intruder.unassign(accountOf(4), await groupOf(4), lab.identityCenter.permissionSets.Admin!);
    await intruder.tag(accountOf(5), 'acme:intruder', 'x');
    const found = new Set<string>();
    for (let night = 0; night < 7; night += 1) {
      await sweep();
      for (const tenantId of await drifted()) found.add(tenantId);
      for (const { tenantId, reason } of await worker.queries.latestRuns(ids)) if (reason === 'drift') found.add(tenantId);
      await nextNight();
    }
    expect([...found]).toEqual(expect.arrayContaining([ids[4], ids[5]]));
    await repaired();
  }, 60_000);

  it('under the policy report says it once, changes nothing, and takes it back when a run has mended it', async () => {
    book.amend(ids[6]!, { platform: { ...lab.platform, drift: 'report' } });
    await intruder.moveToRoot(accountOf(6));
    await sweep();
    const [view] = (await worker.queries.drift()).nodes;
    expect(view).toMatchObject({ tenantId: ids[6], repair: false, items: [{ step: 'organizationalUnit', operation: 'MoveAccount' }] });
    const before = await countOf();
    await sweep();
    expect((await countOf()) - before).toBe(2);
    expect((await worker.queries.latestRuns([ids[6]!]))[0]?.reason).not.toBe('drift');
    await worker.replicate(ids[6]!);
    await repaired();
  }, 60_000);
});
