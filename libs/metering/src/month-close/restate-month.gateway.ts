import { uuidv5 } from '@orgledger/kernel';
import { computeMonth } from '../statement/compute-month.js';
import type { ClosingWorld } from './close-month.gateway.js';
import { differencesOf, inParts } from './corrections.js';
import { monthIsClosed } from './month.decider.js';
import type { CloseCheck } from './month.events.js';
import { closerMeta, executeMonthCommand, loadMonth } from './month-stream.store.js';
import type { MonthKey } from './month-stream.store.js';

export type RestateOutcome =
  | { readonly kind: 'restated'; readonly number: number; readonly differences: number }
  /** The month is not closed, or nothing has changed by a cent. */
  | { readonly kind: 'unchanged' }
  /** The new costs cannot be right: the closed statements stand. */
  | { readonly kind: 'refused'; readonly checks: readonly CloseCheck[] };

/**
 * Computes a closed month anew from today's costs with its own policy and rates, and records what differs from its statements. Posting is
 * the next closing's: nothing that is closed changes. `cause`: id of the event that asks for it; the same one is answered once.
 */
export const restateMonth = async (world: ClosingWorld, key: MonthKey, cause: string): Promise<RestateOutcome> => {
  const { store, sources, clock } = world;
  const month = await loadMonth(store, key);
  if (!month.closed || !monthIsClosed(month)) return { kind: 'unchanged' };
  const { started, version } = month.closed;
  const { inputs, digests, facts } = await sources.snapshot(key.payerAccountId, key.month, started);
  if (digests.inputsDigest === (month.restated ?? started).inputsDigest || !facts.cellsAsObserved) return { kind: 'unchanged' };

  const { invoice: _, ...withoutInvoice } = inputs;
  const result = computeMonth({ ...withoutInvoice, corrections: [] });
  const failed = result.checks.filter(({ passed }) => !passed);
  if (failed.length > 0) return { kind: 'refused', checks: failed };

  const closed = await sources.closedPostings(key.payerAccountId, key.month);
  const differences = differencesOf(closed, result.postings);
  const { costsDigest, inputsDigest } = digests;
  const { events } = await executeMonthCommand(store, {
    type: 'RestateMonth',
    ...key,
    version,
    costsDigest,
    inputsDigest,
    total: result.total,
    parts: inParts(differences),
    meta: closerMeta(uuidv5(cause, 'restate'), clock.now().toISOString(), cause),
  });
  const [first] = events;
  return first?.type === 'MonthRestated' ? { kind: 'restated', number: first.number, differences: differences.length } : { kind: 'unchanged' };
};
