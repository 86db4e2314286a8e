import type { Lab } from './support/replication-lab.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import { accountsWith, censusOf } from './support/census.js';
import { eventually } from './support/eventually.js';
import { Intruder } from './support/intruder.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

/** The faults of the product that this one learns from, as far as its steps are built. @source specs/replication.md "The peer's known faults" */
describe('known faults of others', () => {
  let lab: Lab;
  let worker: LabWorker;
  let intruder: Intruder;
  const book = new SnapshotBook();
  let number = 0;

  beforeAll(async () => {
    lab = await startLab({ accessRole: { name: 'PathedAccess', path: '/orgledger/members/' } }, 400);
    intruder = new Intruder(lab);
    worker = new LabWorker(lab, book);
    await worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  const admin = (): string => lab.identityCenter.permissionSets.Admin!;
  const reader = (): string => lab.identityCenter.permissionSets.Reader!;
  const newTenant = (change: Parameters<typeof smallTenant>[3] = {}) => {
    const tenant = smallTenant(lab.platform, (number += 1), admin(), change);
    book.put(tenant);
    return tenant;
  };
  const grant = (subjectId: string, roleIdentifier: string, change = {}) => ({
    bindingId: `${subjectId}-${roleIdentifier}`,
    subjectId,
    roleIdentifier,
    from: '2026-01-01T00:00:00.000Z',
    ...change,
  });

  it('CreateAccount orphan: an account whose creation was under way when everything changed is finished and kept', async () => {
    const tenant = newTenant();
    await lab.control.plant({ kind: 'throttle', service: 'organizations', operation: 'DescribeCreateAccountStatus', count: 2 });
    await worker.request(tenant.tenantId);
    await eventually(async () => ((await accountsWith(lab, 'email', tenant.accountEmail)).length > 0 ? true : undefined));
    book.amend(tenant.tenantId, { accountEmail: `other+${number}@example.com`, accountName: 'other' });
    await worker.request(tenant.tenantId);
    const run = await eventually(async () => (await worker.queries.latestRuns([tenant.tenantId])).find(({ status }) => status === 'completed'));
    expect(run.status).toBe('completed');
    expect(await accountsWith(lab, 'email', tenant.accountEmail)).toEqual([book.get(tenant.tenantId).accountId]);
    expect(await accountsWith(lab, 'email', `other+${number}@example.com`)).toEqual([]);
  });

  it('overlapping runs lost until night: what is asked for while a run is under way is done right after it', async () => {
    const tenant = newTenant();
    await worker.request(tenant.tenantId);
    await eventually(async () => (await worker.queries.latestRuns([tenant.tenantId]))[0]);
    book.amend(tenant.tenantId, { accountTags: { 'acme:later': 'yes' } });
    await worker.request(tenant.tenantId);
    await eventually(async () => {
      const { nodes } = await worker.queries.runs({ tenantId: tenant.tenantId });
      return nodes.length >= 2 && nodes.every(({ status }) => status === 'completed') && (await worker.queries.queue()).length === 0
        ? true
        : undefined;
    });
    expect((await worker.replicate(tenant.tenantId)).changes).toBe(0);
  });

  it('stuck at group deletion: a group that somebody deleted already stops nothing', async () => {
    const tenant = newTenant();
    await worker.replicate(tenant.tenantId);
    const groupId = (await intruder.groupId(tenant.roles[0]!.groupName))!;
    await intruder.unassign(book.get(tenant.tenantId).accountId!, groupId, admin());
    await intruder.deleteGroup(groupId);
    book.amend(tenant.tenantId, { roles: [] });
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed', changes: 0 });
  });

  it('alias taken: the run parks and says what to change, and goes on when the alias is changed', async () => {
    const first = newTenant();
    await worker.replicate(first.tenantId);
    const second = newTenant({ accountAlias: first.accountAlias });
    const parked = await worker.replicate(second.tenantId);
    expect(parked).toMatchObject({ status: 'parked', remark: { code: 'ALIAS_TAKEN' } });
    expect(parked.remark?.forOperator).toContain('alias template');
    expect(parked.retryAt).toBeDefined();
    book.amend(second.tenantId, { accountAlias: `acme-free-${number}` });
    expect(await worker.replicate(second.tenantId)).toMatchObject({ status: 'completed' });
  });

  it('e-mail used: an account of somebody else is never adopted; the run parks, names it and says what to do', async () => {
    const tenant = newTenant();
    await intruder.createAccount('not-ours', tenant.accountEmail);
    const [theirs] = await eventually(async () => {
      const found = await accountsWith(lab, 'email', tenant.accountEmail);
      return found.length > 0 ? found : undefined;
    });
    const parked = await worker.replicate(tenant.tenantId);
    expect(parked).toMatchObject({ status: 'parked', remark: { code: 'ACCOUNT_NOT_OURS' } });
    expect(parked.remark?.forOperator).toContain(theirs);
    expect(parked.remark?.forOperator).toContain('import it, or change the e-mail template');
    expect(book.get(tenant.tenantId).accountId).toBeUndefined();
  });

  it('downgrade fails with a role path: the access role is narrowed although the platform names one', async () => {
    const tenant = newTenant();
    const run = await worker.replicate(tenant.tenantId);
    expect(run.steps.find(({ step }) => step === 'selfDowngrade')).toMatchObject({ state: 'changed', done: 2 });
    book.amend(tenant.tenantId, { accountAlias: `acme-after-downgrade-${number}` });
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed', changes: 1 });
  });

  it('several project roles mapped to one AWS role break membership: all of their people are in the one group', async () => {
    const tenant = newTenant();
    const { groupName } = tenant.roles[0]!;
    book.amend(tenant.tenantId, {
      roles: [
        { roleIdentifier: 'admin', groupName, permissionSetArns: [admin()] },
        { roleIdentifier: 'user', groupName, permissionSetArns: [admin()] },
      ],
      users: ['ada', 'bob'].map((name) => ({ subjectId: name, userName: name, active: true })),
      grants: [grant('ada', 'admin'), grant('bob', 'user')],
    });
    await worker.replicate(tenant.tenantId);
    expect(await censusOf(lab, book.get(tenant.tenantId))).toMatchObject({ groups: 1, memberships: 2, assignments: 1 });
    book.amend(tenant.tenantId, { grants: [grant('bob', 'user')] });
    await worker.replicate(tenant.tenantId);
    expect(await intruder.members((await intruder.groupId(groupName))!)).toEqual([await intruder.userId('bob')]);
  });

  it('assignment failure invisible: the run parks with AWS’s reason, and the next one repairs it', async () => {
    const tenant = newTenant();
    const missing = `${admin().slice(0, -4)}ffff`;
    book.amend(tenant.tenantId, { roles: [{ ...tenant.roles[0]!, permissionSetArns: [missing] }] });
    const parked = await worker.replicate(tenant.tenantId);
    expect(parked).toMatchObject({ status: 'parked', remark: { code: 'ASSIGNMENT_FAILED' } });
    expect(parked.remark?.forOperator).toContain(missing);
    book.amend(tenant.tenantId, { roles: tenant.roles });
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed' });
  });

  it('permission set dropped from a mapping stays assigned: it is taken away, and nothing else', async () => {
    const tenant = newTenant({});
    book.amend(tenant.tenantId, { roles: [{ ...tenant.roles[0]!, permissionSetArns: [admin(), reader()] }] });
    await worker.replicate(tenant.tenantId);
    expect((await censusOf(lab, tenant)).assignments).toBe(2);
    book.amend(tenant.tenantId, { roles: tenant.roles });
    expect((await worker.replicate(tenant.tenantId)).changes).toBe(1);
    expect((await censusOf(lab, tenant)).assignments).toBe(1);
  });

  it('missing euid: who has none, or is not there yet, holds nobody else up, and is added once there', async () => {
    const users = [
      { subjectId: 'without', userName: undefined, active: true },
      { subjectId: 'late', userName: `late-${number + 1}`, active: true },
      { subjectId: 'ada', userName: 'ada', active: true },
    ];
    const tenant = newTenant({ users, grants: users.map(({ subjectId }) => grant(subjectId, 'admin')) });
    const run = await worker.replicate(tenant.tenantId);
    expect(run.status).toBe('completed');
    const remarks = run.steps.flatMap((step) => step.remarks);
    expect(remarks.map(({ code }) => code)).toEqual(['USER_MISSING', 'USER_MISSING']);
    expect(JSON.stringify(remarks)).not.toContain(`late-${number}`);
    await intruder.createUser(`late-${number}`);
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed', changes: 1 });
    expect((await censusOf(lab, tenant)).memberships).toBe(2);
  });

  it('pattern change deletes all groups: a changed template renames them, with their members and rights', async () => {
    const tenant = newTenant();
    await worker.replicate(tenant.tenantId);
    const before = await intruder.groupId(tenant.roles[0]!.groupName);
    const renamed = [{ ...tenant.roles[0]!, groupName: `acme-new-pattern-${number}` }];
    book.amend(tenant.tenantId, { roles: renamed });
    expect((await worker.replicate(tenant.tenantId)).changes).toBe(1);
    expect(await intruder.groupId(`acme-new-pattern-${number}`)).toBe(before);
    expect(await censusOf(lab, book.get(tenant.tenantId))).toEqual({ accounts: 1, groups: 1, memberships: 1, assignments: 1 });
  });

  it('a role that is unmapped loses its rights and its group; a right that ends by itself goes without any event', async () => {
    const until = new Date(lab.clock.now().getTime() + 20 * 60_000).toISOString();
    const tenant = newTenant({ grants: [grant('subject-ada', 'admin', { until })] });
    const run = await worker.replicate(tenant.tenantId);
    expect((await censusOf(lab, tenant)).memberships).toBe(1);
    await lab.control.advance(20 * 60_000);
    const expired = await worker.ended(tenant.tenantId, run.runId);
    expect(expired).toMatchObject({ reason: 'expiry', status: 'completed', changes: 1 });
    expect((await censusOf(lab, tenant)).memberships).toBe(0);
    book.amend(tenant.tenantId, { roles: [] });
    await worker.replicate(tenant.tenantId);
    expect(await censusOf(lab, tenant)).toEqual({ accounts: 1, groups: 0, memberships: 0, assignments: 0 });
  });
});
