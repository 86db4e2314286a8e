import type { Page, PageRequest } from '@orgledger/governance';
import { DomainError } from '@orgledger/kernel';
import type { ViewsDatabase } from '@orgledger/projections';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Wanted } from './queue/queue.store.js';
import { toDrift, toDryRun, toDryRunTenant, toRun, toSweep, toWanted } from './replication-rows.view.js';
import type {
  DriftRow,
  DriftView,
  DryRunRow,
  DryRunTenantRow,
  DryRunTenantView,
  DryRunView,
  ProgressRow,
  RunFilter,
  SweepRow,
  SweepView,
  WantedRow,
} from './replication-rows.view.js';
import type { RunProgress } from './run/run-progress.js';

/** What screens, the CLI and benches ask of replication. Lists are newest first. */
export interface ReplicationQueries {
  run(runId: string): Promise<RunProgress | undefined>;
  runs(filter?: RunFilter, page?: PageRequest): Promise<Page<RunProgress>>;
  /** The newest run of each of these tenants. */
  latestRuns(tenantIds: readonly string[]): Promise<readonly RunProgress[]>;
  /** Tenants that wait for a worker, in the order in which they will be taken. */
  queue(): Promise<readonly Wanted[]>;
  dryRun(dryRunId: string): Promise<DryRunView | undefined>;
  dryRunTenants(dryRunId: string, page?: PageRequest): Promise<Page<DryRunTenantView>>;
  sweeps(platformIdentifier?: string, page?: PageRequest): Promise<Page<SweepView>>;
  /** Known drift that is not repaired. */
  drift(platformIdentifier?: string, page?: PageRequest): Promise<Page<DriftView>>;
}

export const REPLICATION_QUERIES = Symbol('ReplicationQueries');

interface Listed<Row, Node> {
  readonly table: string;
  /** Unique, and what a cursor holds. */
  readonly key: RawBuilder<string>;
  readonly order: 'ascending' | 'descending';
  readonly where: readonly RawBuilder<unknown>[];
  readonly toNode: (row: Row) => Node;
}

const defaultFirst = 50;
const mostFirst = 200;

/** All queries over one set of read models. */
export const createReplicationQueries = (views: ViewsDatabase): ReplicationQueries => {
  const db = views.read;
  const page = async <Row, Node>(list: Listed<Row, Node>, { first = defaultFirst, after }: PageRequest = {}): Promise<Page<Node>> => {
    if (!Number.isInteger(first) || first < 1 || first > mostFirst)
      throw new DomainError('FIELD_MALFORMED', `first must be a whole number from 1 to ${mostFirst}.`, { field: 'first' });
    const all = sql.join([sql`true`, ...list.where], sql` AND `);
    const comparison = list.order === 'ascending' ? sql`>` : sql`<`;
    const behind = after === undefined ? sql`true` : sql`${list.key} ${comparison} ${fromCursor(after)}`;
    const direction = list.order === 'ascending' ? sql`ASC` : sql`DESC`;
    const table = sql.table(list.table);
    const { rows } = await sql<Row & { readonly cursor_key: string }>`SELECT *, ${list.key} AS cursor_key FROM ${table}
      WHERE ${all} AND ${behind} ORDER BY ${list.key} ${direction} LIMIT ${first + 1}`.execute(db);
    const counted = await sql<{ total: number }>`SELECT count(*) AS total FROM ${table} WHERE ${all}`.execute(db);
    const shown = rows.slice(0, first);
    const last = shown.at(-1);
    return {
      nodes: shown.map(list.toNode),
      endCursor: last && Buffer.from(last.cursor_key).toString('base64url'),
      hasNextPage: rows.length > first,
      totalCount: counted.rows[0]?.total ?? 0,
    };
  };

  return {
    run: async (runId) => {
      const { rows } = await sql<ProgressRow>`SELECT progress FROM replication_runs WHERE run_id = ${runId}`.execute(db);
      return rows[0] && toRun(rows[0]);
    },
    runs: (filter = {}, request) =>
      page<ProgressRow, RunProgress>(
        {
          table: 'replication_runs',
          key: sql<string>`started_at || ' ' || run_id`,
          order: 'descending',
          where: conditions({ tenant_id: filter.tenantId, platform_identifier: filter.platformIdentifier, status: filter.status }),
          toNode: toRun,
        },
        request,
      ),
    latestRuns: async (tenantIds) => {
      if (tenantIds.length === 0) return [];
      const { rows } = await sql<ProgressRow>`SELECT r.progress FROM replication_tenants t JOIN replication_runs r ON r.run_id = t.last_run_id
        WHERE t.tenant_id IN (${sql.join(tenantIds)}) ORDER BY t.tenant_id`.execute(db);
      return rows.map(toRun);
    },
    queue: async () => {
      const { rows } = await sql<WantedRow>`SELECT * FROM replication_wanted ORDER BY priority, wanted_at, tenant_id`.execute(db);
      return rows.map(toWanted);
    },
    dryRun: async (dryRunId) => {
      const { rows } = await sql<DryRunRow>`SELECT * FROM replication_dry_runs WHERE dry_run_id = ${dryRunId}`.execute(db);
      return rows[0] && toDryRun(rows[0]);
    },
    dryRunTenants: (dryRunId, request) =>
      page<DryRunTenantRow, DryRunTenantView>(
        {
          table: 'replication_dry_run_tenants',
          key: sql<string>`tenant_id`,
          order: 'ascending',
          where: conditions({ dry_run_id: dryRunId }),
          toNode: toDryRunTenant,
        },
        request,
      ),
    sweeps: (platformIdentifier, request) =>
      page<SweepRow, SweepView>(
        {
          table: 'replication_sweeps',
          key: sql<string>`requested_at || ' ' || sweep_id`,
          order: 'descending',
          where: conditions({ platform_identifier: platformIdentifier }),
          toNode: toSweep,
        },
        request,
      ),
    drift: (platformIdentifier, request) =>
      page<DriftRow, DriftView>(
        {
          table: 'replication_drift',
          key: sql<string>`detected_at || ' ' || tenant_id`,
          order: 'descending',
          where: [...conditions({ platform_identifier: platformIdentifier }), sql`repaired_at IS NULL`],
          toNode: toDrift,
        },
        request,
      ),
  };
};

const conditions = (columns: Readonly<Record<string, string | undefined>>): readonly RawBuilder<unknown>[] =>
  Object.entries(columns).flatMap(([column, value]) => (value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`]));

const fromCursor = (cursor: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (text === '' || text.includes('\uFFFD'))
    throw new DomainError('FIELD_MALFORMED', 'after must be the endCursor of an earlier page.', { field: 'after' });
  return text;
};
