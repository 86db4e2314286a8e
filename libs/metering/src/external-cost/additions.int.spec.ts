import { ExecuteTenantCommand } from '@orgledger/governance';
import { idOf, metaOf, prepareTenant } from '@orgledger/governance/testing';
import { toNewEvent } from '@orgledger/event-store';
import { metadataOf } from '@orgledger/kernel';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { ExecuteInvoiceCommand } from '../invoice/invoice.handlers.js';
import { MonthSettings } from '../month-close/month-settings.store.js';
import type { MonthEvent } from '../month-close/month.events.js';
import { ExecutePayerCommand } from '../payer/payer.handlers.js';
import { streams } from '../streams.js';
import { ExecuteExternalCostCommand } from './external-cost.handlers.js';

const payerAccountId = '111111111111';
const now = '2026-04-05T12:00:00.000Z';
const row = { month: '2026-03', tenantId: idOf('tenant'), description: 'Licences', seller: 'IT', amount: '120.5' };

describe('what people add to a month', () => {
  let metering: MeteringInstallation;
  beforeEach(async () => {
    metering = await startMetering();
    await metering.execute(new ExecuteTenantCommand(await prepareTenant(metering)));
    const register = { type: 'RegisterPayer', payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings } as const;
    await metering.execute(new ExecutePayerCommand({ ...register, generatedExternalId: samplePayerExternalId, meta: metaOf('payer') }));
  });
  afterEach(() => metering.stop());

  const close = () => {
    const closed: MonthEvent = {
      type: 'MonthClosed',
      payerAccountId,
      month: '2026-03',
      closeId: idOf('close'),
      version: 1,
      figures: { statements: 0, lines: 0, total: '0.00', exact: '0', revenue: '0.00', corrections: '0.00' },
      digest: '0'.repeat(64),
      checks: [],
    };
    const event = toNewEvent(closed, idOf('closed'), metadataOf(metaOf('close')));
    return metering.store.append(streams.month(payerAccountId, '2026-03'), 'no_stream', [event]);
  };
  const load = (name: string, costs = [row]) =>
    metering.execute(
      new ExecuteExternalCostCommand({
        type: 'ImportExternalCosts',
        importId: idOf(name),
        payerAccountId,
        name,
        costs,
        meta: metaOf(`import ${name}`, now),
      }),
    );

  it('external costs count until they are withdrawn, and stay with a closed month', async () => {
    await load('first', [row, { ...row, amount: '-20.5' }]);
    await load('second');
    const withdraw = { type: 'WithdrawExternalCosts', reason: 'twice' } as const;
    await metering.execute(new ExecuteExternalCostCommand({ ...withdraw, importId: idOf('second'), meta: metaOf('withdraw', now) }));
    await metering.settled();
    const { queries } = metering;
    expect(await queries.externalCosts(payerAccountId, '2026-03')).toEqual([
      { ...row, costId: `${idOf('first')}.1` },
      { ...row, costId: `${idOf('first')}.2`, amount: '-20.5' },
    ]);
    expect(await queries.externalImport(idOf('first'))).toMatchObject({ rows: 2, total: '100', status: 'imported' });
    expect((await queries.externalImports({ payerAccountId })).nodes.map(({ status }) => status).toSorted()).toEqual(['imported', 'withdrawn']);

    await close();
    await expect(load('third')).rejects.toMatchObject({ code: 'MONTH_CLOSED', field: 'costs[0].month' });
    await expect(
      metering.execute(new ExecuteExternalCostCommand({ ...withdraw, importId: idOf('first'), meta: metaOf('withdraw 1', now) })),
    ).rejects.toMatchObject({ code: 'MONTH_CLOSED', field: 'importId' });
    await expect(load('fourth', [{ ...row, tenantId: idOf('nobody') }])).rejects.toMatchObject({ code: 'MONTH_CLOSED' });
  });

  it('invoices of a month are one to its statements, also when it is closed', async () => {
    await close();
    const enter = { type: 'EnterInvoice', payerAccountId, month: '2026-03', currency: 'USD' } as const;
    const { execute, queries, settled, store } = metering;
    const asOne = (month: string) => new MonthSettings(store, payerAccountId).invoice(month);
    await execute(new ExecuteInvoiceCommand({ ...enter, invoiceId: 'a', total: '800.10', meta: metaOf('a', now) }));
    const lines = [{ description: 'Marketplace', amount: '20.05' }];
    await execute(new ExecuteInvoiceCommand({ ...enter, invoiceId: 'b', total: '20.05', lines, meta: metaOf('b', now) }));
    expect(await asOne('2026-03')).toEqual({ total: '820.15', invoiceId: 'a, b', currency: 'USD', lines: [] });
    const withdraw = { type: 'WithdrawInvoice', payerAccountId, month: '2026-03', invoiceId: 'a', reason: 'wrong month' } as const;
    await execute(new ExecuteInvoiceCommand({ ...withdraw, meta: metaOf('withdraw a', now) }));
    await settled();
    expect(await asOne('2026-03')).toMatchObject({ total: '20.05', lines });
    expect(await queries.invoices(payerAccountId)).toMatchObject([{ invoiceId: 'b', lines }]);
    expect(await asOne('2026-02')).toBeUndefined();
  });
});
