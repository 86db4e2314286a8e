import { AppendInDoubt, ConcurrencyConflict, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore, NewEvent } from '@orgledger/event-store';
import { metadataOf, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import { streams } from '../streams.js';
import { noCells } from './cells.js';
import { evolveObserved, isOvertaken, nothingObserved, observeCosts } from './observation.decider.js';
import type { CostsPulled, ObservedCosts } from './observation.decider.js';
import type { CostObservationEvent } from './observation.events.js';
import { readCells } from './observation.view.js';

export interface PulledMonth {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly pullId: string;
  readonly pulledAt: string;
  readonly estimated: boolean;
  /** By account: `encodeCells` of its cells. */
  readonly cells: ReadonlyMap<string, string>;
  readonly accountNames: ReadonlyMap<string, string>;
}

export interface StoredMonth {
  /** Accounts whose cells this pull changed, those included that an interrupted attempt of the same pull stored. */
  readonly changedAccounts: number;
  /** The latest `pulledAt` of another pull that is dated after this one. */
  readonly datedAhead: string | undefined;
}

/** Appends under way at once: the store commits those that come together in one go. */
const width = 128;
const mostAttempts = 4;

interface Known extends ObservedCosts {
  readonly revision: number;
}

/**
 * Appends what a month's pull changed, one event for each account. `db` must show everything that is stored: what differs from its rows is
 * appended behind their revisions, and a conflict means that another collector was there, so the stream itself is read.
 */
export const storeCosts = async (store: EventStore, db: Kysely<AnyTables>, pulled: PulledMonth, meta: CommandMetadata): Promise<StoredMonth> => {
  const seen = new Set<string>();
  const line = new Line(width);
  let changedAccounts = 0;
  let datedAhead: string | undefined;
  const put = (accountId: string, known: Known | undefined): Promise<void> =>
    line.add(async () => {
      if (await append(store, pulledOf(pulled, accountId), known, meta)) changedAccounts += 1;
    });
  for await (const row of readCells(db, pulled.payerAccountId, pulled.month)) {
    seen.add(row.accountId);
    const after = pulled.cells.get(row.accountId) ?? noCells;
    if (row.pullId !== pulled.pullId && row.pulledAt > pulled.pulledAt && row.pulledAt > (datedAhead ?? '')) datedAhead = row.pulledAt;
    if (row.encoded !== after) await put(row.accountId, { cells: row.encoded, pullId: row.pullId, pulledAt: row.pulledAt, revision: row.revision });
    else if (row.pullId === pulled.pullId) changedAccounts += 1;
  }
  for (const accountId of pulled.cells.keys()) if (!seen.has(accountId)) await put(accountId, undefined);
  await line.empty();
  return { changedAccounts, datedAhead };
};

const pulledOf = ({ cells, accountNames, ...pull }: PulledMonth, accountId: string): CostsPulled => {
  const accountName = accountNames.get(accountId);
  return { ...pull, accountId, ...(accountName === undefined ? {} : { accountName }), cells: cells.get(accountId) ?? noCells };
};

/** True when something was stored. */
const append = async (store: EventStore, pulled: CostsPulled, known: Known | undefined, meta: CommandMetadata): Promise<boolean> => {
  const stream = streams.costs(pulled.payerAccountId, pulled.accountId, pulled.month);
  let observed: ObservedCosts = known ?? nothingObserved;
  let expected = known ? BigInt(known.revision) : ('no_stream' as const);
  for (let attempt = 1; ; attempt += 1) {
    const event = observeCosts(pulled, observed);
    if (event === undefined) return observed.pullId === pulled.pullId;
    // The id makes a repeated append the same append.
    const id = uuidv5(pulled.pullId, `${pulled.accountId}.${pulled.month}`);
    try {
      await appendOnceInDoubt(() => store.append(stream, expected, [toNewEvent(event, id, metadataOf(meta))] satisfies NewEvent[]));
      return true;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt >= mostAttempts) throw error;
    }
    const { events } = await store.readStream(stream);
    const last = events.at(-1);
    observed = events.map((recorded) => fromRecorded<CostObservationEvent>(recorded)).reduce(evolveObserved, nothingObserved);
    expected = last === undefined ? 'no_stream' : last.revision;
    if (observed.pullId === pulled.pullId) return true;
    if (isOvertaken(pulled, observed)) return false;
  }
};

const appendOnceInDoubt = async (appending: () => Promise<unknown>): Promise<void> => {
  try {
    await appending();
  } catch (error) {
    if (!(error instanceof AppendInDoubt)) throw error;
    await appending();
  }
};

/** So much work at once, and no more in memory: `add` waits for a place. The first failure is thrown by whoever comes next. */
class Line {
  private readonly active = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly places: number) {}

  async add(work: () => Promise<void>): Promise<void> {
    while (this.active.size >= this.places) await Promise.race(this.active);
    this.throwFailure();
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => this.active.delete(running));
    this.active.add(running);
  }

  async empty(): Promise<void> {
    await Promise.all(this.active);
    this.throwFailure();
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }
}
