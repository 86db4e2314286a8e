import { fromJson } from '@orgledger/projections';
import type { Actor } from '@orgledger/kernel';
import { sql } from 'kysely';
import type { CollectionFinding, MetricTotals } from '../collection/collection.events.js';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import { dueCorrections } from './corrections.js';
import { postedFor } from './correction-sources.view.js';
import { monthIsClosed } from './month.decider.js';
import type { BillMonth } from './month.decider.js';
import type { CloseCheck, MonthFigures, Posting } from './month.events.js';
import type { ViewsAt } from './month-sources.view.js';
import { findingsOf, stateOf, totalsOf } from './months.view.js';
import type { MonthRow } from './months.view.js';

/** `open`: it has not ended. `provisional`: ended, not closed. `closing`: its statements are being stored. `restated`: closed, with differences that corrections carry. */
export type MonthState = 'open' | 'provisional' | 'closing' | 'closed' | 'restated' | 'reopened';

export interface MonthVersion {
  readonly version: number;
  readonly closedAt: string;
  readonly figures: MonthFigures;
  readonly digest: string;
  readonly reopened?: { readonly reason: string; readonly at: string; readonly actor: Actor };
}

export interface MonthView {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly state: MonthState;
  /** Of the statements that count; 0 before the first closing. */
  readonly version: number;
  readonly closedAt?: string;
  readonly figures?: MonthFigures;
  readonly digest?: string;
  /** Of the last closing that ended or was blocked, whichever came later. */
  readonly checks: readonly CloseCheck[];
  /** Set while the last attempt to close was blocked. */
  readonly blockedCloseId?: string;
  readonly requestedCloseId?: string;
  /** How often the closed month has been restated, and its total then. */
  readonly restatements: number;
  readonly restatedTotal?: string;
  readonly observation?: {
    readonly pulledAt: string;
    readonly estimated: boolean;
    readonly accounts: number;
    readonly digest: string;
    readonly totals: MetricTotals;
    readonly findings: readonly CollectionFinding[];
  };
}

/** What people and programs ask about months. */
export interface MonthQueries {
  /** Newest first. `now`: ISO 8601 UTC, tells months that have ended from those that have not. */
  months(now: string, payerAccountId?: string): Promise<readonly MonthView[]>;
  month(now: string, payerAccountId: string, month: Month): Promise<MonthView | undefined>;
  monthVersions(payerAccountId: string, month: Month): Promise<readonly MonthVersion[]>;
  /** Cents that the next closing will post for a closed month. */
  pendingCorrections(payerAccountId: string, month: Month): Promise<readonly Posting[]>;
}

/** Injection token of MonthQueries. */
export const MONTH_QUERIES = Symbol('MonthQueries');

export const monthQueries = (db: ViewsAt): MonthQueries => ({
  months: async (now, payerAccountId) => {
    const mine = payerAccountId === undefined ? sql`true` : sql`payer_account_id = ${payerAccountId}`;
    const { rows } = await sql<MonthRow>`SELECT * FROM metering_months WHERE ${mine} ORDER BY month DESC, payer_account_id`.execute(db);
    return rows.map((row) => toView(row, now));
  },
  month: async (now, payerAccountId, month) => {
    const row = await rowOf(db, payerAccountId, month);
    return row && toView(row, now);
  },
  monthVersions: async (payerAccountId, month) => {
    const { rows } = await sql<{
      version: number;
      closed_at: string;
      event: string;
      reopened: string | null;
    }>`SELECT version, closed_at, event, reopened
      FROM metering_month_versions WHERE payer_account_id = ${payerAccountId} AND month = ${month} ORDER BY version`.execute(db);
    return rows.map(({ version, closed_at, event, reopened }) => {
      const { figures, digest } = fromJson<{ figures: MonthFigures; digest: string }>(event);
      const why = reopened === null ? {} : { reopened: fromJson<NonNullable<MonthVersion['reopened']>>(reopened) };
      return { version, closedAt: closed_at, figures, digest, ...why };
    });
  },
  pendingCorrections: async (payerAccountId, month) => {
    const row = await rowOf(db, payerAccountId, month);
    const state = row && stateOf(row);
    if (!state || !monthIsClosed(state)) return [];
    const due = dueCorrections(state.restated?.differences ?? [], await postedFor(db, payerAccountId, month));
    return due.map(({ tenantId, kind, amount }) => ({ month, tenantId, kind, amount }));
  },
});

const rowOf = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<MonthRow | undefined> => {
  const { rows } = await sql<MonthRow>`SELECT * FROM metering_months WHERE payer_account_id = ${payerAccountId} AND month = ${month}`.execute(db);
  return rows[0];
};

const stateNow = (month: BillMonth, name: Month, now: string): MonthState => {
  if (month.closing) return 'closing';
  if (month.reopened) return 'reopened';
  if (month.closed) return month.restated && month.restated.number > 0 ? 'restated' : 'closed';
  return now < endOf(name) ? 'open' : 'provisional';
};

const toView = (row: MonthRow, now: string): MonthView => {
  const month = fromJson<BillMonth>(row.state);
  const { closed, blocked, requested, restated } = month;
  const totals = totalsOf(row);
  return {
    payerAccountId: row.payer_account_id,
    month: row.month,
    state: stateNow(month, row.month, now),
    version: closed?.version ?? 0,
    ...(closed ? { closedAt: row.closed_at ?? '', figures: closed.event.figures, digest: closed.event.digest } : {}),
    checks: blocked?.checks ?? closed?.event.checks ?? [],
    ...(blocked ? { blockedCloseId: blocked.closeId } : {}),
    ...(requested ? { requestedCloseId: requested.closeId } : {}),
    restatements: restated?.number ?? 0,
    ...(restated ? { restatedTotal: restated.total } : {}),
    ...(row.pulled_at !== null && totals
      ? {
          observation: {
            pulledAt: row.pulled_at,
            estimated: row.estimated === 1,
            accounts: row.accounts ?? 0,
            digest: row.digest ?? '',
            totals,
            findings: findingsOf(row),
          },
        }
      : {}),
  };
};
