import { fromJson, moneySum, projectionOf, readPage, toJson, updateRow, viewPart } from '@orgledger/projections';
import type { AnyTables, Page, PageRequest } from '@orgledger/projections';
import type { VerificationCheck } from '@orgledger/governance';
import { keyHash } from '@orgledger/kernel';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Month } from '../month.js';
import type { CollectionEvent, CollectionFinding, MetricTotals, RequestCost } from './collection.events.js';

interface CollectionRow {
  /** Descending order of requests: the complement of the time, then the pull. */
  readonly sort_key: string;
  readonly pull_id: string;
  readonly payer_account_id: string;
  readonly status: CollectionView['status'];
  readonly trigger: 'schedule' | 'request';
  readonly wanted: string | null;
  readonly months: string | null;
  readonly observed: string;
  readonly skipped: string;
  readonly checks: string;
  readonly requested_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly requests: number;
  readonly usd: string;
  readonly by_operation: string;
  readonly findings: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly remedy: string | null;
  readonly retry_at: string | null;
}

const columns = Object.fromEntries(
  [
    'pull_id payer_account_id sort_key status trigger wanted months observed skipped checks requested_at started_at ended_at',
    'usd by_operation findings code message remedy retry_at',
  ].flatMap((names) => names.split(' ').map((name) => [name, 'text' as const])),
);

const text = 'text' as const;

/** Newest first in ascending order: ISO times as nines' complement. */
const descending = (at: string): string => at.replace(/\d/g, (digit) => String(9 - Number(digit)));

const set = (tx: Transaction<AnyTables>, table: string, { pullId }: { readonly pullId: string }, row: Partial<CollectionRow>) =>
  updateRow(tx, table, { pull_id: pullId }, row);

export const collectionsProjection = projectionOf(
  'metering-collections',
  2,
  viewPart<CollectionEvent>(
    {
      metering_collections: {
        columns: { ...columns, requests: 'integer' },
        indexes: [['sort_key'], ['payer_account_id', 'sort_key'], ['status']],
      },
      metering_month_observations: {
        columns: {
          payer_account_id: text,
          month: text,
          pull_id: text,
          pulled_at: text,
          estimated: 'integer',
          digest: text,
          accounts: 'integer',
          changed_accounts: 'integer',
          totals: text,
          findings: text,
        },
        key: ['payer_account_id', 'month', 'pull_id'],
      },
      metering_days_read: { columns: { payer_account_id: text, day: text, part: 'integer', digest: text }, key: ['payer_account_id', 'day', 'part'] },
    },
    {
      CollectionRequested: (tx, { event, at }, table) =>
        tx
          .insertInto(table('metering_collections'))
          .values({
            pull_id: event.pullId,
            payer_account_id: event.payerAccountId,
            sort_key: `${descending(at)} ${event.pullId}`,
            status: 'requested',
            trigger: event.trigger,
            wanted: event.months ? toJson(event.months) : null,
            observed: '[]',
            skipped: '[]',
            checks: '[]',
            requested_at: at,
            requests: 0,
            usd: '0',
            by_operation: '{}',
            findings: '[]',
          })
          .execute(),
      CollectionStarted: (tx, { event, at }, table) =>
        set(tx, table('metering_collections'), event, {
          status: 'started',
          months: toJson(event.months),
          skipped: toJson(event.skipped),
          checks: toJson(event.checks),
          started_at: at,
        }),
      MonthObserved: async (tx, { event }, table) => {
        const { payerAccountId, month, pullId, pulledAt, estimated, digest, accounts, changedAccounts, totals, findings } = event;
        await tx
          .insertInto(table('metering_month_observations'))
          .values({
            payer_account_id: payerAccountId,
            month,
            pull_id: pullId,
            pulled_at: pulledAt,
            estimated: estimated ? 1 : 0,
            digest,
            accounts,
            changed_accounts: changedAccounts,
            totals: toJson(totals),
            findings: toJson(findings),
          })
          .execute();
        await sql`UPDATE ${sql.table(table('metering_collections'))} SET status = 'started', observed = json_insert(observed, '$[#]', ${month})
          WHERE pull_id = ${pullId}`.execute(tx);
        await addFindings(tx, table('metering_collections'), pullId, findings);
      },
      DailyCostsObserved: async (tx, { event }, table) => {
        const { payerAccountId, day, part, parts, costs } = event;
        const name = sql.table(table('metering_days_read'));
        await sql`DELETE FROM ${name} WHERE payer_account_id = ${payerAccountId} AND day = ${day} AND part > ${parts}`.execute(tx);
        await sql`INSERT INTO ${name} VALUES (${payerAccountId}, ${day}, ${part}, ${dayDigest(parts, costs)})
          ON CONFLICT (payer_account_id, day, part) DO UPDATE SET digest = excluded.digest`.execute(tx);
      },
      CollectionCompleted: async (tx, { event, at }, table) => {
        await addFindings(tx, table('metering_collections'), event.pullId, event.findings);
        await set(tx, table('metering_collections'), event, {
          status: 'completed',
          ended_at: at,
          code: null,
          message: null,
          remedy: null,
          retry_at: null,
          ...costColumns(event.cost),
        });
      },
      CollectionFailed: (tx, { event, at }, table) =>
        set(tx, table('metering_collections'), event, {
          status: event.retryAt === undefined ? 'failed' : 'waiting',
          ended_at: event.retryAt === undefined ? at : null,
          code: event.code,
          message: event.message,
          remedy: event.remedy,
          retry_at: event.retryAt ?? null,
          ...(event.checks ? { checks: toJson(event.checks) } : {}),
          ...costColumns(event.cost),
        }),
    },
  ),
);

/** A pull's findings are those of its months and its own. */
const addFindings = async (tx: Transaction<AnyTables>, table: string, pullId: string, findings: readonly CollectionFinding[]): Promise<void> => {
  if (findings.length === 0) return;
  await sql`UPDATE ${sql.table(table)} SET findings = (
      SELECT json_group_array(json(value)) FROM (SELECT value FROM json_each(findings) UNION ALL SELECT value FROM json_each(${toJson(findings)}))
    ) WHERE pull_id = ${pullId}`.execute(tx);
};

const costColumns = ({ requests, usd, byOperation }: RequestCost): Partial<CollectionRow> => ({ requests, usd, by_operation: toJson(byOperation) });

/** Tells one day's part from another. */
export const dayDigest = (
  parts: number,
  costs: readonly { readonly accountId: string; readonly unblended: string; readonly amortized: string }[],
): string => keyHash(String(parts), toJson(costs.map(({ accountId, unblended, amortized }) => [accountId, unblended, amortized])));

/** One pull. `waiting`: it failed and goes on at `retryAt`. Times: ISO 8601 UTC. */
export interface CollectionView {
  readonly pullId: string;
  readonly payerAccountId: string;
  readonly status: 'requested' | 'started' | 'waiting' | 'completed' | 'failed';
  readonly trigger: 'schedule' | 'request';
  /** Those it reads; undefined until it has begun. */
  readonly months: readonly Month[] | undefined;
  readonly observedMonths: readonly Month[];
  readonly skipped: readonly string[];
  readonly checks: readonly VerificationCheck[];
  readonly requestedAt: string;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly cost: RequestCost;
  /** Of the months that it has read, and of the pull itself. */
  readonly findings: readonly CollectionFinding[];
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly remedy: string | undefined;
  readonly retryAt: string | undefined;
}

/** A month as one pull read it whole. */
export interface MonthObservation {
  readonly month: Month;
  readonly pullId: string;
  readonly pulledAt: string;
  readonly estimated: boolean;
  readonly digest: string;
  readonly accounts: number;
  readonly changedAccounts: number;
  readonly totals: MetricTotals;
  readonly findings: readonly CollectionFinding[];
}

export interface CollectionQueries {
  collection(pullId: string): Promise<CollectionView | undefined>;
  /** Newest first. */
  collections(
    filter: { readonly payerAccountId?: string; readonly status?: CollectionView['status'] },
    page?: PageRequest,
  ): Promise<Page<CollectionView>>;
  /** Pulls that are not over: requested, started, or waiting until a time that has passed at `now`; oldest first. */
  openCollections(now: string): Promise<readonly CollectionView[]>;
  /** How a month was read, newest first. */
  monthObservations(payerAccountId: string, month: Month): Promise<readonly MonthObservation[]>;
  /** When each month was last read. */
  lastReadings(payerAccountId: string): Promise<ReadonlyMap<Month, string>>;
  /** Dollars that pulls requested in a calendar month (UTC) have cost so far, as far as they have said; one of them may be left out. Decimal text. */
  spent(payerAccountId: string, month: Month, butFor?: string): Promise<string>;
  /** Digests of the parts of the last days read, by `day part`. */
  daysRead(payerAccountId: string, from: string): Promise<ReadonlyMap<string, string>>;
}

interface ObservationRow {
  readonly month: Month;
  readonly pull_id: string;
  readonly pulled_at: string;
  readonly estimated: number;
  readonly digest: string;
  readonly accounts: number;
  readonly changed_accounts: number;
  readonly totals: string;
  readonly findings: string;
}

const toView = (row: CollectionRow): CollectionView => ({
  pullId: row.pull_id,
  payerAccountId: row.payer_account_id,
  status: row.status,
  trigger: row.trigger,
  months: row.months === null ? undefined : fromJson<readonly Month[]>(row.months),
  observedMonths: fromJson<readonly Month[]>(row.observed),
  skipped: fromJson<readonly string[]>(row.skipped),
  checks: fromJson<readonly VerificationCheck[]>(row.checks),
  requestedAt: row.requested_at,
  startedAt: row.started_at ?? undefined,
  endedAt: row.ended_at ?? undefined,
  cost: { requests: row.requests, usd: row.usd, byOperation: fromJson<RequestCost['byOperation']>(row.by_operation) },
  findings: fromJson<readonly CollectionFinding[]>(row.findings),
  code: row.code ?? undefined,
  message: row.message ?? undefined,
  remedy: row.remedy ?? undefined,
  retryAt: row.retry_at ?? undefined,
});

export const collectionQueries = (db: Kysely<AnyTables>): CollectionQueries => ({
  collection: async (pullId) => {
    const { rows } = await sql<CollectionRow>`SELECT * FROM metering_collections WHERE pull_id = ${pullId}`.execute(db);
    return rows[0] && toView(rows[0]);
  },
  collections: ({ payerAccountId, status }, page) =>
    readPage<CollectionRow, CollectionView>(
      db,
      { table: 'metering_collections', key: 'sort_key', filter: { payer_account_id: payerAccountId, status }, toNode: toView },
      page,
    ),
  openCollections: async (now) => {
    const { rows } = await sql<CollectionRow>`SELECT * FROM metering_collections
      WHERE status IN ('requested', 'started') OR (status = 'waiting' AND retry_at <= ${now}) ORDER BY sort_key DESC`.execute(db);
    return rows.map(toView);
  },
  monthObservations: async (payerAccountId, month) => {
    const { rows } = await sql<ObservationRow>`SELECT * FROM metering_month_observations
      WHERE payer_account_id = ${payerAccountId} AND month = ${month} ORDER BY pulled_at DESC, pull_id DESC`.execute(db);
    return rows.map((row) => ({
      month: row.month,
      pullId: row.pull_id,
      pulledAt: row.pulled_at,
      estimated: row.estimated === 1,
      digest: row.digest,
      accounts: row.accounts,
      changedAccounts: row.changed_accounts,
      totals: fromJson<MetricTotals>(row.totals),
      findings: fromJson<readonly CollectionFinding[]>(row.findings),
    }));
  },
  lastReadings: async (payerAccountId) => {
    const { rows } = await sql<{ month: Month; last: string }>`SELECT month, max(pulled_at) AS last FROM metering_month_observations
      WHERE payer_account_id = ${payerAccountId} GROUP BY month`.execute(db);
    return new Map(rows.map(({ month, last }) => [month, last]));
  },
  spent: async (payerAccountId, month, butFor = '') => {
    const { rows } = await sql<{ usd: string | null }>`SELECT ${moneySum('usd')} AS usd FROM metering_collections
      WHERE payer_account_id = ${payerAccountId} AND requested_at LIKE ${`${month}%`} AND pull_id <> ${butFor}`.execute(db);
    return rows[0]?.usd ?? '0';
  },
  daysRead: async (payerAccountId, from) => {
    const { rows } = await sql<{ day: string; part: number; digest: string }>`SELECT day, part, digest FROM metering_days_read
      WHERE payer_account_id = ${payerAccountId} AND day >= ${from}`.execute(db);
    return new Map(rows.map(({ day, part, digest }) => [`${day} ${part}`, digest]));
  },
});
