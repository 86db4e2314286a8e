import { fromJson, projectionOf, toJson, viewPart } from '@orgledger/projections';
import type { AnyTables, AppliedEvent, TableName } from '@orgledger/projections';
import type { Transaction } from 'kysely';
import type { CollectionEvent, CollectionFinding, MetricTotals } from '../collection/collection.events.js';
import type { Month } from '../month.js';
import { monthDecider } from './month.decider.js';
import type { BillMonth } from './month.decider.js';
import type { MonthEvent, Posting } from './month.events.js';

type Observed = Extract<CollectionEvent, { type: 'MonthObserved' }>;

export interface MonthRow {
  readonly payer_account_id: string;
  readonly month: Month;
  /** The month as its events make it, without the differences of a restatement. */
  readonly state: string;
  readonly differences: string;
  /** When the last event of the month's own stream happened. */
  readonly changed_at: string | null;
  readonly closed_at: string | null;
  readonly pull_id: string | null;
  readonly pulled_at: string | null;
  readonly digest: string | null;
  readonly estimated: number | null;
  readonly accounts: number | null;
  readonly totals: string | null;
  readonly findings: string | null;
}

export interface MonthTables {
  readonly metering_months: MonthRow;
  readonly metering_month_pulls: {
    readonly payer_account_id: string;
    readonly month: Month;
    readonly pulled_at: string;
    readonly pull_id: string;
    readonly digest: string;
    readonly estimated: number;
  };
  readonly metering_month_versions: {
    readonly payer_account_id: string;
    readonly month: Month;
    readonly version: number;
    readonly closed_at: string;
    readonly event: string;
    /** Why the month was reopened after it. */
    readonly reopened: string | null;
  };
}

const nothing: Omit<MonthRow, 'payer_account_id' | 'month'> = {
  state: toJson(monthDecider.initial),
  differences: '[]',
  changed_at: null,
  closed_at: null,
  pull_id: null,
  pulled_at: null,
  digest: null,
  estimated: null,
  accounts: null,
  totals: null,
  findings: null,
};

const change = async (
  tx: Transaction<AnyTables>,
  table: TableName,
  { payerAccountId, month }: { readonly payerAccountId: string; readonly month: Month },
  columns: (row: MonthRow) => Partial<MonthRow>,
): Promise<void> => {
  const key = { payer_account_id: payerAccountId, month };
  const found = tx.selectFrom(table('metering_months')).selectAll().where('payer_account_id', '=', payerAccountId).where('month', '=', month);
  const row = ((await found.executeTakeFirst()) as MonthRow | undefined) ?? { ...key, ...nothing };
  const next = { ...row, ...columns(row) };
  await tx
    .insertInto(table('metering_months'))
    .values(next)
    .onConflict((conflict) => conflict.columns(['payer_account_id', 'month']).doUpdateSet(next))
    .execute();
};

/** The month's row and its restatement as one again. */
export const stateOf = ({ state, differences }: Pick<MonthRow, 'state' | 'differences'>): BillMonth => {
  const month = fromJson<BillMonth>(state);
  return month.restated ? { ...month, restated: { ...month.restated, differences: fromJson<Posting[]>(differences) } } : month;
};

const evolveRow =
  (event: MonthEvent, at: string) =>
  (row: MonthRow): Partial<MonthRow> => {
    const next = monthDecider.evolve(stateOf(row), event);
    const differences = next.restated?.differences ?? [];
    const slim = next.restated ? { ...next, restated: { ...next.restated, differences: [] } } : next;
    return { state: toJson(slim), differences: toJson(differences), changed_at: at, ...(event.type === 'MonthClosed' ? { closed_at: at } : {}) };
  };

const own = async (tx: Transaction<AnyTables>, { event, at }: AppliedEvent<MonthEvent>, table: TableName): Promise<void> =>
  change(tx, table, event, evolveRow(event, at));

/** Pulls kept per month: closing compares the newest ones. */
const pullsKept = 40;

export const monthsProjection = projectionOf(
  'metering-months',
  1,
  viewPart<MonthEvent | Observed>(
    {
      metering_months: {
        columns: {
          payer_account_id: 'text',
          month: 'text',
          state: 'text',
          differences: 'text',
          changed_at: 'text',
          closed_at: 'text',
          pull_id: 'text',
          pulled_at: 'text',
          digest: 'text',
          estimated: 'integer',
          accounts: 'integer',
          totals: 'text',
          findings: 'text',
        },
        key: ['payer_account_id', 'month'],
      },
      metering_month_pulls: {
        columns: { payer_account_id: 'text', month: 'text', pulled_at: 'text', pull_id: 'text', digest: 'text', estimated: 'integer' },
        key: ['payer_account_id', 'month', 'pulled_at', 'pull_id'],
      },
      metering_month_versions: {
        columns: { payer_account_id: 'text', month: 'text', version: 'integer', closed_at: 'text', event: 'text', reopened: 'text' },
        key: ['payer_account_id', 'month', 'version'],
      },
    },
    {
      MonthCloseRequested: own,
      MonthCloseBlocked: own,
      MonthCloseStarted: own,
      MonthCloseAbandoned: own,
      MonthRestated: own,
      MonthClosed: async (tx, applied, table) => {
        await own(tx, applied, table);
        const { payerAccountId, month, version } = applied.event;
        await tx
          .insertInto(table('metering_month_versions'))
          .values({ payer_account_id: payerAccountId, month, version, closed_at: applied.at, event: toJson(applied.event), reopened: null })
          .execute();
      },
      MonthReopened: async (tx, applied, table) => {
        await own(tx, applied, table);
        const { payerAccountId, month, version, reason } = applied.event;
        const reopened = toJson({ reason, at: applied.at, actor: applied.recorded.metadata.actor });
        await tx
          .updateTable(table('metering_month_versions'))
          .set({ reopened })
          .where('payer_account_id', '=', payerAccountId)
          .where('month', '=', month)
          .where('version', '=', version)
          .execute();
      },
      MonthObserved: async (tx, { event }, table) => {
        const { payerAccountId, month, pullId, pulledAt, digest, accounts } = event;
        const estimated = event.estimated ? 1 : 0;
        const key = { payer_account_id: payerAccountId, month };
        await change(tx, table, event, () => ({
          pull_id: pullId,
          pulled_at: pulledAt,
          digest,
          estimated,
          accounts,
          totals: toJson(event.totals),
          findings: toJson(event.findings),
        }));
        const pulls = table('metering_month_pulls');
        await tx
          .insertInto(pulls)
          .values({ ...key, pulled_at: pulledAt, pull_id: pullId, digest, estimated })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const oldest = tx
          .selectFrom(pulls)
          .select('pulled_at')
          .where('payer_account_id', '=', payerAccountId)
          .where('month', '=', month)
          .orderBy('pulled_at', 'desc')
          .offset(pullsKept)
          .limit(1);
        await tx
          .deleteFrom(pulls)
          .where('payer_account_id', '=', payerAccountId)
          .where('month', '=', month)
          .where('pulled_at', '<=', oldest)
          .execute();
      },
    },
  ),
);

export const totalsOf = ({ totals }: Pick<MonthRow, 'totals'>): MetricTotals | undefined =>
  totals === null ? undefined : fromJson<MetricTotals>(totals);
export const findingsOf = ({ findings }: Pick<MonthRow, 'findings'>): readonly CollectionFinding[] =>
  findings === null ? [] : fromJson<CollectionFinding[]>(findings);
