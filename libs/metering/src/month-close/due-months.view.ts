import type { EventStore } from '@orgledger/event-store';
import { sql } from 'kysely';
import { closableFrom, closeChecks } from './close-checks.js';
import type { DueCandidate } from './due-months.js';
import { closeFactsOf } from './fact-sources.view.js';
import { monthIsClosed } from './month.decider.js';
import type { BillMonth } from './month.decider.js';
import { MonthSettings } from './month-settings.store.js';
import type { ViewsAt } from './month-sources.view.js';
import { stateOf } from './months.view.js';
import type { MonthRow } from './months.view.js';

export interface ObservedCandidate extends DueCandidate {
  readonly pullId: string;
}

/** Observed months of each payer, oldest first, with what is known of them without computing them. */
export const dueCandidates = async (
  db: ViewsAt,
  store: EventStore,
  now: string,
  payerAccountId?: string,
): Promise<ReadonlyMap<string, readonly ObservedCandidate[]>> => {
  const mine = payerAccountId === undefined ? sql`true` : sql`payer_account_id = ${payerAccountId}`;
  const { rows } =
    await sql<MonthRow>`SELECT * FROM metering_months WHERE pulled_at IS NOT NULL AND ${mine} ORDER BY payer_account_id, month`.execute(db);
  const candidates = new Map<string, ObservedCandidate[]>();
  for (const row of rows) {
    const known = candidates.get(row.payer_account_id);
    const candidate = await candidateOf(db, store, now, row);
    if (known) known.push(candidate);
    else candidates.set(row.payer_account_id, [candidate]);
  }
  return candidates;
};

const statusOf = (month: BillMonth): DueCandidate['status'] => {
  if (monthIsClosed(month)) return 'closed';
  if (month.requested ?? month.closing) return 'asked';
  return month.reopened ? 'reopened' : 'open';
};

const candidateOf = async (db: ViewsAt, store: EventStore, now: string, row: MonthRow): Promise<ObservedCandidate> => {
  const month = stateOf(row);
  const base = { month: row.month, pullId: row.pull_id ?? '', status: statusOf(month), ...(month.blocked ? { blocked: month.blocked.checks } : {}) };
  if (base.status !== 'open') return { ...base, failing: [], waitIsOver: true };
  const { closeAfterDays } = await new MonthSettings(store, row.payer_account_id).policy(row.month);
  const waitIsOver = now >= closableFrom(row.month, closeAfterDays);
  if (!waitIsOver) return { ...base, failing: [], waitIsOver };
  const { facts } = await closeFactsOf(db, row.payer_account_id, row.month);
  const failing = closeChecks({ ...facts, now, closeAfterDays, missingRates: [] }).filter(({ passed }) => !passed);
  return { ...base, failing: failing.map(({ code }) => code), waitIsOver };
};
