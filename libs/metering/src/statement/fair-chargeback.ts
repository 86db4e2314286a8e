import { divideHalfEven, formatDigits, formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { addMonths, monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import { amortizedUpfront, computedAmortizedUpfront, lastMonthOf, wasCancelled } from './amortization.js';
import { draftLine } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import { FairSet, hasUpfront, touches } from './fair-eligibility.js';
import type { FairCommitment } from './fair-eligibility.js';
import type { Ledgers } from './ledger.js';
import { splitInProportion } from './largest-remainder.js';
import type { CommitmentMonth, MonthFinding } from './month-inputs.js';

/** The discount of a commitment's last month, whose cents are known after rounding only. */
interface LastDiscount {
  readonly fair: FairCommitment;
  readonly line: DraftLine | undefined;
  readonly expected: Units;
  readonly given: Units;
}

/** What fair chargeback put beside the amortised costs. @source specs/chargeback.md §4.4 */
export interface FairOutcome {
  /** Upfront fees charged, less discounts, less refunds: what the bill differs by from the amortised costs. */
  readonly net: Units;
  readonly upfront: Units;
  /** Every commitment with an upfront fee that runs in this month is charged fairly: then the statements are the cash basis. */
  readonly complete: boolean;
  readonly lastDiscounts: readonly LastDiscount[];
  readonly findings: readonly MonthFinding[];
  readonly problems: readonly string[];
}

/** Puts upfront fees, discounts, refunds and novations on the statements of who holds the commitments. */
export const chargeFairly = (
  commitments: readonly CommitmentMonth[],
  upfrontRefunds: ReadonlyMap<string, Units>,
  ledgers: Ledgers,
  policy: BillingPolicy,
  month: Month,
): FairOutcome => {
  const ordered = [...commitments].sort((a, b) => (a.terms.commitmentId < b.terms.commitmentId ? -1 : 1));
  const set = new FairSet(ordered, policy, month);
  const lastDiscounts: LastDiscount[] = [];
  const findings: MonthFinding[] = [];
  let upfront = 0n;
  let discounts = 0n;
  let complete = true;

  const put = (tenantId: string, kind: DraftLine['kind'], { commitment }: FairCommitment, exact: Units, sourceId?: string, note?: string) => {
    const { commitmentId, description, service } = commitment.terms;
    const line = draftLine({ kind, commitmentId, service, seller: policy.issuer, exact, sourceId, description: note ?? description });
    ledgers.of(tenantId).bill.push(line);
    return line;
  };

  for (const commitment of ordered) {
    const fair = set.find(commitment);
    if (!fair) {
      if (hasUpfront(commitment) && touches(commitment, month)) complete = false;
      continue;
    }
    const { terms } = commitment;
    const novations = commitment.novations.filter((novation) => novation.month === month);
    if (monthOf(terms.start) === month && !fair.paidBefore) {
      const fee = fair.expected - fair.carried;
      if (fee !== 0n) put(novations[0]?.fromTenantId ?? fair.holder, 'COMMITMENT_UPFRONT', fair, fee);
      upfront += fee;
    }
    if (!touches(commitment, month)) continue;
    const rest = divideHalfEven(fair.expected, 10n ** 8n) - commitment.discountedCents;
    for (const [index, { fromTenantId, toTenantId }] of novations.entries()) {
      if (rest === 0n) continue;
      put(fromTenantId, 'COMMITMENT_NOVATION', fair, -rest * 10n ** 8n, `${index}-from`);
      put(toTenantId, 'COMMITMENT_NOVATION', fair, rest * 10n ** 8n, `${index}-to`);
    }
    const { amount, rejected } = amortizedUpfront(commitment, month);
    if (rejected !== undefined) findings.push({ code: 'AMORTIZATION_DISAGREES', subject: terms.commitmentId, message: rejected });
    const line = amount === 0n ? undefined : put(fair.holder, 'COMMITMENT_UPFRONT_DISCOUNT', fair, -amount);
    discounts += amount;
    if (lastMonthOf(terms) === month) {
      const given = commitment.discountedExact + amount;
      lastDiscounts.push({ fair, line, expected: wasCancelled(terms) ? given : fair.expected, given });
    }
  }

  let refunded = 0n;
  for (const [accountId, amount] of [...upfrontRefunds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (amount === 0n) continue;
    const returned = returnedOf(ordered, set, accountId, month);
    if (returned.length === 0) {
      complete = false;
      if (policy.basis === 'accrual' && (policy.reservedInstanceFairChargeback ?? policy.savingsPlanFairChargeback)) {
        findings.push({
          code: 'UPFRONT_REFUND_UNMATCHED',
          subject: accountId,
          message: `AWS refunded ${formatUnits(-amount)} of upfront fees to account ${accountId}, which has returned no commitment that is known. Read the commitments again.`,
        });
      }
      continue;
    }
    const parts = splitInProportion(
      amount,
      returned.map((commitment) => balanceByTerms(commitment)),
    );
    for (const [index, commitment] of returned.entries()) {
      const part = parts[index] ?? 0n;
      const fair = set.find(commitment);
      if (!fair) {
        complete = false;
        continue;
      }
      const balance = set.balance(fair);
      if (balance !== 0n) put(fair.holder, 'COMMITMENT_REFUND', fair, -balance, 'balance', 'Rest of the upfront fee of a returned commitment');
      if (balance + part !== 0n) {
        const note = `AWS refunded ${formatUnits(-part)} of a rest of ${formatUnits(balance)}`;
        put(fair.holder, 'COMMITMENT_REFUND', fair, balance + part, 'gainOrLoss', note);
      }
      refunded += part;
    }
  }
  return { net: upfront - discounts + refunded, upfront, complete, lastDiscounts, findings, problems: [...new Set(set.problems)] };
};

/** Commitments that a refund to this account may be for: those returned in this month, else those returned last. */
const returnedOf = (commitments: readonly CommitmentMonth[], set: FairSet, accountId: string, month: Month): readonly CommitmentMonth[] => {
  const all = commitments.filter(
    (commitment) =>
      commitment.terms.ownerAccountId === accountId &&
      hasUpfront(commitment) &&
      wasCancelled(commitment.terms) &&
      lastMonthOf(commitment.terms) <= month &&
      !set.hasSuccessor(commitment),
  );
  const latest = all.reduce((last, { terms }) => (lastMonthOf(terms) > last ? lastMonthOf(terms) : last), '');
  return all.filter(({ terms }) => lastMonthOf(terms) === latest);
};

const balanceByTerms = ({ terms }: CommitmentMonth): Units => {
  let balance = parseUnits(terms.upfrontFee);
  for (let month = monthOf(terms.start); month <= lastMonthOf(terms); month = addMonths(month, 1)) balance -= computedAmortizedUpfront(terms, month);
  return balance > 0n ? balance : 0n;
};

/** After rounding: the cents by which all discounts of a finished commitment miss its upfront fee go to its holder, and their opposite to the platform. */
export const trueUp = ({ lastDiscounts }: FairOutcome, ledgers: Ledgers, platform: string, seller: string): readonly MonthFinding[] => {
  const findings: MonthFinding[] = [];
  for (const { fair, line, expected, given } of lastDiscounts) {
    const { terms, discountedCents, discountedMonths } = fair.commitment;
    const cents = discountedCents - (line?.cents ?? 0n) - divideHalfEven(expected, 10n ** 8n);
    const exact = given - expected;
    if (cents === 0n && exact === 0n) continue;
    const { commitmentId, service, description } = terms;
    ledgers.of(fair.holder).settled.push(draftLine({ kind: 'COMMITMENT_TRUE_UP', commitmentId, service, seller, exact, cents, description }));
    ledgers.of(platform).settled.push(draftLine({ kind: 'ROUNDING', commitmentId, service, seller, exact: -exact, cents: -cents, description }));
    if ((cents < 0n ? -cents : cents) <= BigInt(discountedMonths) + 1n) continue;
    findings.push({
      code: 'TRUE_UP_LARGE',
      subject: commitmentId,
      message: `The discounts of ${discountedMonths + 1} months leave ${formatDigits(cents < 0n ? -cents : cents, 2)} of the upfront fee: months of its term were closed without it. Restate them.`,
    });
  }
  return findings;
};
