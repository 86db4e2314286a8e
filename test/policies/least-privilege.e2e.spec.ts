import { CreateGroupCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { CreateAccountCommand, CreateOrganizationalUnitCommand, ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateAccountAssignmentCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import { verifyPlatform } from '@orgledger/replication';
import { readQuotaTable } from '../../apps/sandbox/src/core/quota-table.js';
import { startLab, LabWorker } from '../replication/support/replication-lab.js';
import type { Lab } from '../replication/support/replication-lab.js';
import { eventually } from '../replication/support/eventually.js';
import { SnapshotBook, snapshotOf } from '../replication/support/snapshot-book.js';
import { comparePrivileges } from './least-privilege.js';
import type { StoredIam } from './least-privilege.js';

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

const verify = async (): Promise<boolean> => {
  const connections = createAwsConnections({
    wire: { endpoint: lab.sandbox.endpoint },
    clock: lab.clock,
    quotas: readQuotaTable(),
    credentials: { kind: 'static', ...lab.key },
    pacerStore: new MemoryPacerStore(),
    observer: () => undefined,
  });
  const { ok } = await verifyPlatform({
    verificationId: '0190d3a0-0000-7000-8000-000000000000',
    settings: lab.platform,
    connection: connections.forPlatform(lab.platform, { worker: 'verification' }),
    clock: lab.clock,
    signal: new AbortController().signal,
    onProgress: () => Promise.resolve(),
  });
  connections.close();
  return ok;
};

/** Sandbox time goes on, and the product's clock follows. */
const passes = async (ms: number): Promise<void> => {
  const before = lab.clock.now().getTime();
  await lab.control.advance(ms);
  while (lab.clock.now().getTime() < before + ms) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** What others do in the same organisation. */
const others = () => {
  const settings = { endpoint: lab.sandbox.endpoint, region: lab.platform.region, credentials: lab.sandbox.admin };
  const organizations = new OrganizationsClient(settings);
  const { identityStoreId, instanceArn } = lab.identityCenter;
  return {
    makeUnit: async (name: string): Promise<string> => {
      const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
      const { OrganizationalUnit: unit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root!.Id, Name: name }));
      return unit!.Id!;
    },
    makeAccount: async (Email: string): Promise<void> => {
      await organizations.send(new CreateAccountCommand({ AccountName: 'not-ours', Email }));
      await passes(120_000);
    },
    giveAccess: async (TargetId: string, PermissionSetArn: string): Promise<void> => {
      const { GroupId } = await new IdentitystoreClient(settings).send(
        new CreateGroupCommand({ IdentityStoreId: identityStoreId, DisplayName: 'auditors' }),
      );
      await new SSOAdminClient(settings).send(
        new CreateAccountAssignmentCommand({
          InstanceArn: instanceArn,
          TargetType: 'AWS_ACCOUNT',
          TargetId,
          PermissionSetArn,
          PrincipalType: 'GROUP',
          PrincipalId: GroupId,
        }),
      );
      await passes(30_000);
    },
  };
};

/** Everything that may happen to a tenant, one change after another. */
const liveThrough = async (tenantId: string, changes: readonly Partial<TenantSnapshot>[]): Promise<void> => {
  for (const change of [{}, ...changes]) {
    book.amend(tenantId, change);
    const run = await worker.replicate(tenantId);
    expect(run.steps.flatMap(({ step, state, remarks }) => (state === 'failed' ? [{ step, remarks }] : []))).toEqual([]);
    expect(run.status).toBe('completed');
  }
};

it('every action of the minimal print is used in the life of tenants, and none beyond it is missed', async () => {
  const { Admin, Reader } = lab.identityCenter.permissionSets;
  const role = (identifier: string, groupName: string, ...permissionSetArns: string[]) => ({
    roleIdentifier: identifier,
    groupName,
    permissionSetArns,
  });
  const grant = (subjectId: string, roleIdentifier: string) => ({
    bindingId: subjectId,
    subjectId,
    roleIdentifier,
    from: '2026-01-01T00:00:00.000Z',
  });
  const admins = role('admin', 'acme-admin', Admin!);
  const readers = role('reader', 'acme-reader', Reader!);
  const tenant = snapshotOf(lab.platform, 1, {
    roles: [admins, readers],
    users: [
      { subjectId: 'ada', userName: 'ada', active: true },
      { subjectId: 'bob', userName: 'bob', active: true },
    ],
    grants: [grant('ada', 'admin'), grant('bob', 'reader')],
  });
  book.put(tenant);
  expect(await verify()).toBe(true);
  await liveThrough(tenant.tenantId, [
    { accountTags: {} },
    { roles: [role('admin', 'acme-renamed', Admin!), readers], grants: [grant('bob', 'reader')] },
    { roles: [readers] },
    { landingZone: { targetOu: { kind: 'id', ouId: await others().makeUnit('Sandboxes') }, hierarchical: false, tags: {} } },
  ]);
  await others().giveAccess(book.get(tenant.tenantId).accountId!, Reader!);
  await liveThrough(tenant.tenantId, []);

  // AWS created the account, but its answer was lost: it is looked for before anything is asked again.
  await lab.control.plant({ kind: 'dropAnswer', service: 'organizations', operation: 'CreateAccount', count: 1 });
  const lost = snapshotOf(lab.platform, 2);
  book.put(lost);
  await liveThrough(lost.tenantId, []);

  // An account that somebody else made with the computed e-mail is looked for in the whole organisation, and never adopted.
  const taken = snapshotOf(lab.platform, 3);
  await others().makeAccount(taken.accountEmail);
  book.put(taken);
  expect((await worker.replicate(taken.tenantId)).status).toBe('parked');

  // The nightly sweep looks at what the lists of organisation and identity store show.
  const sweepId = '0190d3a0-0000-7000-8000-00000000000a';
  await worker.append(`sweep-${sweepId}`, { type: 'SweepRequested', sweepId, platformIdentifier: 'aws' });
  const swept = await eventually(async () => (await worker.queries.sweeps()).nodes.find(({ status }) => status !== 'requested'));
  expect(swept).toMatchObject({ status: 'completed', summary: { tenants: 3, drifted: 0, skipped: 1, unreadable: [] } });

  const principals = renderPrincipals(printPolicies({ profile: 'minimal', platform: lab.platform, features: defaultFeatures }));
  const report = comparePrivileges(principals, await lab.control.state<StoredIam>('iam'), await lab.control.calls());
  expect(report.denied).toEqual([]);
  expect(report.unused).toEqual([]);
}, 120_000);
