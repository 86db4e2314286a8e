import type { EventStore } from '@orgledger/event-store';
import type { Kysely } from 'kysely';
import { budgetQueries } from './budget/budget.view.js';
import type { BudgetQueries, BudgetTables } from './budget/budget.view.js';
import { commitmentQueries } from './report/commitment-queries.view.js';
import type { CommitmentQueries } from './report/commitment-queries.view.js';
import { costQueries } from './report/cost-queries.view.js';
import type { CostQueries } from './report/cost-queries.view.js';
import type { CostTables } from './report/cost-tables.view.js';

/** Reports over what was collected: costs, commitments, budgets, spikes. From read models. */
export type MeteringReportQueries = CostQueries & CommitmentQueries & BudgetQueries;

/** Injection token of MeteringReportQueries. */
export const METERING_REPORT_QUERIES = Symbol('MeteringReportQueries');

export type MeteringReportTables = CostTables & BudgetTables;

export const createMeteringReportQueries = (db: Kysely<MeteringReportTables>, store: EventStore): MeteringReportQueries => ({
  ...costQueries(db),
  ...commitmentQueries(db, store),
  ...budgetQueries(db),
});
