import { formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { Posting } from '../month-close/month.events.js';
import { convertCents } from './currency.js';
import { compareTexts, draftLine } from './draft-line.js';
import type { Ledgers } from './ledger.js';
import type { CorrectionInput } from './month-inputs.js';

/** Cents of decimal text with at most two digits after the point. Throws RangeError for finer text: postings are whole cents. */
export const parseCents = (text: string): bigint => {
  const units = parseExactUnits(text);
  const cents = roundUnits(units, 2);
  if (cents * 10n ** 8n !== units) throw new RangeError(`not whole cents: ${text}`);
  return cents;
};

export const centsText = (cents: bigint): string => formatDigits(cents, 2);

const summed = (postings: readonly Posting[], sums: Map<string, { posting: Posting; cents: bigint }>, sign: bigint): void => {
  for (const posting of postings) {
    const key = JSON.stringify([posting.month, posting.tenantId, posting.kind]);
    const sum = sums.get(key) ?? { posting, cents: 0n };
    sums.set(key, { posting: sum.posting, cents: sum.cents + sign * parseCents(posting.amount) });
  }
};

/**
 * What has to be posted so that what was closed, with the corrections posted so far, becomes what the month is now: per tenant and kind,
 * new cents − (closed + earlier). Drifts below a cent wait until they make one. `rates`: of the closed month, decimal text by tenant; absent for a tenant
 * whose statement is in the billing currency. Ordered by month, tenant and kind. @source specs/chargeback.md §4.7, V1b, V7
 */
export const correctionsFor = (
  closed: readonly Posting[],
  earlier: readonly Posting[],
  restated: readonly Posting[],
  rates: ReadonlyMap<string, string> = new Map(),
): readonly CorrectionInput[] => {
  const sums = new Map<string, { posting: Posting; cents: bigint }>();
  summed(restated, sums, 1n);
  summed(closed, sums, -1n);
  summed(earlier, sums, -1n);
  return [...sums.values()]
    .filter(({ cents }) => cents !== 0n)
    .map(({ posting: { month, tenantId, kind }, cents }) => ({
      month,
      tenantId,
      kind,
      amount: centsText(cents),
      converted: formatDigits(convertCents(cents, parseExactUnits(rates.get(tenantId) ?? '1')), 2),
    }))
    .sort((a, b) => compareTexts(a.month, b.month) || compareTexts(a.tenantId, b.tenantId) || compareTexts(a.kind, b.kind));
};

/** Puts corrections of closed months on the statements of their tenants. */
export const postCorrections = (corrections: readonly CorrectionInput[], ledgers: Ledgers, seller: string): void => {
  for (const { month, tenantId, kind, amount, converted } of corrections) {
    const cents = parseCents(amount);
    if (cents === 0n) continue;
    const line = { kind: 'CORRECTION', seller, correctedMonth: month, correctedKind: kind } as const;
    ledgers.of(tenantId).settled.push(draftLine({ ...line, exact: cents * 10n ** 8n, cents, converted: parseCents(converted) }));
  }
};
