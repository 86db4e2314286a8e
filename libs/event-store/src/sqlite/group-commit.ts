import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@orgledger/kernel';
import { DuplicateEventId, StoreUnavailable } from '../errors.js';
import { toPosition } from '../log/position.js';
import type { Appended } from '../port.js';
import type { AnchorWriter } from './anchor-writer.js';
import type { AppendRequest, AppendStatements, Written } from './append-statements.js';
import { isUniqueViolation, toStoreError } from './sqlite-errors.js';

interface Waiting {
  readonly request: AppendRequest;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Most events committed at once: bounds how long the event loop stands still. */
const maxGroupEvents = 2_000;

/**
 * Appends that arrive in one turn of the event loop share one commit, each with a result of its own. The transaction is synchronous
 * from BEGIN to COMMIT: nothing of this process can come between, and a crash leaves all of it or nothing.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private scheduled = false;
  private closed = false;

  constructor(
    private readonly db: DatabaseSync,
    private readonly statements: AppendStatements,
    private readonly anchors: AnchorWriter,
    private readonly clock: Clock,
    private readonly onCommitted: () => void,
  ) {}

  append(request: AppendRequest, signal: AbortSignal | undefined): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new StoreUnavailable('the event store is closed'));
        return;
      }
      this.waiting.push({ request, signal, resolve, reject });
      this.schedule();
    });
  }

  /** Runs `work` in a transaction of its own; appends that arrived before it are committed first. */
  alone<Result>(work: () => Result): Result {
    if (this.closed) throw new StoreUnavailable('the event store is closed');
    this.flush();
    return this.transaction(work);
  }

  /** Commits what waits and refuses what comes later. */
  close(): void {
    while (this.waiting.length > 0) this.flush();
    this.closed = true;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private flush(): void {
    const group = this.takeGroup();
    if (group.length === 0) return;
    const settle = this.commitTogether(group) ?? group.flatMap((item) => this.commitAlone(item));
    this.onCommitted();
    for (const answer of settle) answer();
  }

  private takeGroup(): readonly Waiting[] {
    const group: Waiting[] = [];
    let events = 0;
    while (events < maxGroupEvents) {
      const next = this.waiting.shift();
      if (!next) break;
      if (next.signal?.aborted) {
        next.reject(next.signal.reason);
        continue;
      }
      events += next.request.events.length;
      group.push(next);
    }
    return group;
  }

  /** One commit for the group; an append that is refused writes nothing and leaves the others alone. Undefined: to be done one by one. */
  private commitTogether(group: readonly Waiting[]): (() => void)[] | undefined {
    try {
      return this.transaction(() => {
        const created = this.clock.now().toISOString();
        return group.map(({ request, resolve, reject }) => {
          try {
            const appended = this.write(request, created);
            return () => resolve(appended);
          } catch (error) {
            // SQLite refused in the middle of an append: the rows before are written already, so the whole group is undone.
            if (isSqliteError(error)) throw error;
            return () => reject(error);
          }
        });
      });
    } catch (error) {
      if (group.length > 1 && isUniqueViolation(error)) return undefined;
      return group.map(
        ({ request, reject }) =>
          () =>
            reject(refusal(request, error)),
      );
    }
  }

  private commitAlone(item: Waiting): (() => void)[] {
    return this.commitTogether([item]) ?? [];
  }

  private write(request: AppendRequest, created: string): Appended {
    const written: Written = this.statements.append(request, created);
    return { revision: BigInt(written.revision), position: toPosition(written.place), idempotent: written.idempotent };
  }

  private transaction<Result>(work: () => Result): Result {
    let committing = false;
    try {
      this.db.exec('BEGIN IMMEDIATE');
      this.statements.begin();
      const result = work();
      this.anchors.afterAppends(this.statements);
      committing = true;
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      this.anchors.forget();
      this.statements.forget();
      throw toStoreError(error, committing);
    }
  }
}

const isSqliteError = (error: unknown): boolean => typeof (error as { errcode?: unknown }).errcode === 'number';

const refusal = (request: AppendRequest, error: unknown): unknown =>
  isUniqueViolation(error) ? new DuplicateEventId(request.stream, request.events[0]?.id ?? '') : error;
