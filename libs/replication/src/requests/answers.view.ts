import { fromRecorded } from '@orgledger/event-store';
import type { Projection } from '@orgledger/projections';
import { toJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { DriftEvent } from '../drift/drift.events.js';
import type { DryRunEvent } from '../dry-run/dry-run.events.js';
import type { SweepEvent } from '../sweep/sweep.events.js';

type Answer = DryRunEvent | SweepEvent | DriftEvent;

/** Dry runs with the plans of their tenants, sweeps, and known drift. */
export const answersProjection: Projection = {
  name: 'replication-answers',
  version: 1,
  filter: { categories: ['dryrun', 'sweep', 'drift'] },
  tables: ['replication_dry_runs', 'replication_dry_run_tenants', 'replication_sweeps', 'replication_drift'],
  create: async (db, physical) => {
    await sql`CREATE TABLE ${sql.table(physical('replication_dry_runs'))} (
      dry_run_id text PRIMARY KEY, subject text NOT NULL, status text NOT NULL, requested_at text NOT NULL, ended_at text, summary text, remark text)`.execute(
      db,
    );
    await sql`CREATE TABLE ${sql.table(physical('replication_dry_run_tenants'))} (
      dry_run_id text NOT NULL, tenant_id text NOT NULL, changes text NOT NULL, remarks text NOT NULL, PRIMARY KEY (dry_run_id, tenant_id))`.execute(
      db,
    );
    await sql`CREATE TABLE ${sql.table(physical('replication_sweeps'))} (
      sweep_id text PRIMARY KEY, platform_identifier text NOT NULL, status text NOT NULL, requested_at text NOT NULL, ended_at text,
      summary text, message text)`.execute(db);
    await sql`CREATE TABLE ${sql.table(physical('replication_drift'))} (
      tenant_id text PRIMARY KEY, platform_identifier text NOT NULL, sweep_id text NOT NULL, detected_at text NOT NULL, repair integer NOT NULL,
      items text NOT NULL, repaired_at text, run_id text)`.execute(db);
  },
  apply: async (tx, recorded, physical) => {
    const event = fromRecorded<Answer>(recorded);
    const { at } = recorded.metadata;
    const table = (name: string) => sql.table(physical(`replication_${name}`));
    switch (event.type) {
      case 'DryRunRequested':
        await sql`INSERT INTO ${table('dry_runs')} VALUES (${event.dryRunId}, ${toJson(event.subject)}, 'requested', ${at}, NULL, NULL, NULL)`.execute(
          tx,
        );
        return;
      case 'DryRunTenantPlanned':
        await sql`INSERT INTO ${table('dry_run_tenants')} VALUES (${event.dryRunId}, ${event.tenantId}, ${toJson(event.changes)}, ${toJson(event.remarks)})`.execute(
          tx,
        );
        return;
      case 'DryRunCompleted':
        await sql`UPDATE ${table('dry_runs')} SET status = 'completed', ended_at = ${at}, summary = ${toJson(event.summary)}
          WHERE dry_run_id = ${event.dryRunId}`.execute(tx);
        return;
      case 'DryRunFailed': {
        const { code, forUser, forOperator } = event;
        await sql`UPDATE ${table('dry_runs')} SET status = 'failed', ended_at = ${at}, remark = ${toJson({ code, forUser, forOperator })}
          WHERE dry_run_id = ${event.dryRunId}`.execute(tx);
        return;
      }
      case 'SweepRequested':
        await sql`INSERT INTO ${table('sweeps')} VALUES (${event.sweepId}, ${event.platformIdentifier}, 'requested', ${at}, NULL, NULL, NULL)`.execute(
          tx,
        );
        return;
      case 'SweepCompleted':
        await sql`UPDATE ${table('sweeps')} SET status = 'completed', ended_at = ${at}, summary = ${toJson(event.summary)}
          WHERE sweep_id = ${event.sweepId}`.execute(tx);
        return;
      case 'SweepFailed':
        await sql`UPDATE ${table('sweeps')} SET status = 'failed', ended_at = ${at}, message = ${event.message} WHERE sweep_id = ${event.sweepId}`.execute(
          tx,
        );
        return;
      case 'DriftDetected':
        await sql`INSERT INTO ${table('drift')} VALUES
          (${event.tenantId}, ${event.platformIdentifier}, ${event.sweepId}, ${at}, ${event.repair}, ${toJson(event.items)}, NULL, NULL)
          ON CONFLICT (tenant_id) DO UPDATE SET sweep_id = excluded.sweep_id, repair = excluded.repair, items = excluded.items,
            detected_at = CASE WHEN repaired_at IS NULL THEN detected_at ELSE excluded.detected_at END, repaired_at = NULL, run_id = NULL`.execute(
          tx,
        );
        return;
      case 'DriftRepaired':
        await sql`UPDATE ${table('drift')} SET repaired_at = ${at}, run_id = ${event.runId} WHERE tenant_id = ${event.tenantId}`.execute(tx);
        return;
      default:
    }
  },
};
