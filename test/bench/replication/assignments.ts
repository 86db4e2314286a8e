import { prepareIdentityCenter } from '../../../tools/lab/identity-center.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { Figure } from './figures.js';
import { print, printCalls } from './figures.js';
import { createProjects, mapRole, requestTenants, untilActive } from './population.js';
import { withPreparedTenants } from './prepared-tenants.js';
import { logEnd, quiet, ssoAdminOf } from './sandbox-states.js';

const accounts = 60;
const setsPerRole = 10;
const operations = 2 * accounts * setsPerRole;
const outstanding = 15;
const callsPerSecond = 20;

const names = (side: string): readonly string[] => Array.from({ length: setsPerRole }, (_, n) => `${side}-${n}`);

/** Which assignments there should be no more of, or should be and are not. */
const lost = async (sandbox: SandboxControl, before: readonly string[], after: readonly string[]): Promise<number> => {
  const { holders } = await ssoAdminOf(sandbox);
  const heldOf = (arns: readonly string[]) => Object.entries(holders).filter(([place]) => arns.includes(place.split('|')[1] ?? '')).length;
  return heldOf(before) + (accounts * after.length - heldOf(after));
};

/** 600 assignments taken away and 600 made by one change of a role mapping that 60 accounts share. */
export const measureAssignments = async (scale: number): Promise<readonly Figure[]> => {
  let sets: Readonly<Record<string, string>> = {};
  const arnsOf = (side: string): readonly string[] => names(side).map((name) => sets[name] ?? '');
  return withPreparedTenants(
    { seed: 'assignments', scale },
    async ({ platform, admin }) => {
      const managedPolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
      const permissionSets = [...names('before'), ...names('after')].map((name) => ({ name, managedPolicyArn }));
      sets = (await prepareIdentityCenter(admin, { permissionSets, users: [] })).permissionSets;
      await mapRole(platform, 'admin', arnsOf('before'));
      await createProjects(platform, 'team', accounts);
      await requestTenants(platform, 'team', accounts);
      await untilActive(platform, accounts, 300_000);
    },
    async ({ platform, sandbox }) => {
      const [seq, start] = [await logEnd(sandbox), (await sandbox.clock()).now];
      await mapRole(platform, 'admin', arnsOf('after'));
      const patience = Date.now() + 400_000;
      while ((await lost(sandbox, arnsOf('before'), arnsOf('after'))) > 0) {
        if (Date.now() > patience) break;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      await quiet(sandbox);
      const calls = await sandbox.calls(seq);
      const { creations, deletions } = await ssoAdminOf(sandbox);
      const made = [...Object.values(creations.byId), ...Object.values(deletions.byId)].filter(({ createdAt }) => createdAt >= start);
      const durations = made.reduce((sum, { createdAt, dueAt }) => sum + (dueAt - createdAt), 0) / 1000;
      const sso = calls.filter(({ service }) => service === 'ssoadmin');
      const seconds = (Math.max(...sso.map(({ time }) => Date.parse(time))) - start) / 1000;
      const floor = Math.max(durations / outstanding, sso.length / callsPerSecond);
      print(
        `${operations} assignment operations on ${accounts} accounts at scale ${scale}: Σ durations / 15 = ${(durations / outstanding).toFixed(0)} s, calls / 20 = ${(sso.length / callsPerSecond).toFixed(0)} s`,
      );
      printCalls(calls);
      return [
        { name: 'change of the mapping to last answer', measured: seconds, bar: 1.25 * floor, unit: 's', because: '1.25 × the larger floor' },
        { name: 'AWS calls per operation', measured: calls.length / operations, bar: 4, unit: 'calls', because: 'reads included' },
        { name: 'assignments lost or left', measured: await lost(sandbox, arnsOf('before'), arnsOf('after')), bar: 0, unit: '', because: 'none' },
        { name: 'operations too many or too few', measured: Math.abs(made.length - operations), bar: 0, unit: '', because: 'each one once' },
      ];
    },
  );
};
