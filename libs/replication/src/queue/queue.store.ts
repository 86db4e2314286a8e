import type { ViewsDatabase } from '@orgledger/projections';
import { sql } from 'kysely';
import type { RunReason } from '../run/run.events.js';
import type { TenantReplication } from '../run/runs.view.js';

/** A tenant whose desired state may have changed since its last run looked. Smaller `priority` goes first. */
export interface Wanted {
  readonly tenantId: string;
  readonly position: string;
  readonly reason: RunReason;
  readonly priority: number;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Something to do about a tenant: a change to take in, a run that a dead worker left, a retry or a grant's boundary that is due. */
export interface Candidate {
  readonly tenantId: string;
  readonly wanted: Wanted | undefined;
  readonly state: TenantReplication | undefined;
}

interface WantedRow {
  readonly tenant_id: string;
  readonly position: string;
  readonly reason: RunReason;
  readonly priority: number;
  readonly wanted_at: string;
}

/** Which tenants are waiting, and which worker has which. Tables of the views database, beside the read models. */
export class ReplicationQueue {
  constructor(private readonly views: ViewsDatabase) {}

  async create(): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`CREATE TABLE IF NOT EXISTS replication_wanted (
        tenant_id text PRIMARY KEY, position text NOT NULL, reason text NOT NULL, priority integer NOT NULL, wanted_at text NOT NULL)`.execute(tx);
      await sql`CREATE TABLE IF NOT EXISTS replication_leases (tenant_id text PRIMARY KEY, owner text NOT NULL, expires_at text NOT NULL)`.execute(
        tx,
      );
    });
  }

  /** The newest request of a tenant wins; its priority is the most urgent one of those that wait. */
  async want(wanted: readonly Wanted[]): Promise<void> {
    await this.views.write(async (tx) => {
      for (const { tenantId, position, reason, priority, at } of wanted)
        await sql`INSERT INTO replication_wanted VALUES (${tenantId}, ${position}, ${reason}, ${priority}, ${at})
          ON CONFLICT (tenant_id) DO UPDATE SET position = excluded.position, reason = excluded.reason,
            priority = min(priority, excluded.priority)`.execute(tx);
    });
  }

  /** Only if nothing newer was wanted meanwhile. */
  async satisfied(tenantId: string, position: string): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`DELETE FROM replication_wanted WHERE tenant_id = ${tenantId} AND position = ${position}`.execute(tx);
    });
  }

  async waiting(): Promise<readonly Wanted[]> {
    const { rows } = await sql<WantedRow>`SELECT * FROM replication_wanted ORDER BY priority, wanted_at, tenant_id`.execute(this.views.read);
    return rows.map(wantedOf);
  }

  /** What there is to do at `now`, most urgent first, except for tenants that a worker holds: for tenants with an account, without one, or both. */
  async candidates(
    now: string,
    want: { readonly withAccount: boolean; readonly withoutAccount: boolean },
    limit: number,
  ): Promise<readonly Candidate[]> {
    const { rows } = await sql<Partial<WantedRow> & Partial<TenantReplication> & { readonly tenant: string }>`
      SELECT coalesce(w.tenant_id, t.tenant_id) AS tenant, w.position, w.reason, w.priority, w.wanted_at, t.*
      FROM (SELECT tenant_id FROM replication_wanted
            UNION SELECT tenant_id FROM replication_tenants
              WHERE open_run_id IS NOT NULL OR retry_at <= ${now} OR next_due_at <= ${now}) AS due
      LEFT JOIN replication_wanted w ON w.tenant_id = due.tenant_id
      LEFT JOIN replication_tenants t ON t.tenant_id = due.tenant_id
      WHERE NOT EXISTS (SELECT 1 FROM replication_leases l WHERE l.tenant_id = due.tenant_id AND l.expires_at > ${now})
        AND ((${want.withAccount} AND t.account_id IS NOT NULL) OR (${want.withoutAccount} AND t.account_id IS NULL))
      ORDER BY coalesce(w.priority, 1), coalesce(w.wanted_at, ''), tenant
      LIMIT ${limit}`.execute(this.views.read);
    return rows.map((row) => ({
      tenantId: row.tenant,
      wanted: row.position == null ? undefined : wantedOf({ ...(row as WantedRow), tenant_id: row.tenant }),
      state: row.last_run_id == null ? undefined : { ...(row as TenantReplication), tenant_id: row.tenant },
    }));
  }

  async stateOf(tenantId: string): Promise<Candidate> {
    const wanted = await sql<WantedRow>`SELECT * FROM replication_wanted WHERE tenant_id = ${tenantId}`.execute(this.views.read);
    const state = await sql<TenantReplication>`SELECT * FROM replication_tenants WHERE tenant_id = ${tenantId}`.execute(this.views.read);
    return { tenantId, wanted: wanted.rows[0] && wantedOf(wanted.rows[0]), state: state.rows[0] };
  }

  /** Takes or renews the lease; false when another worker has it. */
  lease(tenantId: string, owner: string, now: string, expiresAt: string): Promise<boolean> {
    return this.views.write(async (tx) => {
      const { rows } = await sql`INSERT INTO replication_leases VALUES (${tenantId}, ${owner}, ${expiresAt})
        ON CONFLICT (tenant_id) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
        WHERE replication_leases.owner = ${owner} OR replication_leases.expires_at <= ${now}
        RETURNING tenant_id`.execute(tx);
      return rows.length > 0;
    });
  }

  async release(tenantId: string, owner: string): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`DELETE FROM replication_leases WHERE tenant_id = ${tenantId} AND owner = ${owner}`.execute(tx);
    });
  }
}

const wantedOf = ({ tenant_id, position, reason, priority, wanted_at }: WantedRow): Wanted => ({
  tenantId: tenant_id,
  position,
  reason,
  priority,
  at: wanted_at,
});
