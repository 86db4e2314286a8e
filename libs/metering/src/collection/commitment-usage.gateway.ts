import { DomainError, parseUnits } from '@orgledger/kernel';
import type { CommitmentObservation } from '../commitment/commitment-observation.decider.js';
import { endOf, startOf } from '../month.js';
import type { Month } from '../month.js';
import { costCalls } from './call-plan.js';
import type { CollectionFinding } from './collection.events.js';
import { callsLeftOut, usageNotFound } from './findings.js';
import type { Pull } from './pull.gateway.js';

/** Record types that are use of a commitment; its unused rest stays with the owner. @source specs/chargeback.md §2.2 */
const used: ReadonlySet<string> = new Set(['DiscountedUsage', 'SavingsPlanCoveredUsage']);

/** Who used each commitment of the month: X1, a call for each, and the first to be left out when the budget runs short. */
export const readUsage = async (
  pull: Pull,
  month: Month,
  commitments: readonly CommitmentObservation[],
  pulledAt: string,
): Promise<{ readonly observed: readonly CommitmentObservation[]; readonly findings: readonly CollectionFinding[] }> => {
  const observed: CommitmentObservation[] = [];
  const findings: CollectionFinding[] = [];
  for (const commitment of commitments) {
    if (commitment.type === 'CommitmentUsageObserved') continue;
    const { terms } = commitment;
    if (terms.start >= endOf(month) || (terms.cancelledAt ?? terms.end) <= startOf(month)) continue;
    if (!pull.budget.hasRoomForOptional()) return { observed, findings: [...findings, callsLeftOut(month, 'who used each commitment')] };
    const call = costCalls.commitmentUsage(month, terms);
    if (call.operation !== 'GetCostAndUsage') continue;
    const byAccount = new Map<string, string>();
    for await (const page of pull.reader.read(call))
      for (const { groups } of page.results)
        for (const { keys, amounts } of groups) {
          const [accountId = '', recordType = ''] = keys;
          const amortized = amounts.AmortizedCost?.amount ?? '';
          if (used.has(recordType) && isNotZero(amortized, accountId)) byAccount.set(accountId, amortized);
        }
    const usage = [...byAccount].sort().map(([accountId, amortized]) => ({ accountId, amortized }));
    const { payerAccountId, commitmentId, pullId } = commitment;
    // A filter on a value that AWS spells otherwise matches nothing, silently: that is no use by nobody.
    if (usage.length === 0 && isNotZero(commitment.utilization.used, terms.ownerAccountId)) {
      findings.push(usageNotFound(month, commitmentId, commitment.utilization.used));
      continue;
    }
    observed.push({ type: 'CommitmentUsageObserved', payerAccountId, commitmentId, pullId, pulledAt, month, usage });
  }
  return { observed, findings };
};

const isNotZero = (amount: string, accountId: string): boolean => {
  try {
    return parseUnits(amount) !== 0n;
  } catch {
    throw new DomainError(
      'AMOUNT_MALFORMED',
      `Cost Explorer gives ${JSON.stringify(amount.slice(0, 40))} as what account ${accountId} used of a commitment.`,
    );
  }
};
