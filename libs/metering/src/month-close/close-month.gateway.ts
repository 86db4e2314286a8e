import type { EventStore } from '@orgledger/event-store';
import { DomainError, equalJson, metadataOf, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { computeMonth } from '../statement/compute-month.js';
import type { MonthInputs, MonthResult } from '../statement/month-inputs.js';
import { rootDigest } from '../statement/statement-hash.store.js';
import type { StatementHash } from '../statement/statement-hash.store.js';
import { outsideTheBill, revenueKinds } from '../statement/statement.js';
import type { Statement } from '../statement/statement.js';
import { storeStatement } from '../statement/store-statement.store.js';
import { closeChecks } from './close-checks.js';
import { centsText, parseCents } from '../statement/corrections.js';
import { monthIsClosed } from './month.decider.js';
import type { FixedClosing } from './month.decider.js';
import type { CloseCheck, MonthFigures } from './month.events.js';
import type { InputDigests, MonthSources } from './month-sources.js';
import { closerMeta, executeMonthCommand, loadMonth } from './month-stream.store.js';
import type { MonthKey } from './month-stream.store.js';

export interface ClosingWorld {
  readonly store: EventStore;
  readonly sources: MonthSources;
  readonly clock: Clock;
}

export type CloseOutcome =
  | { readonly kind: 'closed'; readonly version: number; readonly digest: string; readonly figures: MonthFigures }
  | { readonly kind: 'blocked'; readonly checks: readonly CloseCheck[] }
  /** Nobody asked, or somebody else was faster. */
  | { readonly kind: 'nothing' };

const tries = 6;
/** Statements stored in one turn of the event loop: the store commits them together. */
const storedTogether = 50;

/**
 * Carries out what is asked of a month. Whatever died before, the month's stream says where to go on: not started: check and start;
 * started: the same inputs give the same bytes, so what is missing is stored; other inputs: abandoned, and begun anew.
 */
export const closeMonth = async (world: ClosingWorld, key: MonthKey): Promise<CloseOutcome> => {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const month = await loadMonth(world.store, key);
    if (monthIsClosed(month)) return { kind: 'nothing' };
    const outcome = month.closing
      ? await resume(world, key, month.closing)
      : month.requested
        ? await begin(world, key, month.requested.closeId)
        : ({ kind: 'nothing' } as const);
    if (outcome !== 'again') return outcome;
  }
  throw new DomainError('CLOSE_CONTENDED', `${key.month} could not be closed: its inputs kept changing. It is tried again.`);
};

const begin = async (world: ClosingWorld, key: MonthKey, closeId: string): Promise<CloseOutcome | 'again'> => {
  const snapshot = await world.sources.snapshot(key.payerAccountId, key.month);
  const checks = closeChecks({ ...snapshot.facts, now: nowOf(world), closeAfterDays: snapshot.inputs.policy.closeAfterDays });
  if (checks.some(({ passed }) => !passed)) return block(world, key, closeId, checks);
  const result = computeMonth(snapshot.inputs);
  const all = [...checks, ...result.checks];
  if (all.some(({ passed }) => !passed)) return block(world, key, closeId, all);

  const fixed = { policy: snapshot.inputs.policy, rates: snapshot.rates, ...snapshot.digests };
  try {
    await executeMonthCommand(world.store, { type: 'StartMonthClose', ...key, closeId, ...fixed, meta: metaOf(world, closeId, 'started') });
  } catch (error) {
    if (isOvertaken(error)) return 'again';
    throw error;
  }
  const { closing } = await loadMonth(world.store, key);
  // Another closer may have started the same closing from what it had read: then its inputs count.
  if (closing?.closeId !== closeId || !sameDigests(closing.started, snapshot.digests)) return 'again';
  return finish(world, key, closing, result, all);
};

const resume = async (world: ClosingWorld, key: MonthKey, closing: FixedClosing): Promise<CloseOutcome | 'again'> => {
  const { closeId, started } = closing;
  const snapshot = await world.sources.snapshot(key.payerAccountId, key.month, started);
  if (!sameDigests(started, snapshot.digests)) {
    const message = `What ${key.month} follows from has changed since the closing ${closeId} started. Nothing of it counts; the month is closed anew.`;
    await executeMonthCommand(world.store, { type: 'AbandonMonthClose', ...key, closeId, message, meta: metaOf(world, closeId, 'abandoned') });
    const next = uuidv5(closeId, 'again');
    // A death between the two leaves an open month: the schedule asks again.
    await executeMonthCommand(world.store, {
      type: 'RequestMonthClose',
      ...key,
      closeId: next,
      trigger: 'schedule',
      meta: metaOf(world, next, 'requested'),
    });
    return 'again';
  }
  const result = computeMonth(snapshot.inputs);
  const checks = closeChecks({ ...snapshot.facts, now: nowOf(world), closeAfterDays: started.policy.closeAfterDays });
  return finish(world, key, closing, result, [...checks, ...result.checks]);
};

const block = async (world: ClosingWorld, key: MonthKey, closeId: string, checks: readonly CloseCheck[]): Promise<CloseOutcome> => {
  await executeMonthCommand(world.store, { type: 'BlockMonthClose', ...key, closeId, checks, meta: metaOf(world, closeId, 'blocked') });
  return { kind: 'blocked', checks };
};

/** Stores every statement, then says that the month is closed: only that makes them count. */
const finish = async (
  world: ClosingWorld,
  key: MonthKey,
  { closeId, version }: FixedClosing,
  result: MonthResult,
  checks: readonly CloseCheck[],
): Promise<CloseOutcome | 'again'> => {
  const closing = { closeId, version, metadata: metadataOf(metaOf(world, closeId, 'statements')) };
  const hashes: StatementHash[] = [];
  const sums = new FigureSums();
  for (const statements of inGroups(result.statements, storedTogether)) {
    hashes.push(
      ...(await Promise.all(
        statements.map(async (statement) => {
          sums.add(statement);
          return { tenantId: statement.holder.tenantId, hash: await storeStatement(world.store, closing, statement) };
        }),
      )),
    );
  }
  const digest = rootDigest(hashes);
  const figures = sums.figures(result.exact);
  const meta = metaOf(world, closeId, 'closed');
  try {
    await executeMonthCommand(world.store, { type: 'CompleteMonthClose', ...key, closeId, figures, digest, checks, meta });
  } catch (error) {
    if (isOvertaken(error)) return 'again';
    throw error;
  }
  return { kind: 'closed', version, digest, figures };
};

/** Counts statements as they pass by: a large month's never lie in memory together. */
export class FigureSums {
  private statements = 0;
  private lines = 0;
  private total = 0n;
  private revenue = 0n;
  private corrections = 0n;

  add({ lines, billTotal }: Statement): void {
    this.statements += 1;
    this.lines += lines.length;
    this.total += parseCents(billTotal);
    for (const { kind, amount } of lines) {
      if (!outsideTheBill.includes(kind)) continue;
      if (kind === 'CORRECTION') this.corrections += parseCents(amount);
      else if (revenueKinds.includes(kind)) this.revenue += parseCents(amount);
    }
  }

  figures(exact: string, invoice?: MonthInputs['invoice']): MonthFigures {
    return {
      statements: this.statements,
      lines: this.lines,
      total: centsText(this.total),
      exact,
      revenue: centsText(this.revenue),
      corrections: centsText(this.corrections),
      ...(invoice ? { invoiceTotal: invoice.total } : {}),
    };
  }
}

const inGroups = function* <Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let group: Item[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
};

const sameDigests = (a: InputDigests, b: InputDigests): boolean =>
  equalJson([a.costsDigest, a.inputsDigest, a.additionsDigest], [b.costsDigest, b.inputsDigest, b.additionsDigest]);

const overtaken = new Set(['MONTH_CLOSING', 'MONTH_CLOSED', 'CLOSE_STALE']);
const isOvertaken = (error: unknown): boolean => error instanceof DomainError && overtaken.has(error.code);

const nowOf = ({ clock }: ClosingWorld): string => clock.now().toISOString();
const metaOf = (world: ClosingWorld, closeId: string, step: string) => closerMeta(uuidv5(closeId, step), nowOf(world), closeId);
