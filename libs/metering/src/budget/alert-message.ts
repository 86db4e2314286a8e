import { formatDigits, parseUnits, roundUnits } from '@orgledger/kernel';
import type { BudgetEvent, BudgetScope, BudgetSettings, CostSpikeEvent } from './budget.events.js';

interface AlertMessage {
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** Decimal text with two digits, for people. */
const cents = (amount: string): string => formatDigits(roundUnits(parseUnits(amount), 2), 2);

const nameOf = (scope: BudgetScope): string => {
  if (scope.kind === 'project') return `project ${scope.workspaceIdentifier}/${scope.projectIdentifier}`;
  if (scope.kind === 'paymentMethod') return `payment method ${scope.paymentMethodIdentifier} of workspace ${scope.workspaceIdentifier}`;
  return `workspace ${scope.workspaceIdentifier}`;
};

export const thresholdMessage = (
  { budgetId, month, threshold, value, amount }: Extract<BudgetEvent, { type: 'BudgetThresholdReached' }>,
  { displayName, scope, currency, metric }: BudgetSettings,
): AlertMessage => {
  const what = threshold.of === 'actual' ? 'Costs' : 'The forecast';
  return {
    topic: 'budget.threshold',
    subject: `Budget ${displayName}: ${threshold.of === 'actual' ? 'costs have' : 'the forecast has'} reached ${threshold.percent} % in ${month}`,
    text: [
      `${what} of ${nameOf(scope)} in ${month}: ${cents(value)} ${currency} (${metric}).`,
      `Budget “${displayName}”: ${cents(amount)} ${currency} a month. Threshold: ${threshold.percent} % of it.`,
      `See where they come from: orgledger costs report --from ${month} --to ${month} --workspace ${scope.workspaceIdentifier} --by service`,
    ].join('\n'),
    data: {
      budgetId,
      month,
      percent: threshold.percent,
      of: threshold.of,
      value,
      amount,
      currency,
      scope: scope.kind,
      workspace: scope.workspaceIdentifier,
    },
  };
};

export const spikeMessage = (
  { accountId, day, amount, usual, excess, payerAccountId }: CostSpikeEvent,
  { workspace, project }: { readonly workspace: string; readonly project: string },
): AlertMessage => ({
  topic: 'cost.spike',
  subject: `Account ${accountId} cost ${cents(amount)} on ${day}, usually ${cents(usual)}`,
  text: [
    `The account ${accountId} of project ${workspace}/${project} cost ${cents(amount)} on ${day}: ${cents(excess)} more than its days usually do (${cents(usual)}).`,
    `See its days: orgledger costs report --daily --from ${day.slice(0, 7)}-01 --to ${day} --account ${accountId}`,
  ].join('\n'),
  data: { payerAccountId, accountId, day, amount, usual, excess, workspace, project },
});
