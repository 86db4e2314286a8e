import type { Command } from '@nestjs/cqrs';
import { toNewEvent } from '@orgledger/event-store';
import type { Executed } from '@orgledger/event-store';
import { ExecuteTenantCommand } from '@orgledger/governance';
import { idOf, metaOf, prepareTenant } from '@orgledger/governance/testing';
import { DomainError, metadataOf } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../testing/index.js';
import type { MeteringInstallation } from '../testing/index.js';
import { ExecuteExternalCostCommand } from './external-cost/external-cost.handlers.js';
import { ExecuteInvoiceCommand } from './invoice/invoice.handlers.js';
import { ExecuteMonthCommand } from './month-close/month.handlers.js';
import type { MonthEvent } from './month-close/month.events.js';
import { ExecutePayerCommand } from './payer/payer.handlers.js';
import { defaultBillingPolicy } from './policy/billing-policy.js';
import { ExecuteBillingPolicyCommand } from './policy/billing-policy.handlers.js';
import { ExecuteRatesCommand } from './rates/rates.handlers.js';
import { streams } from './streams.js';
import { ExecuteAccountTenancyCommand } from './tenancy/account-tenancy.handlers.js';

const payerAccountId = '111111111111';
const closedMonth = '2026-03';
const now = '2026-05-05T12:00:00.000Z';

type Input = Readonly<Record<string, unknown>>;
type Case = readonly [what: string, Execute: new (command: never) => Command<Executed<DomainEvent>>, input: Input, field: string, message: string];

const invoice = { type: 'EnterInvoice', payerAccountId, month: closedMonth, invoiceId: 'EU-1', currency: 'USD', total: '100.00' };
const cost = { month: '2026-04', tenantId: idOf('tenant'), description: 'Licences', seller: 'IT', amount: '120.50' };
const costs = (change: Input) => ({
  type: 'ImportExternalCosts',
  importId: idOf('import'),
  payerAccountId,
  name: 'N',
  costs: [{ ...cost, ...change }],
});
const rate = { type: 'SetOwnRate', base: 'USD', quote: 'EUR', month: '2026-04', rate: '0.91', reason: 'Treasury.' };
const policy = (change: Input, effectiveFrom: unknown = '2026-04') => ({
  type: 'ChangeBillingPolicy',
  payerAccountId,
  effectiveFrom,
  policy: { ...defaultBillingPolicy, ...change },
});
const price = (amount: unknown) =>
  policy({ prices: [{ priceId: 'p', name: 'Zone', seller: 'IT', perTenant: true, landingZoneIdentifiers: [], amount }] });
const settings = (change: Input) => ({ type: 'ChangePayerSettings', payerAccountId, settings: { ...samplePayerSettings, ...change } });
const assign = { type: 'AssignAccount', accountId: '444444444444', tenantId: idOf('tenant'), why: 'imported' };
const month = { type: 'RequestMonthClose', payerAccountId, closeId: idOf('close'), trigger: 'request' };

const decimal = 'must be a decimal number such as 1234.50, with a point and without thousands separators.';
const cases: readonly Case[] = [
  ['a total with thousands separators', ExecuteInvoiceCommand, { ...invoice, total: '12,345.67' }, 'total', `total ${decimal}`],
  ['a total in E notation', ExecuteInvoiceCommand, { ...invoice, total: '1e5' }, 'total', `total ${decimal}`],
  ['a total with a plus sign', ExecuteInvoiceCommand, { ...invoice, total: '+5.00' }, 'total', `total ${decimal}`],
  ['a total that is no text', ExecuteInvoiceCommand, { ...invoice, total: 100.1 }, 'total', `total ${decimal}`],
  [
    'a negative total',
    ExecuteInvoiceCommand,
    { ...invoice, total: '-0.01' },
    'total',
    'total must be at least 0: take a credit note off the invoice that it corrects.',
  ],
  ['a total in tenths of a cent', ExecuteInvoiceCommand, { ...invoice, total: '1.005' }, 'total', 'total has more than 2 digits after the point'],
  ['a total beyond reason', ExecuteInvoiceCommand, { ...invoice, total: '9999999999999' }, 'total', 'total must be at most 1000000000000'],
  ['no total', ExecuteInvoiceCommand, { ...invoice, total: '' }, 'total', 'total is missing'],
  ['a line that is no amount', ExecuteInvoiceCommand, { ...invoice, lines: [{ description: 'A', amount: 'x' }] }, 'lines[0].amount', decimal],
  ['lines of another sum', ExecuteInvoiceCommand, { ...invoice, lines: [{ description: 'A', amount: '99.99' }] }, 'lines', 'The lines sum to 99.99'],
  ['an unknown month', ExecuteInvoiceCommand, { ...invoice, month: '2026-13' }, 'month', 'month must be a month such as 2026-03.'],
  ['a day for a month', ExecuteInvoiceCommand, { ...invoice, month: '2026-03-01' }, 'month', 'month must be a month such as 2026-03.'],
  ['a month to come', ExecuteInvoiceCommand, { ...invoice, month: '2026-06' }, 'month', 'month must be a month from 2021-05 to 2026-05.'],
  ['a currency in words', ExecuteInvoiceCommand, { ...invoice, currency: 'Euro' }, 'currency', 'three capital letters such as EUR'],
  ['a malformed external cost', ExecuteExternalCostCommand, costs({ amount: '12 EUR' }), 'costs[0].amount', decimal],
  ['eleven digits', ExecuteExternalCostCommand, costs({ amount: '0.12345678901' }), 'costs[0].amount', decimal],
  ['a cost of an unknown month', ExecuteExternalCostCommand, costs({ month: 'March' }), 'costs[0].month', 'must be a month such as 2026-03.'],
  ['a cost of a closed month', ExecuteExternalCostCommand, costs({ month: closedMonth }), 'costs[0].month', 'import the cost into an open month'],
  ['a rate of zero', ExecuteRatesCommand, { ...rate, rate: '0' }, 'rate', 'rate must be at least 0.0000000001: give how many EUR one USD is.'],
  ['a negative rate', ExecuteRatesCommand, { ...rate, rate: '-0.9' }, 'rate', 'rate must be at least 0.0000000001: give how many EUR one USD is.'],
  ['a rate with a comma', ExecuteRatesCommand, { ...rate, rate: '0,91' }, 'rate', decimal],
  ['a rate of an unknown month', ExecuteRatesCommand, { ...rate, month: '2026-00' }, 'month', 'month must be a month such as 2026-03.'],
  ['a rate of a closed month', ExecuteRatesCommand, { ...rate, month: closedMonth }, 'month', 'reopen it first, or set the rate of an open month'],
  [
    'a policy from a closed month on',
    ExecuteBillingPolicyCommand,
    policy({}, closedMonth),
    'effectiveFrom',
    'let the new one begin after it, or reopen',
  ],
  ['a policy from an unknown month on', ExecuteBillingPolicyCommand, policy({}, 'soon'), 'effectiveFrom', 'must be a month such as 2026-03.'],
  ['a malformed price', ExecuteBillingPolicyCommand, price('49,00'), 'policy.prices[0].amount', decimal],
  ['a negative request budget', ExecutePayerCommand, settings({ monthlyRequestBudget: '-1' }), 'settings.monthlyRequestBudget', 'must be at least 0'],
  ['an assignment from no instant', ExecuteAccountTenancyCommand, { ...assign, from: '2026-04-31T00:00:00Z' }, 'from', 'must be an instant in UTC'],
  ['an assignment to come', ExecuteAccountTenancyCommand, { ...assign, from: '2026-07-01T00:00:00Z' }, 'from', 'lies in the future'],
  ['the closing of an unknown month', ExecuteMonthCommand, { ...month, month: '26-03' }, 'month', 'month must be a month such as 2026-03.'],
  ['the closing of a running month', ExecuteMonthCommand, { ...month, month: '2026-05' }, 'month', 'has not ended'],
];

describe('what an admin sets', () => {
  let metering: MeteringInstallation;
  beforeAll(async () => {
    metering = await startMetering();
    await metering.execute(new ExecuteTenantCommand(await prepareTenant(metering)));
    const register = { type: 'RegisterPayer', payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings } as const;
    await metering.execute(new ExecutePayerCommand({ ...register, generatedExternalId: samplePayerExternalId, meta: metaOf('payer') }));
    const closed: MonthEvent = {
      type: 'MonthClosed',
      ...{ payerAccountId, month: closedMonth, closeId: idOf('close'), version: 1, digest: '0'.repeat(64), checks: [] },
      figures: { statements: 0, lines: 0, total: '0.00', exact: '0', revenue: '0.00', corrections: '0.00' },
    };
    const stored = toNewEvent(closed, idOf('closed'), metadataOf(metaOf('close')));
    await metering.store.append(streams.month(payerAccountId, closedMonth), 'no_stream', [stored]);
  });
  afterAll(() => metering.stop());

  it.each(cases)('%s is refused with its field and what to do, and nothing is stored', async (what, Execute, input, field, message) => {
    const head = await metering.store.head();
    const refusal: unknown = await metering.execute(new Execute({ ...input, meta: metaOf(what, now) } as never)).then(
      () => 'accepted',
      (error: unknown) => error,
    );
    expect({ refusal }).toEqual({ refusal: expect.any(DomainError) as DomainError });
    expect((refusal as DomainError).field).toBe(field);
    expect((refusal as DomainError).message).toContain(message);
    expect(await metering.store.head()).toBe(head);
  });
});
