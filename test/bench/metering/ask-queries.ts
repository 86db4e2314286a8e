import { join } from 'node:path';
import { addMonths, statementQueries } from '@orgledger/metering';
import type { MeteringReportTables, Month, StatementTables } from '@orgledger/metering';
import { openViews } from '@orgledger/projections';
import { costQueries } from '../../../libs/metering/src/report/cost-queries.view.js';
import { figure, percentile95 } from './figure-board.js';
import { payer, tenantOf, workspaceOf } from './population.js';

const runs = 200;
const barMs = 100;

/** Queries over the read models of a data folder, each with other tenants, months and workspaces in every run. */
export const askQueries = async (dataDir: string, accounts: number, first: Month, months: number): Promise<void> => {
  const views = openViews<StatementTables & MeteringReportTables>({ file: join(dataDir, 'views.sqlite') });
  const statements = statementQueries(views.read);
  const costs = costQueries(views.read);
  const account = (run: number): number => (run * 7919) % accounts;
  const monthAt = (run: number): Month => addMonths(first, run % months);
  const asked = async (name: string, ask: (run: number) => Promise<unknown>): Promise<void> => {
    const because = `95th percentile of ${runs}; ${accounts} statements a month × ${months} months`;
    figure(name, await percentile95(runs, ask), barMs, 'ms', because);
  };
  await asked('a statement with its lines', async (run) => {
    const header = await statements.statement({ payerAccountId: payer, month: monthAt(run), tenantId: tenantOf(account(run)) });
    if (!header) throw new Error('no statement');
    await statements.statementLines(header.statementId, { first: 100 });
  });
  await asked('statements of a month, a page', (run) => statements.statements({ month: monthAt(run) }, { first: 50 }));
  await asked('statements of a workspace, 12 months', (run) =>
    statements.statements({ workspaceIdentifier: workspaceOf(account(run)) }, { first: 100 }),
  );
  await asked('all statements, a page', () => statements.statements({}, { first: 50 }));
  for (const groupBy of [['service'], ['project'], ['account'], ['kind']] as const)
    await asked(`12-month workspace report by ${groupBy[0]}`, (run) =>
      costs.costReport({
        ...{ from: first, to: addMonths(first, months - 1), granularity: 'month', metric: 'amortized', groupBy },
        filter: { workspaces: [workspaceOf(account(run))] },
      }),
    );
  await views.close();
};
