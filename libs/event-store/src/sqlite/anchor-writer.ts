import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '@orgledger/kernel';
import type { Anchor } from '../chain/anchor.js';
import { anchorStream, anchorType } from '../chain/anchor.js';
import { canonicalJson } from '../log/canonical-json.js';
import type { AppendStatements } from './append-statements.js';

interface AnchorMark {
  readonly place: number;
  readonly events: number;
  readonly at: number;
}

const hourMs = 3_600_000;

/** Anchors the heads of all chained streams in a stream of their own, in the transaction of the events that make it due. */
export class AnchorWriter {
  private latest: AnchorMark | undefined;
  private readonly selectLatest: StatementSync;
  private readonly selectHeads: StatementSync;
  private readonly countSince: StatementSync;

  constructor(
    db: DatabaseSync,
    private readonly clock: Clock,
    private readonly every: number,
  ) {
    this.selectLatest = db.prepare('SELECT position, data, created FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    // NOT INDEXED: only the range of positions is read. In SQLite the bare columns of a query with max() come from the row that holds the maximum.
    this.selectHeads = db.prepare(
      `SELECT stream, max(revision) AS revision, hash FROM events NOT INDEXED WHERE position > ? AND hash IS NOT NULL AND category <> '${anchorStream}'
       GROUP BY stream ORDER BY stream`,
    );
    this.countSince = db.prepare('SELECT count(*) AS events, max(position) AS place FROM events NOT INDEXED WHERE position > ?');
  }

  /** Inside the transaction that appended up to `statements.lastPlace`. */
  afterAppends(statements: AppendStatements): void {
    if (statements.lastPlace > 0 && this.isDue(statements.lastPlace)) this.writeIfDue(statements);
  }

  /** True when `place` makes an anchor due, as far as this process knows. */
  private isDue(place: number): boolean {
    const { place: anchored, at } = this.latest ?? this.refresh();
    return place - anchored >= this.every || (place > anchored && this.clock.now().getTime() - at >= hourMs);
  }

  /** Inside a write transaction. Looks again, since another process may have anchored; `force` asks only for one new event. */
  writeIfDue(statements: AppendStatements, force = false): boolean {
    const latest = this.refresh();
    const { events, place } = this.countSince.get(latest.place) as { events: number; place: number | null };
    if (place === null || !(force || this.isDue(place))) return false;
    const rows = this.selectHeads.all(latest.place) as unknown as readonly { stream: string; revision: number; hash: string }[];
    const anchor: Anchor = { place, events: latest.events + events, heads: rows.map(({ stream, revision, hash }) => [stream, revision, hash]) };
    const now = this.clock.now();
    const event = {
      id: randomUUID(),
      type: anchorType,
      schemaVersion: 1,
      data: canonicalJson({ events: anchor.events, heads: anchor.heads, place: anchor.place }),
      metadata: canonicalJson({ at: now.toISOString() }),
    };
    const written = statements.write(anchorStream, [event], now.toISOString(), statements.headOf(anchorStream), true);
    this.latest = { place: written.place, events: anchor.events + 1, at: now.getTime() };
    return true;
  }

  /** After a rollback what was remembered may not be stored. */
  forget(): void {
    this.latest = undefined;
  }

  private refresh(): AnchorMark {
    const row = this.selectLatest.get(anchorStream) as { position: number; data: string; created: string } | undefined;
    const anchor = row ? (JSON.parse(row.data) as Anchor) : undefined;
    // Nothing anchored yet: the hour runs from the first look.
    const at = row ? Date.parse(row.created) : (this.latest?.at ?? this.clock.now().getTime());
    this.latest = { place: row?.position ?? 0, events: anchor ? anchor.events + 1 : 0, at };
    return this.latest;
  }
}
