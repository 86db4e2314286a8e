import {
  checkAmount,
  checkCurrency,
  checkDistinct,
  checkIdentifier,
  checkInteger,
  checkList,
  checkOneOf,
  checkRecord,
  checkText,
  checkUuid,
  refuse,
} from '@orgledger/kernel';
import { metrics } from '../report/cost-amounts.js';
import type { BudgetSettingsInput, ScopeInput } from './budget.commands.js';
import type { BudgetScope, BudgetSettings, BudgetThreshold } from './budget.events.js';

/** What the world knows of the objects that a budget names. */
export interface BudgetFacts {
  readonly workspaceExists: boolean;
  readonly projectExists: boolean;
  readonly paymentMethodExists: boolean;
  /** Those of the named targets that are not there. */
  readonly unknownTargets: readonly string[];
}

const only = (field: string, value: unknown, kind: string): void => {
  if (value !== undefined) refuse('FIELD_MALFORMED', field, `A budget of a ${kind} has no such field: leave ${field} out.`);
};

export const checkScope = (input: ScopeInput, facts: Omit<BudgetFacts, 'unknownTargets'>): BudgetScope => {
  const scope = checkRecord('scope', input);
  const kind = checkOneOf('scope.kind', scope.kind, ['workspace', 'project', 'paymentMethod'] as const);
  const workspaceIdentifier = checkIdentifier('scope.workspaceIdentifier', scope.workspaceIdentifier, 16);
  if (kind !== 'project') only('scope.projectIdentifier', scope.projectIdentifier, kind === 'workspace' ? 'workspace' : 'payment method');
  if (kind !== 'paymentMethod') only('scope.paymentMethodIdentifier', scope.paymentMethodIdentifier, kind);
  const projectIdentifier = kind === 'project' ? checkIdentifier('scope.projectIdentifier', scope.projectIdentifier, 30) : '';
  const paymentMethodIdentifier =
    kind === 'paymentMethod' ? checkText('scope.paymentMethodIdentifier', scope.paymentMethodIdentifier, { max: 64 }) : '';
  if (!facts.workspaceExists)
    refuse('WORKSPACE_NOT_FOUND', 'scope.workspaceIdentifier', `There is no workspace ${workspaceIdentifier}: choose one of the list.`);
  if (kind === 'workspace') return { kind, workspaceIdentifier };
  if (kind === 'paymentMethod') {
    if (!facts.paymentMethodExists)
      refuse(
        'PAYMENT_METHOD_NOT_FOUND',
        'scope.paymentMethodIdentifier',
        `There is no payment method ${paymentMethodIdentifier} in ${workspaceIdentifier}: choose one of its payment methods.`,
      );
    return { kind, workspaceIdentifier, paymentMethodIdentifier };
  }
  if (!facts.projectExists)
    refuse(
      'PROJECT_NOT_FOUND',
      'scope.projectIdentifier',
      `There is no project ${projectIdentifier} in ${workspaceIdentifier}: choose one of its projects.`,
    );
  return { kind, workspaceIdentifier, projectIdentifier };
};

const checkThresholds = (value: unknown): readonly BudgetThreshold[] => {
  const thresholds = checkList('thresholds', value, { min: 1, max: 10 }).map((entry, index): BudgetThreshold => {
    const threshold = checkRecord(`thresholds[${index}]`, entry);
    return {
      percent: checkInteger(`thresholds[${index}].percent`, threshold.percent, 1, 1000),
      of: checkOneOf(`thresholds[${index}].of`, threshold.of, ['actual', 'forecast'] as const),
    };
  });
  checkDistinct(
    'thresholds',
    thresholds.map(({ percent, of }) => `${percent} % of ${of}`),
  );
  return thresholds;
};

const checkTargets = (value: unknown, { unknownTargets }: BudgetFacts): readonly string[] => {
  const targetIds = checkList('targetIds', value, { max: 20 }).map((id, index) => checkUuid(`targetIds[${index}]`, id));
  checkDistinct('targetIds', targetIds);
  const missing = targetIds.findIndex((id) => unknownTargets.includes(id));
  if (missing >= 0)
    refuse(
      'TARGET_NOT_FOUND',
      `targetIds[${missing}]`,
      `There is no notification target ${targetIds[missing] ?? ''}: add it first, or leave it out.`,
    );
  return targetIds;
};

export const checkBudgetSettings = (input: BudgetSettingsInput, facts: BudgetFacts): BudgetSettings => ({
  displayName: checkText('displayName', input.displayName, { max: 100 }),
  metric: checkOneOf('metric', input.metric, metrics),
  currency: checkCurrency('currency', input.currency),
  amount: checkAmount('amount', input.amount, { digits: 2, min: '0.01' }),
  thresholds: checkThresholds(input.thresholds),
  ...(input.spikes === undefined ? {} : { spikes: { minimum: checkAmount('spikes.minimum', input.spikes.minimum, { digits: 2, min: '1' }) } }),
  scope: checkScope(input.scope, facts),
  targetIds: checkTargets(input.targetIds, facts),
});
