import { fromRecorded } from '@orgledger/event-store';
import type { RunEvent } from '@orgledger/replication';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, snapshotOf } from './support/snapshot-book.js';
import { eventually } from './support/eventually.js';

describe('first replication of a tenant', () => {
  let lab: Lab;
  let worker: LabWorker;
  const book = new SnapshotBook();

  beforeAll(async () => {
    lab = await startLab();
    worker = new LabWorker(lab, book);
    await worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  it('makes one account, places, hardens and names it, gives access, and narrows its own role', async () => {
    const { Admin, Reader } = lab.identityCenter.permissionSets;
    const tenant = snapshotOf(lab.platform, 1, {
      roles: [
        { roleIdentifier: 'admin', groupName: 'acme-team-a.project-1-admin', permissionSetArns: [Admin!] },
        { roleIdentifier: 'reader', groupName: 'acme-team-a.project-1-reader', permissionSetArns: [Reader!] },
      ],
      users: [
        { subjectId: 'subject-ada', userName: 'ada', active: true },
        { subjectId: 'subject-nobody', userName: 'nobody', active: true },
      ],
      grants: [
        { bindingId: 'b1', subjectId: 'subject-ada', roleIdentifier: 'admin', from: '2026-01-01T00:00:00.000Z' },
        { bindingId: 'b2', subjectId: 'subject-nobody', roleIdentifier: 'reader', from: '2026-01-01T00:00:00.000Z' },
      ],
    });
    book.put(tenant);
    await worker.want(tenant.tenantId);
    const events = await eventually(async () => {
      const all: RunEvent[] = [];
      for await (const recorded of worker.store.readAll({ filter: { categories: ['replication'] } })) all.push(fromRecorded<RunEvent>(recorded));
      const end = all.find(({ type }) => type === 'ReplicationCompleted' || type === 'ReplicationParked');
      return end && all;
    });
    console.log(events.map((e) => JSON.stringify(e).slice(0, 400)).join('\n'));
    const summary = await lab.control.summary();
    console.log(JSON.stringify(summary));
    expect(events.at(-1)?.type).toBe('ReplicationCompleted');
    expect(book.get(tenant.tenantId).status).toBe('active');
  }, 60_000);
});
