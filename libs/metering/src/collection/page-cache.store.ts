import type { ViewsDatabase } from '@orgledger/projections';
import { fromJson, toJson } from '@orgledger/projections';
import { sql } from 'kysely';

/** How far the pages of one call have been read. */
export interface PageSequence {
  /** Pages of the sequence that counts. */
  readonly pages: number;
  /** Asks for the page after the last one; undefined when all are there. */
  readonly next: string | undefined;
  /** When the first of them came: ISO 8601 UTC. */
  readonly since: string;
}

export interface NewPage {
  readonly pullId: string;
  readonly call: string;
  readonly operation: string;
  /** What AWS has no data for is not charged. */
  readonly paid: boolean;
  readonly next: string | undefined;
  readonly body: unknown;
  readonly storedAt: string;
}

/**
 * Pages that were paid for, until their pull has ended: a collector that is killed goes on with the token it had. Tables of the views
 * database, beside the read models; when they are lost, pages are read and paid once more, and nothing else is.
 */
export class PageCache {
  constructor(private readonly views: ViewsDatabase) {}

  async create(): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`CREATE TABLE IF NOT EXISTS metering_pages (
        pull_id text NOT NULL, call text NOT NULL, number integer NOT NULL, operation text NOT NULL, paid integer NOT NULL, dead integer NOT NULL,
        next_token text, body text, stored_at text NOT NULL, PRIMARY KEY (pull_id, call, number))`.execute(tx);
      await sql`CREATE TABLE IF NOT EXISTS metering_leases (payer_account_id text PRIMARY KEY, owner text NOT NULL, expires_at text NOT NULL)`.execute(
        tx,
      );
    });
  }

  async sequence(pullId: string, call: string): Promise<PageSequence | undefined> {
    const { rows } = await sql<{ pages: number; next_token: string | null; since: string }>`
      SELECT count(*) OVER () AS pages, min(stored_at) OVER () AS since, next_token FROM metering_pages
      WHERE pull_id = ${pullId} AND call = ${call} AND dead = 0 ORDER BY number DESC LIMIT 1`.execute(this.views.read);
    const [last] = rows;
    return last && { pages: last.pages, next: last.next_token ?? undefined, since: last.since };
  }

  /** Only behind the page whose token asked for it: another collector may have been here. */
  async add({ pullId, call, operation, paid, next, body, storedAt }: NewPage, behind: string | undefined): Promise<void> {
    await this.views.write(async (tx) => {
      const { rows } = await sql<{ number: number; next_token: string | null; live: number }>`
        SELECT number, next_token, dead = 0 AS live FROM metering_pages WHERE pull_id = ${pullId} AND call = ${call} ORDER BY dead = 0 DESC, number DESC`.execute(
        tx,
      );
      const numbers = rows.map(({ number }) => number);
      const last = rows[0];
      const continues = last === undefined || last.live === 0 ? undefined : last.next_token;
      const surplus = continues !== behind;
      await sql`INSERT INTO metering_pages VALUES (${pullId}, ${call}, ${Math.max(-1, ...numbers) + 1}, ${operation}, ${paid ? 1 : 0}, ${surplus ? 1 : 0},
        ${surplus ? null : (next ?? null)}, ${surplus ? null : toJson(body)}, ${storedAt})`.execute(tx);
    });
  }

  /** The sequence's token has died: its pages stay counted, and it begins anew. */
  async abandon(pullId: string, call: string): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`UPDATE metering_pages SET dead = 1, body = NULL, next_token = NULL WHERE pull_id = ${pullId} AND call = ${call}`.execute(tx);
    });
  }

  /** One page after the other, so that only one is in memory. */
  async *bodies<Body>(pullId: string, call: string): AsyncGenerator<Body> {
    for (let after = -1; ;) {
      const { rows } = await sql<{ number: number; body: string }>`SELECT number, body FROM metering_pages
        WHERE pull_id = ${pullId} AND call = ${call} AND dead = 0 AND number > ${after} ORDER BY number LIMIT 1`.execute(this.views.read);
      const [row] = rows;
      if (row === undefined) return;
      yield fromJson<Body>(row.body);
      after = row.number;
    }
  }

  /** When the pull's first page of any of the calls came. */
  async since(pullId: string, calls: readonly string[]): Promise<string | undefined> {
    if (calls.length === 0) return undefined;
    const { rows } = await sql<{ since: string | null }>`SELECT min(stored_at) AS since FROM metering_pages
      WHERE pull_id = ${pullId} AND call IN (${sql.join(calls)})`.execute(this.views.read);
    return rows[0]?.since ?? undefined;
  }

  /** Paid pages of a pull by operation, abandoned ones included. */
  async requests(pullId: string): Promise<Readonly<Record<string, number>>> {
    const { rows } = await sql<{ operation: string; requests: number }>`SELECT operation, count(*) AS requests FROM metering_pages
      WHERE pull_id = ${pullId} AND paid = 1 GROUP BY operation ORDER BY operation`.execute(this.views.read);
    return Object.fromEntries(rows.map(({ operation, requests }) => [operation, requests]));
  }

  async forget(pullId: string): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`DELETE FROM metering_pages WHERE pull_id = ${pullId}`.execute(tx);
    });
  }

  /** Takes or renews the lease on a payer; false when another collector has it. */
  lease(payerAccountId: string, owner: string, now: string, expiresAt: string): Promise<boolean> {
    return this.views.write(async (tx) => {
      const { rows } = await sql`INSERT INTO metering_leases VALUES (${payerAccountId}, ${owner}, ${expiresAt})
        ON CONFLICT (payer_account_id) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
        WHERE metering_leases.owner = ${owner} OR metering_leases.expires_at <= ${now} RETURNING payer_account_id`.execute(tx);
      return rows.length > 0;
    });
  }

  async release(payerAccountId: string, owner: string): Promise<void> {
    await this.views.write(async (tx) => {
      await sql`DELETE FROM metering_leases WHERE payer_account_id = ${payerAccountId} AND owner = ${owner}`.execute(tx);
    });
  }
}
