import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, snapshotOf } from './support/snapshot-book.js';

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

  it('makes one account, places, hardens and names it, gives access, and narrows its own role; a second run changes nothing', async () => {
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
    const run = await worker.replicate(tenant.tenantId);
    expect(run).toMatchObject({ status: 'completed', changes: 13, accountId: book.get(tenant.tenantId).accountId });
    expect(run.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'account changed',
      'accountTags unchanged',
      'organizationalUnit changed',
      'accessRole changed',
      'alias changed',
      'access changed',
      'selfDowngrade changed',
      'done unchanged',
    ]);
    expect(run.steps.find(({ step }) => step === 'access')?.remarks.map(({ code }) => code)).toEqual(['USER_MISSING']);
    expect(run.steps.flatMap(({ requestIds }) => requestIds)).toHaveLength(13);
    expect(book.get(tenant.tenantId).status).toBe('active');

    const again = await worker.replicate(tenant.tenantId);
    expect(again).toMatchObject({ status: 'completed', changes: 0 });
    const { denied, notYetVisible, refusedProbes } = await lab.control.summary();
    // Without and with a wrong ExternalId, when the access role was hardened; not again in the second run.
    expect({ denied, refusedProbes }).toEqual({ denied: 0, refusedProbes: 2 });
    expect(notYetVisible).toBeGreaterThanOrEqual(0);
  });
});
