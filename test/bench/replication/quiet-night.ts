import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { Figure } from './figures.js';
import { print, printCalls } from './figures.js';
import { EventLog } from './event-log.js';
import { plants } from './planted-drift.js';
import type { Tenant } from './planted-drift.js';
import { addWorkspace, createProjects, requestTenants, untilActive } from './population.js';
import { withPreparedTenants } from './prepared-tenants.js';
import type { Measuring } from './prepared-tenants.js';
import { logEnd, quiet } from './sandbox-states.js';

const workspaces = 20;
const tenantsPerWorkspace = 50;
const tenants = workspaces * tenantsPerWorkspace;
const rotation = 7;
const dayMs = 86_400_000;
const sweepAt = '02:00';

/** Lets the clock come to the next night and waits until its sweep has ended. */
const spendNight = async (sandbox: SandboxControl, log: EventLog): Promise<{ readonly readFully: number; readonly left: number }> => {
  const before = log.head();
  const { now } = await sandbox.clock();
  const afterMidnight = (now - 2 * 3_600_000) % dayMs;
  await sandbox.advance(dayMs - afterMidnight + 60_000);
  for (const patience = Date.now() + 240_000; log.sweepsEnded(before).length === 0;) {
    if (Date.now() > patience) throw new Error('the sweep of the night has not ended');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const [ended] = log.sweepsEnded(before);
  if (!ended?.summary) throw new Error(`the sweep failed: ${ended?.message ?? ''}`);
  await quiet(sandbox);
  const { summary } = ended;
  return { readFully: summary.readFully, left: summary.skipped + summary.unreadable.length + (tenants - summary.tenants) };
};

const someTenants = async ({ platform }: Measuring): Promise<readonly Tenant[]> => {
  const { tenants: found } = await platform.client.query<{
    tenants: { nodes: { tenantId: string; accountId: string; workspaceIdentifier: string; projectIdentifier: string }[] };
  }>('{ tenants(first: 100, status: ACTIVE) { nodes { tenantId accountId workspaceIdentifier projectIdentifier } } }');
  return found.nodes.map(({ tenantId, accountId, workspaceIdentifier, projectIdentifier }) => ({
    tenantId,
    accountId,
    groupName: `acme-${workspaceIdentifier}.${projectIdentifier}-admin`,
  }));
};

/** How many planted drifts were found later than they should have been. */
const measureDrift = async (measuring: Measuring, log: EventLog): Promise<readonly Figure[]> => {
  const found = await someTenants(measuring);
  const planted = (await plants(measuring.admin)).flatMap((plant, n) => {
    const tenant = found[n * 11 + 3];
    return tenant ? [{ plant, tenant }] : [];
  });
  for (const { plant, tenant } of planted) await plant.plant(tenant);
  await quiet(measuring.sandbox);
  const before = log.head();
  const nights = new Map<string, number>();
  for (let night = 1; night <= rotation && nights.size < planted.length; night += 1) {
    await spendNight(measuring.sandbox, log);
    for (const tenantId of log.drifted(before)) if (!nights.has(tenantId)) nights.set(tenantId, night);
  }
  for (const { plant, tenant } of planted) print(`  ${plant.what}: found in night ${nights.get(tenant.tenantId) ?? '–'}`);
  const late = planted.filter(({ plant, tenant }) => (nights.get(tenant.tenantId) ?? Infinity) > (plant.listed ? 1 : rotation));
  const others = [...nights.keys()].filter((tenantId) => !planted.some(({ tenant }) => tenant.tenantId === tenantId));
  return [
    {
      name: `of ${planted.length} planted drifts, found late`,
      measured: late.length,
      bar: 0,
      unit: '',
      because: `lists: same night; others: ${rotation}`,
    },
    { name: 'drift found where none was planted', measured: others.length, bar: 0, unit: '', because: 'none' },
  ];
};

/** Sweeps over a thousand tenants that have not changed, and drift planted between them. */
export const measureQuietNight = (scale: number): Promise<readonly Figure[]> =>
  withPreparedTenants(
    { seed: 'quiet-night', scale, env: { ORGLEDGER_SWEEP_AT: sweepAt } },
    async ({ platform, admin }) => {
      const names = Array.from({ length: workspaces }, (_, n) => `ws-${n + 1}`);
      for (const name of names) await addWorkspace(platform, admin, name);
      for (const name of names) await createProjects(platform, name, tenantsPerWorkspace);
      for (const name of names) await requestTenants(platform, name, tenantsPerWorkspace);
      await untilActive(platform, tenants, 600_000);
    },
    async (measuring) => {
      const { sandbox, dataDir } = measuring;
      const log = new EventLog(dataDir);
      try {
        await quiet(sandbox);
        const [seq, head] = [await logEnd(sandbox), log.head()];
        const { readFully, left } = await spendNight(sandbox, log);
        const calls = await sandbox.calls(seq);
        print(`A quiet night over ${tenants} tenants at scale ${scale}: ${readFully} read completely, one rotation takes ${rotation} nights`);
        printCalls(calls);
        const figures: readonly Figure[] = [
          { name: 'AWS calls per tenant', measured: calls.length / tenants, bar: 2, unit: 'calls', because: 'STS and list pages included' },
          {
            name: 'events appended per tenant',
            measured: log.count(head) / tenants,
            bar: 0.05,
            unit: 'events',
            because: 'unchanged tenants leave no mark',
          },
          { name: 'tenants not looked at', measured: left, bar: 0, unit: '', because: 'all of them' },
        ];
        return [...figures, ...(await measureDrift(measuring, log))];
      } finally {
        log.close();
      }
    },
  );
