import type { CommandGroup, Options } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { present, textFile } from '../command/values.js';
import { csvRows } from '../csv.js';

const shown = 'payerAccountId month invoiceId currency total lines { description amount } enteredAt';
const of = { '<payer>': 'twelve digits: the account that AWS bills', '<month>': 'e.g. 2026-03', '<invoice>': 'number of the invoice' };
const change = { success: 'InvoiceSuccess', select: `invoices { ${shown} }`, arguments: of };
const key = ([payerAccountId, month, invoiceId]: readonly string[]) => ({ payerAccountId, month, invoiceId });

const linesOf = (options: Options) => {
  const file = text(options, 'lines');
  return file === undefined ? undefined : csvRows(textFile(file), ['description', 'amount']);
};

export const invoiceCommands: CommandGroup = {
  name: 'invoice',
  description: 'What AWS invoiced, to reconcile statements with',
  commands: [
    listCommand({
      name: 'list',
      description: 'List the invoices of a payer',
      arguments: { '<payer>': of['<payer>'] },
      options: [{ flags: '--month <month>', description: 'only of this month' }],
      plain: true,
      query: 'invoices',
      select: shown,
      variables: { payerAccountId: 'ID!', month: 'String' },
      toVariables: ([payerAccountId], options) => present({ payerAccountId, month: text(options, 'month') }),
      columns: [
        ['month', (row) => row.month],
        ['invoice', (row) => row.invoiceId],
        ['total', (row) => row.total],
        ['currency', (row) => row.currency],
        ['entered', (row) => row.enteredAt],
      ],
    }),
    mutationCommand({
      ...change,
      name: 'enter',
      description: 'Enter an invoice of AWS, for closed months too',
      options: [
        { flags: '--total <amount>', description: 'as invoiced, e.g. 12345.67', required: true },
        { flags: '--currency <code>', description: 'as invoiced', default: 'USD' },
        { flags: '--lines <file>', description: 'CSV with the columns description, amount; they sum to the total' },
      ],
      examples: ['invoice enter 111122223333 2026-03 EUINDE26-12345 --total 12345.67'],
      mutation: 'enterInvoice',
      input: 'EnterInvoiceInput',
      toInput: (args, options) =>
        present({ ...key(args), total: text(options, 'total'), currency: text(options, 'currency'), lines: linesOf(options) }),
      done: ([, month, id]) => `Invoice ${id ?? ''} of ${month ?? ''} is entered.`,
    }),
    mutationCommand({
      ...change,
      name: 'withdraw',
      description: 'Withdraw an invoice that was entered wrongly',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'withdrawInvoice',
      input: 'WithdrawInvoiceInput',
      toInput: (args, options) => ({ ...key(args), reason: text(options, 'reason') }),
      done: ([, month, id]) => `Invoice ${id ?? ''} of ${month ?? ''} is withdrawn.`,
    }),
  ],
};
