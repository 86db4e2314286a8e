import { formatUnits } from '@orgledger/kernel';
import { fromJson, projectionOf, readPage, toJson, updateRow, viewPart } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import { monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { CostDatabase } from '../report/cost-tables.view.js';
import { readBudgetCosts } from './budget-costs.view.js';
import type { CostScope } from './budget-costs.view.js';
import type { BudgetEvent, BudgetScope, BudgetSettings, BudgetThreshold, CostSpikeEvent } from './budget.events.js';
import { forecastMonth } from './forecast.js';
import type { Forecast } from './forecast.js';

export interface BudgetView {
  readonly budgetId: string;
  readonly settings: BudgetSettings;
  readonly status: 'active' | 'deleted';
  readonly createdAt: string;
}

export interface BudgetAlert {
  readonly budgetId: string;
  readonly month: Month;
  readonly threshold: BudgetThreshold;
  readonly value: string;
  readonly amount: string;
  readonly reachedAt: string;
}

/** How a budget stands in the current month. Decimal text in its currency. */
export interface BudgetFigures {
  readonly month: Month;
  readonly actual: string;
  readonly forecast: string;
  readonly method: Forecast['method'];
}

export interface CostSpikeView extends Omit<CostSpikeEvent, 'type' | 'pullId'> {
  readonly detectedAt: string;
}

interface BudgetRow {
  readonly budgetId: string;
  readonly workspaceIdentifier: string;
  readonly scope: BudgetScope['kind'];
  readonly settings: string;
  readonly status: BudgetView['status'];
  readonly createdAt: string;
}

interface AlertRow {
  readonly alertKey: string;
  readonly budgetId: string;
  readonly month: Month;
  readonly percent: number;
  readonly of: BudgetThreshold['of'];
  readonly value: string;
  readonly amount: string;
  readonly reachedAt: string;
}

interface SpikeRow extends CostSpikeView {
  readonly spikeKey: string;
}

export interface BudgetTables {
  readonly budgets: BudgetRow;
  readonly budget_alerts: AlertRow;
  readonly cost_spikes: SpikeRow;
}

const rowOf = (settings: BudgetSettings) => ({
  workspaceIdentifier: settings.scope.workspaceIdentifier,
  scope: settings.scope.kind,
  settings: toJson(settings),
});

export const budgetProjection = projectionOf(
  'budgets',
  1,
  viewPart<BudgetEvent | CostSpikeEvent>(
    {
      budgets: {
        columns: { budgetId: 'text', workspaceIdentifier: 'text', scope: 'text', settings: 'text', status: 'text', createdAt: 'text' },
        indexes: [['workspaceIdentifier']],
      },
      budget_alerts: {
        columns: {
          alertKey: 'text',
          budgetId: 'text',
          month: 'text',
          percent: 'integer',
          of: 'text',
          value: 'text',
          amount: 'text',
          reachedAt: 'text',
        },
        indexes: [['budgetId']],
      },
      cost_spikes: {
        columns: {
          spikeKey: 'text',
          payerAccountId: 'text',
          accountId: 'text',
          day: 'text',
          amount: 'text',
          usual: 'text',
          excess: 'text',
          detectedAt: 'text',
        },
      },
    },
    {
      BudgetCreated: (tx, { event: { budgetId, settings }, at }, table) =>
        tx
          .insertInto(table('budgets'))
          .values({ budgetId, ...rowOf(settings), status: 'active', createdAt: at })
          .execute(),
      BudgetChanged: (tx, { event: { budgetId, settings } }, table) => updateRow(tx, table('budgets'), { budgetId }, rowOf(settings)),
      BudgetDeleted: (tx, { event: { budgetId } }, table) => updateRow(tx, table('budgets'), { budgetId }, { status: 'deleted' }),
      BudgetThresholdReached: (tx, { event: { budgetId, month, threshold, value, amount }, at, recorded }, table) =>
        tx
          .insertInto(table('budget_alerts'))
          .values({ alertKey: `${at} ${recorded.id}`, budgetId, month, ...threshold, value, amount, reachedAt: at })
          .execute(),
      CostSpikeDetected: (tx, { event: { type: _, pullId: __, ...event }, at }, table) =>
        tx
          .insertInto(table('cost_spikes'))
          .values({ spikeKey: `${event.day} ${event.payerAccountId} ${event.accountId}`, ...event, detectedAt: at })
          .execute(),
    },
  ),
);

const toView = ({ budgetId, settings, status, createdAt }: BudgetRow): BudgetView => ({
  budgetId,
  settings: fromJson<BudgetSettings>(settings),
  status,
  createdAt,
});

const toAlert = ({ budgetId, month, percent, of, value, amount, reachedAt }: AlertRow): BudgetAlert => ({
  budgetId,
  month,
  threshold: { percent, of },
  value,
  amount,
  reachedAt,
});

export interface BudgetFilter {
  readonly workspaceIdentifier?: string;
  readonly status?: BudgetView['status'];
}

export interface BudgetQueries {
  budget(budgetId: string): Promise<BudgetView | undefined>;
  budgets(filter?: BudgetFilter, page?: PageRequest): Promise<Page<BudgetView>>;
  /** Oldest first. */
  budgetAlerts(filter?: { readonly budgetId?: string; readonly month?: Month }, page?: PageRequest): Promise<Page<BudgetAlert>>;
  /** How budgets stand at `now` (ISO 8601 UTC), in their order. */
  budgetFigures(of: readonly CostScope[], now: string): Promise<readonly BudgetFigures[]>;
  costSpikes(filter?: { readonly payerAccountId?: string; readonly accountId?: string }, page?: PageRequest): Promise<Page<CostSpikeView>>;
}

export const budgetQueries = (db: Kysely<BudgetTables>): BudgetQueries => ({
  budget: async (budgetId) => {
    const row = await db.selectFrom('budgets').selectAll().where('budgetId', '=', budgetId).executeTakeFirst();
    return row && toView(row);
  },
  budgets: (filter = {}, page) => readPage<BudgetRow, BudgetView>(db, { table: 'budgets', key: 'budgetId', filter, toNode: toView }, page),
  budgetAlerts: (filter = {}, page) =>
    readPage<AlertRow, BudgetAlert>(db, { table: 'budget_alerts', key: 'alertKey', filter, toNode: toAlert }, page),
  budgetFigures: async (of, now) => {
    const month = monthOf(now);
    if (of.length === 0) return [];
    const workspaces = [...new Set(of.map(({ scope }) => scope.workspaceIdentifier))];
    const costs = await readBudgetCosts(db as unknown as CostDatabase, month, workspaces);
    return of.map((costScope) => {
      const inputs = costs.inputsOf(costScope, now);
      const { amount, method } = forecastMonth(inputs);
      return { month, actual: formatUnits(inputs.monthToDate), forecast: formatUnits(amount), method };
    });
  },
  costSpikes: (filter = {}, page) =>
    readPage<SpikeRow, CostSpikeView>(db, { table: 'cost_spikes', key: 'spikeKey', filter, toNode: ({ spikeKey: _, ...spike }) => spike }, page),
});
