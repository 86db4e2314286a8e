import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { labPlatform, prepareLab } from '../../tools/lab/lab.js';
import type { Lab } from '../../tools/lab/lab.js';
import { region } from '../../tools/lab/registration.js';
import { requestLabTenant, untilTenants } from '../../tools/lab/tenants.js';
import { preload, untilFired } from './first-replication.js';

const email = 'aws+acme-0001@example.com';

describe('accounts that look alike', () => {
  let lab: Lab;
  beforeAll(async () => {
    const templates = {
      accountName: '#{workspaceIdentifier}-account',
      accountEmail: 'aws+acme-#{tenantNumber:%04d}@example.com',
      accountAlias: 'acme-#{workspaceIdentifier}-#{tenantNumber:%04d}',
      group: '#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}',
      userName: '#{euid}',
    };
    lab = await prepareLab({ scale: 100, spec: { ...labPlatform, settings: { templates } } });
  }, 300_000);
  afterAll(() => lab.stop());

  const madeAccounts = async (): Promise<readonly string[]> => {
    const { requests } = await lab.sandbox.state<{ requests: Record<string, { state: string; accountId?: string }> }>('organizations');
    return Object.values(requests).flatMap(({ state, accountId }) => (state === 'SUCCEEDED' && accountId !== undefined ? [accountId] : []));
  };

  const createUnmanaged = async (): Promise<void> => {
    const { endpoint, admin } = lab.organisation;
    await new OrganizationsClient({ endpoint, region, credentials: admin }).send(
      new CreateAccountCommand({ AccountName: 'team-account', Email: email }),
    );
    await lab.sandbox.advance(120_000);
  };

  const untilParked = async (platform: Awaited<ReturnType<Lab['begin']>>['platform']): Promise<string> => {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline;) {
      const { replicationRuns } = await platform.client.query<{
        replicationRuns: { nodes: { status: string; remark: { operator: string } | null }[] };
      }>('{ replicationRuns(first: 1) { nodes { status remark { operator } } } }');
      const [run] = replicationRuns.nodes;
      if (run?.status === 'PARKED') return run.remark?.operator ?? '';
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no run was parked:\n${platform.log().slice(-2000)}`);
  };

  it('two tenants with equal account names, killed while both accounts are created, get their own', async () => {
    const run = await lab.begin();
    try {
      await lab.sandbox.plant({ kind: 'hold', operation: 'CreateAccount', principal: 'Role', count: 2 });
      await requestLabTenant(run.platform, 'alpha');
      await requestLabTenant(run.platform, 'beta');
      await untilFired(lab, 2);
      await run.platform.kill();
      await lab.sandbox.release();
      const tenants = await untilTenants(await run.restart(), ({ status }) => status === 'ACTIVE', 90_000);
      expect([...(await madeAccounts())].sort()).toEqual(tenants.map(({ accountId }) => accountId).sort());
      expect(new Set(tenants.map(({ accountId }) => accountId)).size).toBe(2);
    } finally {
      await run.end();
    }
  }, 180_000);

  it('an unmanaged account with the computed e-mail is named and never adopted', async () => {
    const run = await lab.begin();
    try {
      await createUnmanaged();
      await requestLabTenant(run.platform, 'alpha');
      const remark = await untilParked(run.platform);
      const [unmanaged] = await madeAccounts();
      expect(remark).toContain(unmanaged);
      expect(remark).toContain('import it, or change the e-mail template');
      await untilTenants(run.platform, ({ accountId }) => accountId === null);
      expect(await madeAccounts()).toHaveLength(1);
    } finally {
      await run.end();
    }
  }, 180_000);

  it('not even when it was made between our intent and our call', async () => {
    const kill = { types: ['AccountCreationIntended'], nth: 1, when: 'after' };
    const run = await lab.begin({ preload: [preload], env: { KILL_AT_APPEND: JSON.stringify(kill) } });
    try {
      await requestLabTenant(run.platform, 'alpha');
      expect(await run.platform.exited).toBe('SIGKILL');
      await createUnmanaged();
      const platform = await run.restart();
      const remark = await untilParked(platform);
      expect(remark).toContain((await madeAccounts())[0]);
      await untilTenants(platform, ({ accountId }) => accountId === null);
      expect(await madeAccounts()).toHaveLength(1);
    } finally {
      await run.end();
    }
  }, 180_000);
});
