import { divideHalfEven, formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { CorrectionInput } from '../statement/month-inputs.js';
import type { LineKind } from '../statement/statement.js';
import type { Month } from '../month.js';
import type { Posting } from './month.events.js';

/** Cents by tenant and kind. */
export type Ledger = ReadonlyMap<string, bigint>;

const separator = '\n';
const keyOf = ({ tenantId, kind }: Pick<Posting, 'tenantId' | 'kind'>): string => `${tenantId}${separator}${kind}`;

/** Whole cents of decimal text with at most two digits after the point. */
export const centsOf = (amount: string): bigint => {
  const units = parseExactUnits(amount);
  const cents = roundUnits(units, 2);
  if (cents * 100_000_000n !== units) throw new RangeError(`not an amount of whole cents: ${amount}`);
  return cents;
};

export const centsText = (cents: bigint): string => formatDigits(cents, 2);

export const ledgerOf = (postings: Iterable<Pick<Posting, 'tenantId' | 'kind' | 'amount'>>): Ledger => {
  const ledger = new Map<string, bigint>();
  for (const posting of postings) {
    const key = keyOf(posting);
    ledger.set(key, (ledger.get(key) ?? 0n) + centsOf(posting.amount));
  }
  return ledger;
};

/** `a` less `b`, what is zero left out, ordered by tenant and kind. */
export const difference = (month: Month, a: Ledger, b: Ledger): readonly Posting[] =>
  [...new Set([...a.keys(), ...b.keys()])].toSorted().flatMap((key) => {
    const cents = (a.get(key) ?? 0n) - (b.get(key) ?? 0n);
    const [tenantId = '', kind = ''] = key.split(separator);
    return cents === 0n ? [] : [{ month, tenantId, kind: kind as LineKind, amount: centsText(cents) }];
  });

/**
 * What a closing posts for a closed month, so that closed + corrections = recomputation: the recomputation's differences from the closed
 * statements, less what other closings have posted for the month already. @source specs/chargeback.md §4.6 V1b, V7, §4.7
 */
export const dueCorrections = (
  month: Month,
  differences: readonly Posting[],
  posted: readonly Pick<Posting, 'tenantId' | 'kind' | 'amount'>[],
): readonly Posting[] => difference(month, ledgerOf(differences), ledgerOf(posted));

/** With the amounts in the statements' currencies, at the rate of the corrected month. @source specs/chargeback.md §4.8 */
export const convertCorrections = (due: readonly Posting[], rateOf: (posting: Posting) => string): readonly CorrectionInput[] =>
  due.map((posting) => {
    const cents = centsOf(posting.amount);
    return { ...posting, converted: centsText(divideHalfEven(cents * parseExactUnits(rateOf(posting)), 10_000_000_000n)) };
  });

const postingsPerPart = 3_000;

/** Pieces that fit an event each; at least one. */
export const inParts = <Item>(items: readonly Item[], size = postingsPerPart): readonly (readonly Item[])[] => {
  const parts: (readonly Item[])[] = [];
  for (let start = 0; start < Math.max(1, items.length); start += size) parts.push(items.slice(start, start + size));
  return parts;
};
