// `npm run quickstart`: an AWS organisation on this machine, the platform connected to it, twelve accounts made and governed, and their costs
// charged to teams for four months.
import { parseArgs } from 'node:util';
import { commandIdOf } from '../lab/command-ids.js';
import { connectPlatform } from '../lab/connect-platform.js';
import { prepareIdentityCenter } from '../lab/identity-center.js';
import { meteringEnvironment, meteringUser, registerPayer } from '../lab/payer.js';
import { startPlatformProcess } from '../lab/platform-process.js';
import type { PlatformProcess } from '../lab/platform-process.js';
import { region, registerPlatform } from '../lab/registration.js';
import type { PlatformSpec } from '../lab/registration.js';
import { sandboxControl } from '../lab/sandbox-control.js';
import type { SandboxControl } from '../lab/sandbox-control.js';
import { startSandboxProcess } from '../lab/sandbox-process.js';
import { createServiceUser } from '../lab/service-user.js';
import { hearWitness } from '../lab/witness.js';
import { calendarOf } from './calendar.js';
import type { Calendar } from './calendar.js';
import { chargeCosts } from './chargeback.js';
import type { ChargedMonth } from './chargeback.js';
import { countTenants, isSettled, readOverview, toProgress } from './follow-replication.js';
import { openLabFolder } from './lab-folder.js';
import { ProgressDisplay } from './progress.js';
import { foundTeams, requestTenants, shapePlatforms } from './requests.js';
import { permissionSets, users } from './scenario.js';

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    data: { type: 'string', default: '.data/quickstart' },
    scale: { type: 'string', default: '20' },
    port: { type: 'string' },
    'sandbox-port': { type: 'string' },
  },
});

const platforms: readonly PlatformSpec[] = [
  { identifier: 'aws', displayName: 'AWS', serviceRole: { name: 'MeshfedServiceRole', path: '/' }, mark: 'acme' },
  { identifier: 'lab', displayName: 'AWS for experiments', serviceRole: { name: 'LabServiceRole', path: '/orgledger/' }, mark: 'lab' },
];

const out = process.stderr;
const say = (text: string): void => void out.write(`${text}\n`);
const portOf = (given: string | undefined, usual: number): number => Number(given ?? (options.once ? 0 : usual));
const started = process.hrtime.bigint();

const follow = async (platform: PlatformProcess, sandbox: SandboxControl): Promise<void> => {
  const display = new ProgressDisplay(out);
  for (;;) {
    const [overview, { calls, throttled, denied }] = await Promise.all([readOverview(platform.client), sandbox.summary()]);
    display.show(toProgress(overview), `AWS calls ${calls}, throttled ${throttled}, denied ${denied}`);
    if (isSettled(overview)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};

const report = async (platform: PlatformProcess, sandbox: SandboxControl, months: readonly ChargedMonth[]) => {
  const tenants = countTenants(await readOverview(platform.client));
  const { requests, usd } = await sandbox.costs();
  const { eventLog } = await platform.client.query<{ eventLog: { events: number } }>('{ eventLog { events } }');
  return {
    tenants,
    ...(await hearWitness(sandbox)),
    chargeback: { months, costExplorer: { requests, usd } },
    events: { appended: eventLog.events },
    seconds: Math.round(Number(process.hrtime.bigint() - started) / 1e8) / 10,
  };
};

const isConverged = ({ tenants, accounts, aws, chargeback: { months } }: Awaited<ReturnType<typeof report>>): boolean =>
  tenants.active === tenants.requested &&
  tenants.failed === 0 &&
  accounts.created === tenants.requested &&
  accounts.duplicates === 0 &&
  aws.denied === 0 &&
  months.slice(0, -1).every(({ state, difference }) => state === 'CLOSED' && difference === '0.00');

const summaryOf = ({ tenants, chargeback, seconds }: Awaited<ReturnType<typeof report>>): string =>
  [
    '',
    '  month    state     statements  lines         total       invoice  difference',
    ...chargeback.months.map(({ month, state, statements, lines, total, invoiceTotal, difference }) =>
      [
        `  ${month}  ${state.toLowerCase().padEnd(8)}`,
        String(statements).padStart(10),
        String(lines).padStart(5),
        total.padStart(12),
        (invoiceTotal ?? '').padStart(12),
        (difference ?? '').padStart(10),
      ].join('  '),
    ),
    '',
    `✓ ${tenants.active} accounts active and ${chargeback.months.length - 1} months closed after ${seconds} s`,
  ].join('\n');

const run = async (): Promise<void> => {
  const folder = openLabFolder(options.data, options.fresh);
  say(folder.resumed ? '▸ Resuming the organisation of the last start (--fresh begins anew)' : '▸ Making an AWS organisation on this machine');
  const calendar: Calendar = folder.read().calendar ?? calendarOf(new Date());
  folder.remember({ calendar });
  const sandboxProcess = await startSandboxProcess({
    origin: calendar.origin,
    port: portOf(options['sandbox-port'], 4600),
    scale: Number(options.scale),
    stateFile: folder.sandboxState,
  });
  const { ready } = sandboxProcess;
  const sandbox = sandboxControl(ready.endpoint);
  const admin = { endpoint: ready.endpoint, region, ...ready.admin };
  const identityCenter = await prepareIdentityCenter(admin, {
    permissionSets: permissionSets.map(({ name, managedPolicyArn }) => ({ name, managedPolicyArn })),
    users: users.map(({ name, euid }) => ({ userName: euid, name, email: `${euid}@example.com` })),
  });
  const credentials = folder.read().credentials ?? (await createServiceUser(admin, ready.platformAccountId));
  const metering = folder.read().metering ?? (await createServiceUser(admin, ready.platformAccountId, meteringUser));
  folder.remember({ credentials, metering });

  say('▸ Starting the platform');
  const { apiKey: knownKey } = folder.read();
  const platform = await startPlatformProcess({
    dataDir: folder.platformData,
    awsEndpoint: ready.endpoint,
    credentials,
    port: portOf(options.port, 4000),
    env: meteringEnvironment(metering),
    ...(knownKey === undefined ? {} : { apiKey: knownKey }),
  });
  folder.remember({ apiKey: platform.apiKey });
  const stop = async (): Promise<void> => {
    await platform.stop();
    await sandboxProcess.stop();
  };
  try {
    for (const spec of platforms) {
      say(`▸ Connecting platform ${spec.identifier}: policies as \`orgledger aws policies\` prints them, then verification of the role chain`);
      await registerPlatform(platform.client, spec, ready, identityCenter, commandIdOf('platform', spec.identifier));
      // Both platforms stand on one payer: one AWS Organization has one bill.
      if (spec === platforms[0]) await registerPayer(platform.client, spec.identifier, ready);
      await connectPlatform(platform, spec.identifier, admin, (what) => commandIdOf(what, spec.identifier));
    }
    await shapePlatforms(platform.client, identityCenter);
    say('▸ Creating 3 workspaces, 8 projects, people and their roles; requesting 12 accounts');
    await foundTeams(platform.client);
    await requestTenants(platform.client);
    await follow(platform, sandbox);
    const months = await chargeCosts({ platform, sandbox, payerAccountId: ready.managementAccountId, calendar, say });
    const result = await report(platform, sandbox, months);
    const converged = isConverged(result);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else say(converged ? summaryOf(result) : `✗ not converged: ${JSON.stringify(result)}`);
    process.exitCode = converged ? 0 : 1;
    if (!options.once) await stay(platform, ready.endpoint);
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}\n\nLast words of the platform:\n${platform.log().slice(-2000)}`);
    process.exitCode = 1;
  } finally {
    await stop();
  }
};

const stay = async (platform: PlatformProcess, sandboxEndpoint: string): Promise<void> => {
  say(`
The platform stays up until you press Ctrl-C. Another start goes on with the same data.

  GraphQL       ${platform.endpoint}/graphql    (header: Authorization: Bearer ${platform.apiKey})
  AWS sandbox   ${sandboxEndpoint}/_sandbox/calls/summary

  npx orgledger login --endpoint ${platform.endpoint} --api-key ${platform.apiKey}
  npx orgledger tenant list
  npx orgledger replication runs
  npx orgledger month list
  npx orgledger statement list
`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    void platform.exited.then(() => resolve());
  });
};

void run().catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
