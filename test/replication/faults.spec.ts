import { accountsWith, censusOf } from './support/census.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

const firstCalls = [
  ['organizations', 'CreateAccount'],
  ['organizations', 'CreateOrganizationalUnit'],
  ['organizations', 'MoveAccount'],
  ['iam', 'UpdateAssumeRolePolicy'],
  ['iam', 'CreateAccountAlias'],
  ['identitystore', 'CreateGroup'],
  ['identitystore', 'CreateGroupMembership'],
  ['ssoadmin', 'CreateAccountAssignment'],
  ['iam', 'PutRolePolicy'],
  ['iam', 'DetachRolePolicy'],
] as const;

const kinds = [
  { kind: 'throttle' },
  { kind: 'dropAnswer' },
  { kind: 'hang' },
  { kind: 'error', code: 'InternalServerError', message: 'We failed', status: 500 },
  { kind: 'delay', delayMs: 30_000 },
] as const;

describe('a first replication that meets a fault', () => {
  let lab: Lab;
  let worker: LabWorker;
  const book = new SnapshotBook();
  let number = 0;

  beforeAll(async () => {
    lab = await startLab({}, 400);
    worker = new LabWorker(lab, book, undefined, 'lab', 1_500);
    await worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  describe.each(kinds)('$kind', (fault) => {
    it.each(firstCalls)(
      'of %s:%s: one account, one set of groups and rights, run completed',
      async (service, operation) => {
        const tenant = smallTenant(lab.platform, (number += 1), lab.identityCenter.permissionSets.Admin!);
        book.put(tenant);
        await lab.control.plant({ ...fault, service, operation, count: 1 });
        const run = await worker.replicate(tenant.tenantId);
        const { faults } = (await lab.control.faults()) as { faults: readonly { fired: number }[] };
        expect(faults.map(({ fired }) => fired)).toEqual([1]);
        await lab.control.clearFaults();
        expect({ status: run.status, remark: run.remark, ...(await censusOf(lab, tenant)) }).toEqual({
          status: 'completed',
          remark: undefined,
          accounts: 1,
          groups: 1,
          memberships: 1,
          assignments: 1,
        });
      },
      90_000,
    );
  });

  it('two tenants with equal account names, both answers lost, get their own accounts', async () => {
    const [one, two] = [901, 902].map((id) => smallTenant(lab.platform, id, lab.identityCenter.permissionSets.Admin!, { accountName: 'twins' }));
    book.put(one!);
    book.put(two!);
    await lab.control.plant({ kind: 'dropAnswer', service: 'organizations', operation: 'CreateAccount', count: 2 });
    const runs = await Promise.all([worker.replicate(one!.tenantId), worker.replicate(two!.tenantId)]);
    await lab.control.clearFaults();
    expect(runs.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const named = await accountsWith(lab, 'name', 'twins');
    expect(named).toHaveLength(2);
    expect([book.get(one!.tenantId).accountId, book.get(two!.tenantId).accountId].sort()).toEqual([...named].sort());
    expect(await accountsWith(lab, 'email', one!.accountEmail)).toEqual([book.get(one!.tenantId).accountId]);
  }, 90_000);
});
