import { prepareLab } from '../../../tools/lab/lab.js';
import type { Figure } from './figures.js';
import { print, printCalls } from './figures.js';
import { idealScheduleMs } from './ideal-schedule.js';
import { createProjects, requestTenants, untilActive } from './population.js';
import { creationDurations, logEnd, ssoAdminOf } from './sandbox-states.js';

const tenants = 100;
const quota = { slots: 5, rate: 0.1, burst: 3 };

/** From the first request to the last active tenant, three groups and three assignments each, quotas real throughout. */
export const measureVending = async (scale: number): Promise<readonly Figure[]> => {
  const lab = await prepareLab({ scale, seed: 'vending' });
  try {
    const run = await lab.begin();
    try {
      await createProjects(run.platform, 'team', tenants);
      const [before, first] = [await logEnd(lab.sandbox), (await lab.sandbox.clock()).now];
      await requestTenants(run.platform, 'team', tenants);
      await untilActive(run.platform, tenants, 600_000);
      const seconds = ((await lab.sandbox.clock()).now - first) / 1000;
      const drawn = await creationDurations(lab.sandbox);
      const ideal = idealScheduleMs(drawn, quota) / 1000;
      const assignments = Object.values((await ssoAdminOf(lab.sandbox)).holders).flat().length;
      print(`Vending ${tenants} tenants at scale ${scale}: ${drawn.length} creations, ${assignments} assignments; F = ${ideal.toFixed(0)} s`);
      printCalls(await lab.sandbox.calls(before));
      return [
        { name: 'first request to last tenant active', measured: seconds, bar: 1.1 * ideal + 60, unit: 's', because: '1.10 × F + 60 s' },
        { name: 'accounts beyond one per tenant', measured: Math.abs(drawn.length - tenants), bar: 0, unit: '', because: 'exactly one each' },
        { name: 'assignments missing or too many', measured: Math.abs(assignments - 3 * tenants), bar: 0, unit: '', because: 'three each' },
      ];
    } finally {
      await run.end();
    }
  } finally {
    await lab.stop();
  }
};
