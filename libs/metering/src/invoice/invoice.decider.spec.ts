import { metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import type { EnterInvoice } from './invoice.commands.js';
import { invoiceDecider } from './invoice.decider.js';
import type { InvoiceEvent } from './invoice.events.js';

const meta = metaOf('invoice', '2026-04-05T12:00:00.000Z');
const decider = invoiceDecider({ payerRegistered: true });
const key = { payerAccountId: '111111111111', month: '2026-03', invoiceId: 'EUINDE26-12345' } as const;
const lines = [
  { description: 'Amazon EC2', amount: '900.10' },
  { description: 'Credit', amount: '-100.00' },
];
const enter: EnterInvoice = { type: 'EnterInvoice', ...key, currency: 'USD', total: '800.1', lines, meta };
const received: InvoiceEvent = { type: 'InvoiceReceived', ...key, currency: 'USD', total: '800.10', lines };

describe('the invoices of a month', () => {
  it('are entered with their lines or without, once each', () => {
    given(decider).when(enter).then(received);
    const { lines: _, ...without } = enter;
    given(decider)
      .when(without)
      .then({ ...received, lines: [] });
    given(decider, received).when(enter).then();
    given(decider, received)
      .when({ ...enter, invoiceId: 'second' })
      .then({ ...received, invoiceId: 'second' });
  });

  it.each<[Partial<EnterInvoice>, string, string]>([
    [{ total: '-1' }, 'FIELD_MALFORMED', 'total'],
    [{ total: '1.005' }, 'FIELD_MALFORMED', 'total'],
    [{ total: '1.234,50' }, 'FIELD_MALFORMED', 'total'],
    [{ total: '' }, 'FIELD_REQUIRED', 'total'],
    [{ currency: 'Dollar' }, 'FIELD_MALFORMED', 'currency'],
    [{ month: '2026-05' }, 'FIELD_MALFORMED', 'month'],
    [{ month: 'March' }, 'FIELD_MALFORMED', 'month'],
    [{ invoiceId: '../x' }, 'FIELD_MALFORMED', 'invoiceId'],
    [{ lines: [{ description: 'All', amount: '800.09' }] }, 'INVOICE_LINES_INVALID', 'lines'],
    [{ lines: [{ description: '', amount: '800.10' }] }, 'FIELD_REQUIRED', 'lines[0].description'],
    [{ lines: [{ description: 'All', amount: 'much' }] }, 'FIELD_MALFORMED', 'lines[0].amount'],
  ])('are refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...enter, ...more })
      .thenRefused(code, field);
  });

  it('are in one currency, and of a payer that there is', () => {
    given(decider, received)
      .when({ ...enter, invoiceId: 'second', currency: 'EUR' })
      .thenRefused('INVOICE_CURRENCY_DIFFERS', 'currency');
    given(invoiceDecider({ payerRegistered: false }))
      .when(enter)
      .thenRefused('PAYER_NOT_FOUND', 'payerAccountId');
  });

  it('are withdrawn for a reason, and then entered anew', () => {
    const withdraw = { type: 'WithdrawInvoice', ...key, reason: 'a slip of the pen', meta } as const;
    const withdrawn: InvoiceEvent = { type: 'InvoiceWithdrawn', ...key, reason: 'a slip of the pen' };
    given(decider, received)
      .when({ ...enter, total: '800.11', lines: [] })
      .thenRefused('INVOICE_EXISTS', 'invoiceId');
    given(decider, received).when(withdraw).then(withdrawn);
    given(decider, received, withdrawn)
      .when({ ...enter, total: '800.11', lines: [] })
      .then({ ...received, total: '800.11', lines: [] });
    given(decider, received, withdrawn).when(withdraw).thenRefused('INVOICE_NOT_FOUND', 'invoiceId');
    given(decider, received)
      .when({ ...withdraw, reason: '' })
      .thenRefused('FIELD_REQUIRED', 'reason');
  });
});
