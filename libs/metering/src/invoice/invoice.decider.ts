import {
  checkAmount,
  checkCurrency,
  checkList,
  checkPattern,
  checkRecord,
  checkText,
  DomainError,
  equalJson,
  formatDigits,
  parseExactUnits,
  refuse,
  roundUnits,
} from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkMonth } from '../check-month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import type { EnterInvoice, InvoiceCommand, WithdrawInvoice } from './invoice.commands.js';
import type { InvoiceEvent, InvoiceLine } from './invoice.events.js';

type Received = Omit<Extract<InvoiceEvent, { readonly type: 'InvoiceReceived' }>, 'type'>;

/** All invoices of a payer's month, by id. */
export type Invoices = Readonly<Record<string, Received>>;

export interface InvoiceFacts {
  readonly payerRegistered: boolean;
}

const checkInvoiceId = (value: unknown): string =>
  checkPattern('invoiceId', value, /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}$/, 'the number of the invoice: 1–64 letters, digits, blanks and . _ / -');

const checkLines = (value: unknown, total: string): readonly InvoiceLine[] => {
  const lines = checkList('lines', value ?? [], { max: 500 }).map((entry, index): InvoiceLine => {
    const line = checkRecord(`lines[${index}]`, entry);
    return {
      description: checkText(`lines[${index}].description`, line.description, { max: 200 }),
      amount: checkAmount(`lines[${index}].amount`, line.amount, { digits: 2 }),
    };
  });
  const sum = formatDigits(
    roundUnits(
      lines.reduce((units, { amount }) => units + parseExactUnits(amount), 0n),
      2,
    ),
    2,
  );
  if (lines.length > 0 && sum !== total)
    refuse('INVOICE_LINES_INVALID', 'lines', `The lines sum to ${sum}, the total is ${total}: add the line that is missing, or leave the lines out.`);
  return lines;
};

const enter = (command: EnterInvoice, invoices: Invoices, { payerRegistered }: InvoiceFacts): InvoiceEvent[] => {
  const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
  if (!payerRegistered) refuse('PAYER_NOT_FOUND', 'payerAccountId', `There is no payer ${payerAccountId}: register it first.`);
  const month = checkMonth('month', command.month, { now: command.meta.now, back: 60, ahead: 0 });
  const invoiceId = checkInvoiceId(command.invoiceId);
  const currency = checkCurrency('currency', command.currency);
  const total = checkAmount('total', command.total, { digits: 2, min: '0', below: 'take a credit note off the invoice that it corrects.' });
  const received: Received = { payerAccountId, month, invoiceId, currency, total, lines: checkLines(command.lines, total) };
  const before = invoices[invoiceId];
  if (before && equalJson(before, received)) return [];
  if (before)
    refuse(
      'INVOICE_EXISTS',
      'invoiceId',
      `The invoice ${invoiceId} of ${month} was entered with ${before.total} ${before.currency}: withdraw it first.`,
    );
  const other = Object.values(invoices).find((invoice) => invoice.currency !== currency);
  if (other)
    refuse(
      'INVOICE_CURRENCY_DIFFERS',
      'currency',
      `The invoice ${other.invoiceId} of ${month} is in ${other.currency}: give all invoices of a month in one currency.`,
    );
  return [{ type: 'InvoiceReceived', ...received }];
};

const withdraw = (command: WithdrawInvoice, invoices: Invoices): InvoiceEvent[] => {
  const { payerAccountId, month, invoiceId } = command;
  if (!invoices[invoiceId])
    throw new DomainError(
      'INVOICE_NOT_FOUND',
      `There is no invoice ${invoiceId} for ${month}: \`orgledger invoice list\` shows those that are there.`,
      {
        field: 'invoiceId',
      },
    );
  return [{ type: 'InvoiceWithdrawn', payerAccountId, month, invoiceId, reason: checkText('reason', command.reason, { max: 500 }) }];
};

const evolve = (state: Invoices, event: InvoiceEvent): Invoices => {
  switch (event.type) {
    case 'InvoiceReceived': {
      const { type: _, ...received } = event;
      return { ...state, [event.invoiceId]: received };
    }
    case 'InvoiceWithdrawn':
      return Object.fromEntries(Object.entries(state).filter(([invoiceId]) => invoiceId !== event.invoiceId));
    default:
      return state;
  }
};

export const invoiceDecider = (facts: InvoiceFacts): Decider<InvoiceCommand, Invoices, InvoiceEvent> => ({
  initial: {},
  decide: (command, state) => (command.type === 'EnterInvoice' ? enter(command, state, facts) : withdraw(command, state)),
  evolve,
});
