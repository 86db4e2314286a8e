import { formatDigits, parseUnits, roundUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CommitmentTerms } from '../commitment/commitment.events.js';
import { monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { LineKind } from '../statement/statement.js';
import type { CommitmentCharge } from './commitment-charges.view.js';
import type { BillingPolicy } from '../policy/billing-policy.js';

/** Settlement facts of one commitment, from its own stream. */
export interface SettlementFacts {
  /** First month of discounts that an operator recorded for a fee that was paid before the flag was on. */
  readonly settledFrom?: Month;
  readonly novations: readonly { readonly month: Month; readonly fromTenantId: string; readonly toTenantId: string }[];
  readonly predecessorId?: string;
}

/** How a commitment is charged, in words. `fair`: as its buyer pays for it. */
export interface FairExplanation {
  readonly fair: boolean;
  readonly reasons: readonly string[];
}

const cents = (amount: string): string => formatDigits(roundUnits(parseUnits(amount), 2), 2);

const flagOf = (policy: BillingPolicy, { kind }: CommitmentTerms) =>
  kind === 'reservation' ? policy.reservedInstanceFairChargeback : policy.savingsPlanFairChargeback;

/** Why a commitment is charged as it is, and what that puts on whose statement. @source specs/chargeback.md §4.4 */
export const explainFairChargeback = (
  terms: CommitmentTerms,
  policy: BillingPolicy,
  holderTenantId: string | undefined,
  settlement: SettlementFacts,
  charges: readonly Pick<CommitmentCharge, 'kind' | 'month' | 'tenantId' | 'amount'>[],
): FairExplanation => {
  const accrual = 'Its amortised cost is charged to whoever uses it, and what nobody uses to the tenant of the account that owns it.';
  const name = terms.kind === 'reservation' ? 'reserved instances' : 'savings plans';
  const not = (...reasons: readonly string[]): FairExplanation => ({ fair: false, reasons: [...reasons, accrual] });
  if (policy.basis === 'cash')
    return {
      fair: false,
      reasons: ['Statements are on the cash basis: its fees are charged to the tenant of the account that owns it when AWS books them.'],
    };
  if (terms.paymentOption === 'No Upfront' || parseUnits(terms.upfrontFee) === 0n) return not('It has no upfront fee: there is nothing to spread.');
  const flag = flagOf(policy, terms);
  if (!flag) return not(`Fair chargeback of ${name} is off.`);
  if (holderTenantId === undefined) return not('The account that owns it had no tenant when it started: nobody could have paid for it.');
  const started = monthOf(terms.start);
  if (started < flag.effectiveFrom && settlement.settledFrom === undefined)
    return not(
      `It started in ${started}, before fair chargeback of ${name} (from ${flag.effectiveFrom}). If its tenant paid the upfront fee then, an operator can record that: orgledger commitment settle.`,
    );
  const reasons =
    started < flag.effectiveFrom
      ? [`It started in ${started}, before fair chargeback of ${name} was on; an operator recorded that its tenant had paid the upfront fee.`]
      : [`Its upfront fee of ${cents(terms.upfrontFee)} is charged to the tenant ${holderTenantId} in ${started}, the month it starts.`];
  const first = [settlement.settledFrom ?? started, flag.effectiveFrom].toSorted().at(-1) ?? started;
  reasons.push(
    `From ${started < flag.effectiveFrom ? first : started} on that tenant is credited each month with the month’s share of the upfront fee; whoever uses it pays the amortised cost.`,
  );
  for (const { month, fromTenantId, toTenantId } of settlement.novations)
    reasons.push(`In ${month} the contract goes over from ${fromTenantId} to ${toTenantId}, with what is left of the fee.`);
  if (settlement.predecessorId !== undefined) reasons.push(`It carries on the balance of ${settlement.predecessorId}, which was exchanged for it.`);
  if (terms.cancelledAt !== undefined && terms.cancelledAt < terms.end)
    reasons.push(`It ended early, on ${terms.cancelledAt.slice(0, 10)}: credits stop there, and AWS’s refund goes to the same tenant.`);
  return { fair: true, reasons: [...reasons, ...statedBy(charges)] };
};

/** The same in the cents of statements that count. */
const statedBy = (charges: Parameters<typeof explainFairChargeback>[4]): readonly string[] => {
  const sum = (kind: LineKind): Units => charges.reduce((total, line) => (line.kind === kind ? total + parseUnits(line.amount) : total), 0n);
  const credits = charges.filter(({ kind }) => kind === 'COMMITMENT_UPFRONT_DISCOUNT');
  const [first, last] = [credits.at(0), credits.at(-1)];
  if (!first || !last) return ['No month with a share of it has been closed yet.'];
  const told = (kind: LineKind, words: string): string[] =>
    charges.some((line) => line.kind === kind) ? [`${words} ${formatDigits(roundUnits(sum(kind), 2), 2)}`] : [];
  const parts = [
    ...told('COMMITMENT_UPFRONT', 'fee'),
    ...told('COMMITMENT_UPFRONT_DISCOUNT', 'credits'),
    ...told('COMMITMENT_REFUND', 'refund'),
    ...told('COMMITMENT_TRUE_UP', 'true-up'),
  ];
  return [`On the statements of ${first.month === last.month ? first.month : `${first.month} to ${last.month}`}: ${parts.join(', ')}.`];
};
