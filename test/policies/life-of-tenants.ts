import { CreateGroupCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { CreateAccountCommand, CreateOrganizationalUnitCommand, ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateAccountAssignmentCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { createAwsConnections, MemoryPacerStore } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import { verifyPlatform } from '@orgledger/replication';
import { readQuotaTable } from '../../apps/sandbox/src/core/quota-table.js';
import type { Lab, LabWorker } from '../replication/support/replication-lab.js';
import { eventually } from '../replication/support/eventually.js';
import { snapshotOf } from '../replication/support/snapshot-book.js';

/** In fast time a busy machine would let the verification's two minutes pass; what follows has no such deadline. */
const scaleAfterVerification = 200;

/** Everything that a platform of the default options does in AWS, from its verification to a nightly sweep. Throws where something does not go as it should. */
export class LifeOfTenants {
  constructor(
    private readonly lab: Lab,
    private readonly worker: LabWorker,
    /** Ends it early, with a rejection. */
    private readonly signal = new AbortController().signal,
  ) {}

  async live(): Promise<void> {
    const { lab, worker } = this;
    const { book } = worker;
    expect(await this.verify()).toBe(true);
    await lab.control.setScale(scaleAfterVerification);

    const { Admin, Reader } = lab.identityCenter.permissionSets;
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
    await this.goThrough(tenant.tenantId, [
      { accountTags: {} },
      { roles: [role('admin', 'acme-renamed', Admin!), readers], grants: [grant('bob', 'reader')] },
      { roles: [readers] },
      { landingZone: { targetOu: { kind: 'id', ouId: await this.others.makeUnit('Sandboxes') }, hierarchical: false, tags: {} } },
    ]);
    await this.others.giveAccess(book.get(tenant.tenantId).accountId!, Reader!);
    await this.goThrough(tenant.tenantId, []);

    // AWS created the account, but its answer was lost: it is looked for before anything is asked again.
    await lab.control.plant({ kind: 'dropAnswer', service: 'organizations', operation: 'CreateAccount', count: 1 });
    const lost = snapshotOf(lab.platform, 2);
    book.put(lost);
    await this.goThrough(lost.tenantId, []);

    // An account that somebody else made with the computed e-mail is looked for in the whole organisation, and never adopted.
    const taken = snapshotOf(lab.platform, 3);
    await this.others.makeAccount(taken.accountEmail);
    book.put(taken);
    expect((await worker.replicate(taken.tenantId)).status).toBe('parked');

    // The nightly sweep looks at what the lists of organisation and identity store show.
    const sweepId = '0190d3a0-0000-7000-8000-00000000000a';
    await worker.append(`sweep-${sweepId}`, { type: 'SweepRequested', sweepId, platformIdentifier: 'aws' });
    const swept = await eventually(async () => (await worker.queries.sweeps()).nodes.find(({ status }) => status !== 'requested'));
    expect(swept).toMatchObject({ status: 'completed', summary: { tenants: 3, drifted: 0, skipped: 1, unreadable: [] } });
  }

  private async verify(): Promise<boolean> {
    const { lab } = this;
    const connections = createAwsConnections({
      wire: { endpoint: lab.sandbox.endpoint },
      clock: lab.clock,
      quotas: readQuotaTable(),
      credentials: { kind: 'static', ...lab.key },
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    const verifying = verifyPlatform({
      verificationId: '0190d3a0-0000-7000-8000-000000000000',
      settings: lab.platform,
      connection: connections.forPlatform(lab.platform, { worker: 'verification' }),
      clock: lab.clock,
      signal: this.signal,
      onProgress: () => Promise.resolve(),
    });
    try {
      return (await verifying).ok;
    } finally {
      connections.close();
    }
  }

  /** Everything that may happen to a tenant, one change after another. */
  private async goThrough(tenantId: string, changes: readonly Partial<TenantSnapshot>[]): Promise<void> {
    for (const change of [{}, ...changes]) {
      this.signal.throwIfAborted();
      this.worker.book.amend(tenantId, change);
      const run = await this.worker.replicate(tenantId);
      expect(run.steps.flatMap(({ step, state, remarks }) => (state === 'failed' ? [{ step, remarks }] : []))).toEqual([]);
      expect(run.status).toBe('completed');
    }
  }

  /** Sandbox time goes on, and the product's clock follows. */
  private async passes(ms: number): Promise<void> {
    const { clock, control } = this.lab;
    const before = clock.now().getTime();
    await control.advance(ms);
    while (clock.now().getTime() < before + ms) {
      this.signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What others do in the same organisation. */
  private readonly others = {
    makeUnit: async (name: string): Promise<string> => {
      const organizations = new OrganizationsClient(this.adminOfAll);
      const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
      const { OrganizationalUnit: unit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root!.Id, Name: name }));
      return unit!.Id!;
    },
    makeAccount: async (Email: string): Promise<void> => {
      await new OrganizationsClient(this.adminOfAll).send(new CreateAccountCommand({ AccountName: 'not-ours', Email }));
      await this.passes(120_000);
    },
    giveAccess: async (TargetId: string, PermissionSetArn: string): Promise<void> => {
      const { identityStoreId, instanceArn } = this.lab.identityCenter;
      const { GroupId } = await new IdentitystoreClient(this.adminOfAll).send(
        new CreateGroupCommand({ IdentityStoreId: identityStoreId, DisplayName: 'auditors' }),
      );
      await new SSOAdminClient(this.adminOfAll).send(
        new CreateAccountAssignmentCommand({
          InstanceArn: instanceArn,
          TargetType: 'AWS_ACCOUNT',
          TargetId,
          PermissionSetArn,
          PrincipalType: 'GROUP',
          PrincipalId: GroupId,
        }),
      );
      await this.passes(30_000);
    },
  };

  private get adminOfAll() {
    const { sandbox, platform } = this.lab;
    return { endpoint: sandbox.endpoint, region: platform.region, credentials: sandbox.admin };
  }
}

const role = (roleIdentifier: string, groupName: string, ...permissionSetArns: string[]) => ({ roleIdentifier, groupName, permissionSetArns });

const grant = (subjectId: string, roleIdentifier: string) => ({
  bindingId: subjectId,
  subjectId,
  roleIdentifier,
  from: '2026-01-01T00:00:00.000Z',
});
