import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { Crash } from './support/crashing-store.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { eventually } from './support/eventually.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

describe('a hardened access role', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({}, 400);
  });
  afterAll(() => lab.close());

  const tenantOf = (book: SnapshotBook, number: number) => {
    const tenant = smallTenant(lab.platform, number, lab.identityCenter.permissionSets.Admin!);
    book.put(tenant);
    return tenant;
  };

  /** How the service role asked for a role of this account, refused by the role's trust policy alone. */
  const refusals = async (accountId: string | undefined) =>
    (await lab.control.calls()).filter(
      ({ operation, decision, targets }) =>
        operation === 'AssumeRole' && decision?.probe === true && targets.some(({ resource }) => resource.includes(`:${accountId}:`)),
    );

  const proofs = async (store: EventStore, tenantId: string): Promise<number> => {
    let found = 0;
    for await (const { type, data } of store.readAll()) if (type === 'AccessRoleTrustProven' && JSON.stringify(data).includes(tenantId)) found += 1;
    return found;
  };

  const worked = async <Result>(
    book: SnapshotBook,
    store: EventStore,
    name: string,
    work: (worker: LabWorker) => Promise<Result>,
  ): Promise<Result> => {
    const worker = new LabWorker(lab, book, store, name);
    await worker.start();
    try {
      return await work(worker);
    } finally {
      await worker.stop();
    }
  };

  it('refuses the platform without and with a wrong ExternalId before anything else is done through it, and is proven once', async () => {
    const [book, store] = [new SnapshotBook(), createMemoryEventStore()];
    const tenant = tenantOf(book, 1);
    await worked(book, store, 'prover', async (worker) => {
      expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed' });
      const { accountId } = book.get(tenant.tenantId);
      const refused = await refusals(accountId);
      expect(refused).toHaveLength(2);
      const later = (await lab.control.calls()).find((call) => call.operation === 'CreateAccountAlias' && call.accountId === accountId);
      expect(Math.max(...refused.map(({ seq }) => seq))).toBeLessThan(later?.seq ?? 0);

      expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed', changes: 0 });
      expect(await refusals(accountId)).toHaveLength(2);
      expect(await proofs(store, accountId!)).toBe(1);
      expect((await lab.control.summary()).denied).toBe(0);
    });
  });

  it('is proven by the next worker when the one that hardened it died before it could', async () => {
    const [book, store] = [new SnapshotBook(), createMemoryEventStore()];
    const tenant = tenantOf(book, 2);
    const crash = new Crash(0, 'after', 'AccessRoleTrustHardened');
    await worked(book, crash.over(store), 'dying', async (worker) => {
      await worker.request(tenant.tenantId);
      await eventually(() => Promise.resolve(crash.happened || undefined));
    });
    const { accountId } = book.get(tenant.tenantId);
    expect(await refusals(accountId)).toEqual([]);
    const run = await worked(book, store, 'heir', (worker) => worker.ended(tenant.tenantId));
    expect(run).toMatchObject({ status: 'completed' });
    expect(await refusals(accountId)).toHaveLength(2);
    expect(await proofs(store, accountId!)).toBe(1);
  });

  it('that lets the platform in all the same parks the run, and nothing is done through it', async () => {
    const [book, store] = [new SnapshotBook(), createMemoryEventStore()];
    const tenant = tenantOf(book, 3);
    const { managementAccountId } = lab.platform;
    // Break-glass roles get in without an ExternalId: the service role must not be one of them.
    const breakGlassRoleArns = [`arn:aws:iam::${managementAccountId}:role/MeshfedServiceRole`];
    book.amend(tenant.tenantId, { platform: { ...lab.platform, breakGlassRoleArns } });
    await worked(book, store, 'open', async (worker) => {
      const run = await worker.replicate(tenant.tenantId);
      const { accountId } = book.get(tenant.tenantId);
      expect(run).toMatchObject({ status: 'parked', remark: { code: 'ACCESS_ROLE_OPEN' } });
      expect(run.remark?.forOperator).toContain(`arn:aws:iam::${accountId}:role/OrgledgerAccountAccessRole without an ExternalId`);
      expect(run.steps.filter(({ state }) => state === 'pending').map(({ step }) => step)).toEqual(['alias', 'access', 'selfDowngrade', 'done']);
      expect(await proofs(store, accountId!)).toBe(0);

      book.amend(tenant.tenantId, { platform: lab.platform });
      expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed' });
      expect(await proofs(store, accountId!)).toBe(1);
    });
  }, 120_000);
});
