import { costQueries } from '../../libs/metering/src/report/cost-queries.view.js';
import type { CostQuery } from '../../libs/metering/src/report/cost-query.js';
import type { CostDatabase } from '../../libs/metering/src/report/cost-tables.view.js';
import { loadCosts } from './metering/report-load.js';

const [accounts = 10_000, runs = 40] = process.argv.slice(2).map(Number);

const percentile = (times: readonly number[], share: number): string =>
  `${(times.toSorted((a, b) => a - b)[Math.floor(share * times.length)] ?? 0).toFixed(1)} ms`;

const year = { from: '2026-01', to: '2026-12', granularity: 'month', metric: 'amortized' } as const;

const questions: Readonly<Record<string, CostQuery>> = {
  '12-month workspace report by service': { ...year, groupBy: ['service'], filter: { workspaces: ['ws-7'] } },
  '12-month workspace report by project': { ...year, groupBy: ['project'], filter: { workspaces: ['ws-7'] } },
  '12-month workspace report by account': { ...year, groupBy: ['account'], filter: { workspaces: ['ws-7'] } },
  'all, by workspace': { ...year, groupBy: ['workspace'] },
  'all, by service': { ...year, groupBy: ['service'] },
  'all, by kind': { ...year, groupBy: ['kind'] },
  'all, by account': { ...year, groupBy: ['account'] },
  'one service, by workspace': { ...year, groupBy: ['workspace'], filter: { services: ['Service 3'] } },
};

/** Seconds to project a year of costs, and the time that reports over it take. `node report-queries.bench.js [accounts] [runs]` */
const main = async (): Promise<void> => {
  const started = performance.now();
  const projected = await loadCosts({ accounts, services: 20, months: 12, accountsPerWorkspace: 20 }, (month) =>
    process.stdout.write(`${month} is in after ${((performance.now() - started) / 1000).toFixed(1)} s\n`),
  );
  const queries = costQueries(projected.views.read as CostDatabase);
  for (const [name, question] of Object.entries(questions)) {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const begun = performance.now();
      await queries.costReport(question);
      times.push(performance.now() - begun);
    }
    process.stdout.write(`${name}: median ${percentile(times, 0.5)}, p95 ${percentile(times, 0.95)}\n`);
  }
  await projected.close();
};

void main();
