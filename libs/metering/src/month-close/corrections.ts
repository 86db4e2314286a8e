import { correctionsFor } from '../statement/corrections.js';
import type { CorrectionInput } from '../statement/month-inputs.js';
import type { Posting } from './month.events.js';

const posting = ({ month, tenantId, kind, amount }: Posting): Posting => ({ month, tenantId, kind, amount });

/** What a recomputation of a closed month has other than its statements, by tenant and kind. */
export const differencesOf = (closed: readonly Posting[], recomputed: readonly Posting[]): readonly Posting[] =>
  correctionsFor(closed, [], recomputed).map(posting);

/**
 * What a closing posts for a closed month, so that closed + corrections = recomputation: the recomputation's differences from the closed
 * statements, less what other closings have posted for the month already. @source specs/chargeback.md §4.6 V1b, V7, §4.7
 */
export const dueCorrections = (
  differences: readonly Posting[],
  posted: readonly Posting[],
  rates?: ReadonlyMap<string, string>,
): readonly CorrectionInput[] => correctionsFor([], posted, differences, rates);

const postingsPerPart = 3_000;

/** Pieces that fit an event each; at least one. */
export const inParts = <Item>(items: readonly Item[], size = postingsPerPart): readonly (readonly Item[])[] => {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < Math.max(1, items.length); start += size) parts.push(items.slice(start, start + size));
  return parts;
};
