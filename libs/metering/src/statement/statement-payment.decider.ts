import type { Decider, DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { StatementEvent } from './statement.events.js';
import type { StatementHolder } from './statement.js';

type PaymentMethod = NonNullable<StatementHolder['paymentMethod']>;

/** Makes up for a payment method that was not there when the month closed. Nothing when the version has one. */
export interface AssignStatementPaymentMethod extends DomainCommand {
  readonly type: 'AssignStatementPaymentMethod';
  readonly payerAccountId: string;
  readonly month: Month;
  readonly tenantId: string;
  readonly version: number;
  readonly paymentMethod: PaymentMethod;
}

/** By version of a statement: whether it has a payment method. */
export type StatementPayments = ReadonlyMap<number, boolean>;

export const statementPaymentDecider: Decider<AssignStatementPaymentMethod, StatementPayments, StatementEvent> = {
  initial: new Map(),
  decide: ({ payerAccountId, month, tenantId, version, paymentMethod }, payments) =>
    payments.get(version) === false ? [{ type: 'StatementPaymentMethodAssigned', payerAccountId, month, tenantId, version, paymentMethod }] : [],
  evolve: (payments, event) => {
    switch (event.type) {
      case 'StatementFinalised':
        return new Map(payments).set(event.version, event.statement.holder.paymentMethod !== undefined);
      case 'StatementPaymentMethodAssigned':
        return new Map(payments).set(event.version, true);
      default:
        return payments;
    }
  },
};
