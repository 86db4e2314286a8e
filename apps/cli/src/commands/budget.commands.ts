import { cents } from '../amounts.js';
import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { present, word } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { scopeOf } from './costs.commands.js';

type Row = Readonly<Record<string, unknown>>;

const shown = `budgetId displayName scope { kind workspaceIdentifier projectIdentifier paymentMethodIdentifier } metric currency amount
  thresholds { percent of } targetIds spikeMinimum status createdAt figures { month actual forecast method }`;
const budget = { '<budget>': 'its id' };
const change = { success: 'BudgetSuccess', select: `budget { ${shown} }` };

const settings: readonly OptionDefinition[] = [
  { flags: '--workspace <id>', description: 'whose costs count', required: true },
  { flags: '--project <id>', description: 'only those of this project of the workspace' },
  { flags: '--payment-method <id>', description: 'only those of projects of the workspace that it pays for' },
  { flags: '--name <text>', description: 'what people read', required: true },
  { flags: '--amount <amount>', description: 'per month, e.g. 1000.00', required: true },
  { flags: '--currency <code>', description: 'costs billed in another one do not count', default: 'USD' },
  {
    flags: '--metric <metric>',
    description: 'which costs count',
    choices: ['amortized', 'unblended', 'net-amortized', 'net-unblended'],
    default: 'amortized',
  },
  {
    flags: '--threshold <percent>',
    description: 'tell when costs reach this percentage, or the forecast does: 80, 100:forecast; may be repeated (default: 80, 100, 100:forecast)',
    repeated: true,
  },
  { flags: '--target <id>', description: 'whom to tell: `orgledger notification targets` shows them; may be repeated', repeated: true },
  { flags: '--spikes-from <amount>', description: 'tell of days, too, that cost this much more than usual' },
];

const thresholdOf = (given: string): { readonly percent: number; readonly of: string } => {
  const [, percent, of = 'actual'] = /^(\d{1,4})(?::(actual|forecast))?$/.exec(given) ?? [];
  if (percent === undefined) throw new CliFailure(exitCodes.usage, `--threshold ${given}: write a percentage, e.g. 80, 80:actual or 100:forecast.`);
  return { percent: Number(percent), of: of.toUpperCase() };
};

const toSettings = (options: Options): Row => {
  const thresholds = texts(options, 'threshold');
  return present({
    displayName: text(options, 'name'),
    scope: scopeOf(text(options, 'workspace'), options),
    metric: word(text(options, 'metric')),
    currency: text(options, 'currency'),
    amount: text(options, 'amount'),
    thresholds: (thresholds.length > 0 ? thresholds : ['80', '100', '100:forecast']).map(thresholdOf),
    targetIds: texts(options, 'target'),
    spikeMinimum: text(options, 'spikesFrom'),
  });
};

const nameOf = (scope: Row): string =>
  [scope.workspaceIdentifier, scope.projectIdentifier ?? scope.paymentMethodIdentifier].filter((part) => typeof part === 'string').join('/');

const figure = (row: Row, name: 'actual' | 'forecast'): string => cents((row.figures as Row | null)?.[name]);

export const budgetCommands: CommandGroup = {
  name: 'budget',
  description: 'Budgets of workspaces, projects and payment methods: thresholds on costs and forecasts',
  commands: [
    listCommand({
      name: 'list',
      description: 'List budgets and how they stand this month',
      options: [
        { flags: '--workspace <id>', description: 'only of this workspace' },
        { flags: '--status <status>', description: 'only these', choices: ['active', 'deleted'], default: 'active' },
      ],
      query: 'budgets',
      select: shown,
      variables: { workspaceIdentifier: 'ID', status: 'BudgetStatus' },
      toVariables: (_, options) => present({ workspaceIdentifier: text(options, 'workspace'), status: word(text(options, 'status')) }),
      columns: [
        ['budget', (row) => row.budgetId],
        ['name', (row) => row.displayName],
        ['of', (row) => nameOf(row.scope as Row)],
        ['amount', (row) => row.amount, 'right'],
        ['this month', (row) => figure(row, 'actual'), 'right'],
        ['forecast', (row) => figure(row, 'forecast'), 'right'],
        ['currency', (row) => row.currency],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one budget',
      arguments: budget,
      query: 'budget',
      select: shown,
      variables: { budgetId: 'ID!' },
      toVariables: ([budgetId]) => ({ budgetId }),
      missing: 'There is no such budget. `orgledger budget list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'create',
      description: 'Create a budget',
      options: settings,
      examples: ['budget create --workspace payments --name Payments --amount 1000.00 --threshold 80 --threshold 100:forecast'],
      mutation: 'createBudget',
      input: 'CreateBudgetInput',
      toInput: (_, options) => toSettings(options),
      done: () => 'The budget is created.',
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace all settings of a budget',
      arguments: budget,
      options: settings,
      mutation: 'changeBudget',
      input: 'ChangeBudgetInput',
      toInput: ([budgetId], options) => ({ budgetId, ...toSettings(options) }),
      done: () => 'The budget is changed.',
    }),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Delete a budget; what it told of stays',
      arguments: budget,
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'deleteBudget',
      input: 'DeleteBudgetInput',
      toInput: ([budgetId], options) => ({ budgetId, reason: text(options, 'reason') }),
      done: () => 'The budget is deleted.',
    }),
    listCommand({
      name: 'alerts',
      description: 'List thresholds that were reached, oldest first',
      options: [
        { flags: '--budget <id>', description: 'only of this budget' },
        { flags: '--month <month>', description: 'only of this month, e.g. 2026-03' },
      ],
      query: 'budgetAlerts',
      select: 'budgetId month threshold { percent of } value amount reachedAt',
      variables: { budgetId: 'ID', month: 'String' },
      toVariables: (_, options) => present({ budgetId: text(options, 'budget'), month: text(options, 'month') }),
      columns: [
        ['month', (row) => row.month],
        ['budget', (row) => row.budgetId],
        ['threshold', (row) => `${String((row.threshold as Row).percent)} % of ${String((row.threshold as Row).of).toLowerCase()}`],
        ['reached', (row) => cents(row.value), 'right'],
        ['of', (row) => row.amount, 'right'],
        ['at', (row) => row.reachedAt],
      ],
    }),
  ],
};
