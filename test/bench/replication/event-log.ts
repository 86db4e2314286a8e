import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SweepSummary } from '@orgledger/replication';

/** The platform's own log, read beside the running process. */
export class EventLog {
  private readonly database: DatabaseSync;

  constructor(dataDir: string) {
    this.database = new DatabaseSync(join(dataDir, 'events.sqlite'), { readOnly: true });
  }

  /** Position of the last event. */
  head(): number {
    return Number(this.database.prepare('SELECT max(position) AS head FROM events').get()?.head ?? 0);
  }

  count(after: number): number {
    return Number(this.database.prepare('SELECT count(*) AS events FROM events WHERE position > ?').get(after)?.events ?? 0);
  }

  sweepsEnded(after: number): readonly { readonly summary?: SweepSummary; readonly message?: string }[] {
    return this.dataOf<{ summary?: SweepSummary; message?: string }>(after, 'SweepCompleted', 'SweepFailed');
  }

  drifted(after: number): ReadonlySet<string> {
    return new Set(this.dataOf<{ tenantId: string }>(after, 'DriftDetected').map(({ tenantId }) => tenantId));
  }

  close(): void {
    this.database.close();
  }

  private dataOf<Data>(after: number, ...types: readonly string[]): readonly Data[] {
    const rows = this.database
      .prepare(`SELECT data FROM events WHERE position > ? AND type IN (${types.map(() => '?').join()}) ORDER BY position`)
      .all(after, ...types);
    return rows.map(({ data }) => JSON.parse(typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString()) as Data);
  }
}
