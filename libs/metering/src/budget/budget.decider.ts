import { checkText, DomainError, equalJson, formatUnits, parseUnits, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { Month } from '../month.js';
import { checkBudgetSettings } from './budget-rules.js';
import type { BudgetFacts } from './budget-rules.js';
import type { BudgetCommand, ChangeBudget, CreateBudget, DeleteBudget, RecordBudgetFigures } from './budget.commands.js';
import type { BudgetEvent, BudgetSettings, BudgetThreshold } from './budget.events.js';

export type Budget =
  | { readonly status: 'none' }
  /** `reached`: thresholds by month that have been told of under these settings. */
  | { readonly status: 'active'; readonly settings: BudgetSettings; readonly reached: Readonly<Record<Month, readonly BudgetThreshold[]>> }
  | { readonly status: 'deleted' };

type Active = Extract<Budget, { status: 'active' }>;

const active = (state: Budget, budgetId: string): Active => {
  if (state.status === 'active') return state;
  const problem = state.status === 'deleted' ? 'was deleted' : 'does not exist';
  throw new DomainError('BUDGET_NOT_FOUND', `The budget ${budgetId} ${problem}: list the budgets and choose one of them.`, { field: 'budgetId' });
};

const create = ({ budgetId, settings }: CreateBudget, state: Budget, facts: BudgetFacts): BudgetEvent[] => {
  if (state.status !== 'none') refuse('BUDGET_EXISTS', 'budgetId', `The budget ${budgetId} is there already: choose another id.`);
  return [{ type: 'BudgetCreated', budgetId, settings: checkBudgetSettings(settings, facts) }];
};

const change = ({ budgetId, settings: input }: ChangeBudget, state: Budget, facts: BudgetFacts): BudgetEvent[] => {
  const budget = active(state, budgetId);
  const settings = checkBudgetSettings(input, facts);
  return equalJson(settings, budget.settings) ? [] : [{ type: 'BudgetChanged', budgetId, settings }];
};

const remove = ({ budgetId, reason: why }: DeleteBudget, state: Budget): BudgetEvent[] => {
  const reason = checkText('reason', why, { max: 500 });
  if (state.status === 'deleted') return [];
  active(state, budgetId);
  return [{ type: 'BudgetDeleted', budgetId, reason }];
};

const record = ({ budgetId, month, actual, forecast }: RecordBudgetFigures, state: Budget): BudgetEvent[] => {
  if (state.status !== 'active') return [];
  const { settings, reached } = state;
  const told = reached[month] ?? [];
  const budget = parseUnits(settings.amount);
  return settings.thresholds.flatMap((threshold): BudgetEvent[] => {
    const figure = threshold.of === 'actual' ? actual : forecast;
    if (figure === undefined || told.some((other) => equalJson(other, threshold))) return [];
    const value = parseUnits(figure);
    if (value * 100n < budget * BigInt(threshold.percent)) return [];
    return [{ type: 'BudgetThresholdReached', budgetId, month, threshold, value: formatUnits(value), amount: settings.amount }];
  });
};

/** What changes the meaning of a threshold makes it news again; a new name or a new target does not. */
const sameMeasure = (a: BudgetSettings, b: BudgetSettings): boolean =>
  a.amount === b.amount && a.metric === b.metric && a.currency === b.currency && equalJson(a.scope, b.scope);

const evolve = (state: Budget, event: BudgetEvent): Budget => {
  if (event.type === 'BudgetCreated') return { status: 'active', settings: event.settings, reached: {} };
  if (state.status !== 'active') return state;
  switch (event.type) {
    case 'BudgetChanged':
      return { ...state, settings: event.settings, reached: sameMeasure(state.settings, event.settings) ? state.reached : {} };
    case 'BudgetThresholdReached':
      return { ...state, reached: { ...state.reached, [event.month]: [...(state.reached[event.month] ?? []), event.threshold] } };
    case 'BudgetDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
};

export const budgetDecider = (facts: BudgetFacts): Decider<BudgetCommand, Budget, BudgetEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'CreateBudget':
        return create(command, state, facts);
      case 'ChangeBudget':
        return change(command, state, facts);
      case 'DeleteBudget':
        return remove(command, state);
      case 'RecordBudgetFigures':
        return record(command, state);
    }
  },
  evolve,
});

export const noBudgetFacts: BudgetFacts = { workspaceExists: false, projectExists: false, paymentMethodExists: false, unknownTargets: [] };
