import { fromRecorded } from '@orgledger/event-store';
import type { Recorded } from '@orgledger/event-store';
import type { AnyTables, Projection } from '@orgledger/projections';
import { fromJson, toJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { progressOf } from './run-progress.js';
import type { RunProgress } from './run-progress.js';
import type { RunEvent } from './run.events.js';

/** How a tenant stands: what its last run saw, and when it is due again without any event. */
export interface TenantReplication {
  readonly tenant_id: string;
  readonly platform_identifier: string;
  /** Started and not ended: running somewhere, or left behind by a worker that died. */
  readonly open_run_id: string | null;
  readonly last_run_id: string;
  readonly last_status: RunProgress['status'];
  readonly seen: string;
  readonly failures: number;
  readonly retry_at: string | null;
  readonly next_due_at: string | null;
  readonly open_creation: string | null;
  readonly account_id: string | null;
  /** The trust policy of the access role that was proven last. */
  readonly proven_trust: string | null;
}

type Names = (table: string) => string;

export const runsProjection: Projection = {
  name: 'replication-runs',
  version: 2,
  filter: { categories: ['replication'] },
  tables: ['replication_runs', 'replication_tenants', 'replication_groups'],
  create: async (db, physical) => {
    await sql`CREATE TABLE ${sql.table(physical('replication_runs'))} (
      run_id text PRIMARY KEY, tenant_id text NOT NULL, platform_identifier text NOT NULL, status text NOT NULL,
      started_at text NOT NULL, progress text NOT NULL)`.execute(db);
    for (const columns of ['started_at, run_id', 'tenant_id, started_at'])
      await sql
        .raw(`CREATE INDEX ${physical('replication_runs')}_${columns.split(',')[0] ?? ''} ON ${physical('replication_runs')} (${columns})`)
        .execute(db);
    await sql`CREATE TABLE ${sql.table(physical('replication_tenants'))} (
      tenant_id text PRIMARY KEY, platform_identifier text NOT NULL, open_run_id text, last_run_id text NOT NULL, last_status text NOT NULL,
      seen text NOT NULL, failures integer NOT NULL, retry_at text, next_due_at text, open_creation text, account_id text, proven_trust text)`.execute(
      db,
    );
    await sql`CREATE TABLE ${sql.table(physical('replication_groups'))} (
      tenant_id text NOT NULL, group_id text NOT NULL, platform_identifier text NOT NULL, name text NOT NULL, role_identifiers text NOT NULL,
      PRIMARY KEY (tenant_id, group_id))`.execute(db);
    await sql.raw(`CREATE INDEX ${physical('replication_groups')}_name ON ${physical('replication_groups')} (platform_identifier, name)`).execute(db);
  },
  apply: async (tx, recorded, physical) => {
    const event = fromRecorded<RunEvent>(recorded);
    const run = await applyProgress(tx, recorded, event, physical);
    if (!run) return;
    await applyGroups(tx, event, run, physical);
    await applyTenant(tx, event, run, physical);
  },
};

const applyProgress = async (tx: Transaction<AnyTables>, recorded: Recorded, event: RunEvent, names: Names): Promise<RunProgress | undefined> => {
  const runId = recorded.stream.slice('replication-'.length);
  const table = sql.table(names('replication_runs'));
  const { rows } = await sql<{ progress: string }>`SELECT progress FROM ${table} WHERE run_id = ${runId}`.execute(tx);
  const run = progressOf(rows[0] && fromJson<RunProgress>(rows[0].progress), event, recorded.metadata.at);
  if (!run) return undefined;
  await sql`INSERT INTO ${table} VALUES (${runId}, ${run.tenantId}, ${run.platformIdentifier}, ${run.status}, ${run.startedAt}, ${toJson(run)})
    ON CONFLICT (run_id) DO UPDATE SET status = excluded.status, progress = excluded.progress`.execute(tx);
  return run;
};

const applyGroups = async (tx: Transaction<AnyTables>, event: RunEvent, run: RunProgress, names: Names): Promise<void> => {
  const table = sql.table(names('replication_groups'));
  if (event.type === 'GroupEnsured')
    await sql`INSERT INTO ${table} VALUES (${event.tenantId}, ${event.groupId}, ${run.platformIdentifier}, ${event.name}, ${toJson(event.roleIdentifiers)})
      ON CONFLICT (tenant_id, group_id) DO UPDATE SET name = excluded.name, role_identifiers = excluded.role_identifiers`.execute(tx);
  if (event.type === 'GroupReleased') await sql`DELETE FROM ${table} WHERE tenant_id = ${event.tenantId} AND group_id = ${event.groupId}`.execute(tx);
};

const applyTenant = async (tx: Transaction<AnyTables>, event: RunEvent, run: RunProgress, names: Names): Promise<void> => {
  const table = sql.table(names('replication_tenants'));
  const { tenantId, runId, platformIdentifier, status, seen } = run;
  switch (event.type) {
    case 'ReplicationStarted':
      await sql`INSERT INTO ${table} VALUES (${tenantId}, ${platformIdentifier}, ${runId}, ${runId}, ${status}, ${seen}, 0, NULL, NULL, ${event.openCreation ?? null}, NULL, NULL)
        ON CONFLICT (tenant_id) DO UPDATE SET open_run_id = excluded.open_run_id, last_run_id = excluded.last_run_id,
          last_status = excluded.last_status, retry_at = NULL, open_creation = excluded.open_creation`.execute(tx);
      return;
    case 'RunAccountKnown':
      await sql`UPDATE ${table} SET account_id = ${event.accountId} WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    case 'AccessRoleTrustProven':
      await sql`UPDATE ${table} SET proven_trust = ${event.proof} WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    case 'ReplicationCompleted':
      await sql`UPDATE ${table} SET open_run_id = NULL, last_status = ${status}, seen = ${seen}, failures = 0, retry_at = NULL,
        next_due_at = ${event.nextDueAt ?? null}, open_creation = NULL WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    case 'ReplicationParked':
      await sql`UPDATE ${table} SET open_run_id = NULL, last_status = ${status}, seen = ${seen}, failures = failures + 1, retry_at = ${event.retryAt},
        open_creation = ${event.openCreation ?? null} WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    case 'ReplicationSuperseded':
      await sql`UPDATE ${table} SET open_run_id = NULL, last_status = ${status}, open_creation = ${event.openCreation ?? null}
        WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    case 'ReplicationCancelled':
      await sql`UPDATE ${table} SET open_run_id = NULL, last_status = ${status}, seen = ${seen}, retry_at = NULL, next_due_at = NULL
        WHERE tenant_id = ${tenantId}`.execute(tx);
      return;
    default:
  }
};
