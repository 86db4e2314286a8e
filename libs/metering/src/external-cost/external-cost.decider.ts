import { checkAmount, checkList, checkRecord, checkText, checkUuid, DomainError, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkMonth } from '../check-month.js';
import type { Month } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import type { ExternalCostCommand, ImportExternalCosts, WithdrawExternalCosts } from './external-cost.commands.js';
import type { ExternalCost, ExternalCostEvent } from './external-cost.events.js';

export type ExternalImport =
  | { readonly status: 'none' }
  | { readonly status: 'imported' | 'withdrawn'; readonly payerAccountId: string; readonly costs: readonly ExternalCost[] };

export interface ExternalCostFacts {
  readonly payerRegistered: boolean;
  /** Of the months in question, those that are closed or being closed. */
  readonly closedMonths: readonly Month[];
  /** Of the tenants in question, those that are not there. */
  readonly unknownTenants: readonly string[];
}

export const noExternalCostFacts: ExternalCostFacts = { payerRegistered: false, closedMonths: [], unknownTenants: [] };

export const externalCostReach = { back: 36, ahead: 12 } as const;

const importCosts = (command: ImportExternalCosts, state: ExternalImport, facts: ExternalCostFacts): ExternalCostEvent[] => {
  const importId = checkUuid('importId', command.importId);
  const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
  if (!facts.payerRegistered) refuse('PAYER_NOT_FOUND', 'payerAccountId', `There is no payer ${payerAccountId}: register it first.`);
  const name = checkText('name', command.name, { max: 100 });
  const costs = checkList('costs', command.costs, { min: 1, max: 500 }).map((entry, index): ExternalCost => {
    const at = `costs[${index}]`;
    const row = checkRecord(at, entry);
    const month = checkMonth(`${at}.month`, row.month, { now: command.meta.now, ...externalCostReach });
    if (facts.closedMonths.includes(month))
      refuse('MONTH_CLOSED', `${at}.month`, `${month} is closed: import the cost into an open month, and name ${month} in its description.`);
    const tenantId = checkUuid(`${at}.tenantId`, row.tenantId);
    if (facts.unknownTenants.includes(tenantId))
      refuse('TENANT_NOT_FOUND', `${at}.tenantId`, `There is no tenant ${tenantId}: choose one of the list.`);
    return {
      costId: `${importId}.${index + 1}`,
      month,
      tenantId,
      description: checkText(`${at}.description`, row.description, { max: 200 }),
      seller: checkText(`${at}.seller`, row.seller, { max: 100 }),
      amount: checkAmount(`${at}.amount`, row.amount, { digits: 10 }),
    };
  });
  if (state.status !== 'none') refuse('EXTERNAL_COSTS_EXISTS', 'importId', `There is an import ${importId} already: choose another id.`);
  return [{ type: 'ExternalCostsImported', importId, payerAccountId, name, costs }];
};

const withdraw = (command: WithdrawExternalCosts, state: ExternalImport, { closedMonths }: ExternalCostFacts): ExternalCostEvent[] => {
  const { importId } = command;
  if (state.status === 'none')
    throw new DomainError(
      'EXTERNAL_COSTS_NOT_FOUND',
      `There is no import ${importId}: \`orgledger external-cost list\` shows those that are there.`,
      {
        field: 'importId',
      },
    );
  const reason = checkText('reason', command.reason, { max: 500 });
  if (state.status === 'withdrawn') return [];
  const closed = state.costs.find(({ month }) => closedMonths.includes(month));
  if (closed)
    refuse(
      'MONTH_CLOSED',
      'importId',
      `${closed.month} was closed with costs of this import: import the opposite amounts into an open month instead.`,
    );
  return [{ type: 'ExternalCostsWithdrawn', importId, payerAccountId: state.payerAccountId, reason }];
};

const evolve = (state: ExternalImport, event: ExternalCostEvent): ExternalImport => {
  switch (event.type) {
    case 'ExternalCostsImported':
      return { status: 'imported', payerAccountId: event.payerAccountId, costs: event.costs };
    case 'ExternalCostsWithdrawn':
      return state.status === 'imported' ? { ...state, status: 'withdrawn' } : state;
    default:
      return state;
  }
};

export const externalCostDecider = (facts: ExternalCostFacts): Decider<ExternalCostCommand, ExternalImport, ExternalCostEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => (command.type === 'ImportExternalCosts' ? importCosts(command, state, facts) : withdraw(command, state, facts)),
  evolve,
});
