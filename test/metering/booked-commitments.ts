import type { Month } from '@orgledger/metering';
import { amortizedIn, millisecondsIn } from './generated-commitments.js';
import type { GeneratedCommitment } from './generated-commitments.js';

/** Adds an amount to a cell: unblended and amortized. */
export type Book = (accountId: string, recordType: string, service: string, marketplace: boolean, unblended: bigint, amortized: bigint) => void;

/** The cells of a commitment in a month, by which accounts share. */
export const bookCommitment = (commitment: GeneratedCommitment, month: Month, sharing: readonly boolean[], book: Book) => {
  const { terms, charged, chargedIn, service, refund } = commitment;
  const owner = terms.ownerAccountId;
  const plan = terms.kind === 'savingsPlan';
  if (chargedIn === month && charged > 0n) book(owner, plan ? 'SavingsPlanUpfrontFee' : 'Fee', service, false, charged, 0n);
  if (refund?.month === month) book(owner, 'Refund', service, false, -refund.amount, 0n);
  if (millisecondsIn(terms, month) === 0n) return;
  const { used, unused } = useIn(commitment, month, sharing);
  for (const [index, amortized] of used.entries()) {
    if (amortized === undefined) continue;
    const onDemand = amortized + amortized / 3n;
    if (!plan) book(`a${index}`, 'DiscountedUsage', service, false, 0n, amortized);
    else {
      book(`a${index}`, 'SavingsPlanCoveredUsage', 'Amazon EC2', false, onDemand, amortized);
      book(`a${index}`, 'SavingsPlanNegation', 'Amazon EC2', false, -onDemand, 0n);
    }
  }
  book(owner, plan ? 'SavingsPlanRecurringFee' : 'RIFee', service, false, amortizedIn(terms, month).recurring, unused);
};

/** I3: what each account uses of a commitment in a month, undefined for none, and what nobody uses. */
export const useIn = (
  { terms, use }: GeneratedCommitment,
  month: Month,
  sharing: readonly boolean[],
): { readonly used: readonly (bigint | undefined)[]; readonly unused: bigint } => {
  const { total } = amortizedIn(terms, month);
  const owner = Number(terms.ownerAccountId.slice(1));
  const weights = use[Number(month.slice(5)) % use.length] ?? [];
  const shares = sharing.map((shared, index) => (index === owner || (shared && sharing[owner]) ? BigInt(weights[index] ?? 0) : 0n));
  const all = shares.reduce((sum, share) => sum + share, BigInt(weights.at(-1) ?? 0));
  const used = shares.map((share) => (share === 0n ? undefined : (total * share) / all));
  return { used, unused: total - sumOf(used) };
};

export const sumOf = (amounts: readonly (bigint | undefined)[]): bigint => amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
