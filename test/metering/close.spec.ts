import { meteringStreams } from '@orgledger/metering';
import type { MeteringEvent } from '@orgledger/metering';
import { accounts, cell, ClosingLab, example51, payer } from './support/closing-lab.js';

const june = '2026-06';
const key = { payerAccountId: payer, month: june };

describe('closing a month', () => {
  let lab: ClosingLab;
  beforeEach(async () => (lab = await ClosingLab.start()));
  afterEach(() => lab.stop());

  const failedChecks = async (): Promise<readonly { readonly code: string; readonly message: string; readonly remedy?: string }[]> => {
    const outcome = await lab.close(june, `try ${lab.clock.now().toISOString()}`);
    return outcome.kind === 'blocked' ? outcome.checks.filter(({ passed }) => !passed) : [];
  };

  it('makes one statement per tenant whose cents are the bill (5.1)', async () => {
    await lab.settleMonth(june, example51);
    expect(await lab.close(june)).toMatchObject({
      kind: 'closed',
      version: 1,
      figures: { statements: 3, total: '782.45', exact: '782.4506780000', revenue: '0.00', corrections: '0.00' },
    });
    expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });
    expect(await lab.months.month('2026-07-08T05:00:00.000Z', payer, june)).toMatchObject({
      state: 'closed',
      version: 1,
      figures: { total: '782.45' },
    });
    expect((await lab.events(meteringStreams.month(payer, june))).map(({ type }) => type)).toEqual([
      'MonthCloseRequested',
      'MonthCloseStarted',
      'MonthClosed',
    ]);
  });

  it('fixes policy, rates and digests before the first statement', async () => {
    await lab.settleMonth(june, example51);
    await lab.policy({ currencies: { 'ws-beta': 'EUR' } });
    await lab.append(meteringStreams.rates('USD', 'EUR'), {
      type: 'OwnRateSet',
      ...{ base: 'USD', quote: 'EUR', month: june, rate: '0.9137', reason: 'Treasury.' },
    });
    expect(await lab.close(june)).toMatchObject({ kind: 'closed' });
    const [, started] = await lab.events(meteringStreams.month(payer, june));
    expect(started).toMatchObject({
      type: 'MonthCloseStarted',
      policy: { currencies: { 'ws-beta': 'EUR' } },
      rates: [{ base: 'USD', quote: 'EUR', rate: '0.9137', source: 'own' }],
    });
    expect(await lab.statement(june, 'beta')).toMatchObject({ currency: 'EUR', rate: '0.9137', total: '300.10', convertedTotal: '274.20' });
  });

  it('does nothing when nobody asks, and when it is closed', async () => {
    await lab.settleMonth(june, example51);
    await lab.settled();
    expect(await lab.tasks.close(key)).toEqual({ kind: 'nothing' });
    await lab.close(june);
    const head = await lab.store.head();
    expect(await lab.tasks.close(key)).toEqual({ kind: 'nothing' });
    expect(await lab.store.head()).toBe(head);
  });

  it('gives accounts of nobody a statement of their own', async () => {
    await lab.settleMonth(june, { ...example51, '000000000009': [cell('Usage', '7.50')] });
    await lab.close(june);
    expect(await lab.totals(june)).toMatchObject({ unassigned: '7.50' });
  });

  describe('is blocked, with what to do', () => {
    it('before the wait is over', async () => {
      await lab.settleMonth(june, example51);
      lab.clock.set('2026-07-07T23:59:00.000Z');
      expect(await failedChecks()).toMatchObject([{ code: 'WAIT_PERIOD', remedy: expect.stringContaining('closeAfterDays (7)') as string }]);
      expect(await lab.months.month('2026-07-08T05:00:00.000Z', payer, june)).toMatchObject({
        state: 'provisional',
        version: 0,
        checks: expect.arrayContaining([expect.objectContaining({ code: 'WAIT_PERIOD', passed: false })]) as unknown,
      });
    });

    it('while AWS calls the month estimated', async () => {
      await lab.settleMonth(june, example51);
      await lab.observe(june, '2026-07-08T03:00:00.000Z', example51, { estimated: true });
      expect(await failedChecks()).toMatchObject([{ code: 'STILL_ESTIMATED' }]);
    });

    it('while two pulls differ, and closes when they do not any more', async () => {
      await lab.settleMonth(june, example51);
      await lab.observe(june, '2026-07-08T03:00:00.000Z', { ...example51, [accounts.gamma]: [cell('Usage', '1.00')] });
      expect(await failedChecks()).toMatchObject([{ code: 'PULLS_DIFFER', remedy: expect.stringContaining('2026-07-09T03:00:00.000Z') as string }]);
      await lab.observe(june, '2026-07-09T03:00:00.000Z', { ...example51, [accounts.gamma]: [cell('Usage', '1.00')] });
      lab.clock.set('2026-07-09T04:00:00.000Z');
      expect(await failedChecks()).toEqual([]);
      expect(await lab.totals(june)).toMatchObject({ gamma: '1.00' });
    });

    it('while an earlier month is open', async () => {
      await lab.observe('2026-05', '2026-06-07T03:00:00.000Z', example51);
      await lab.settleMonth(june, example51);
      expect(await failedChecks()).toMatchObject([{ code: 'PREVIOUS_MONTH_OPEN', message: expect.stringContaining('2026-05') as string }]);
    });

    it('without a rate, and nothing is converted one to one', async () => {
      await lab.settleMonth(june, example51);
      await lab.policy({ currencies: { 'ws-beta': 'EUR' } });
      expect(await failedChecks()).toMatchObject([
        {
          code: 'CLOSE_BLOCKED_RATE',
          message: expect.stringContaining('ws-beta') as string,
          remedy: expect.stringContaining('orgledger rates set') as string,
        },
      ]);
      await lab.append(meteringStreams.rates('USD', 'EUR'), {
        type: 'ReferenceRatesImported',
        ...{
          base: 'USD',
          quote: 'EUR',
          source: 'ECB',
          rates: [
            { day: '2026-05-29', rate: '0.9' },
            { day: '2026-07-01', rate: '0.8' },
          ],
        },
      });
      lab.clock.set('2026-07-08T05:00:00.000Z');
      expect(await failedChecks()).toMatchObject([{ code: 'CLOSE_BLOCKED_RATE' }]);
      await lab.append(meteringStreams.rates('USD', 'EUR'), {
        type: 'ReferenceRatesImported',
        ...{
          base: 'USD',
          quote: 'EUR',
          source: 'ECB',
          rates: [
            { day: '2026-06-29', rate: '0.91' },
            { day: '2026-06-30', rate: '0.9137' },
          ],
        },
      });
      lab.clock.set('2026-07-08T06:00:00.000Z');
      expect(await failedChecks()).toEqual([]);
      expect(await lab.statement(june, 'beta')).toMatchObject({ rate: '0.9137' });
    });

    it('by an invoice that rounding cannot explain', async () => {
      await lab.settleMonth(june, example51);
      const invoice = (invoiceId: string, total: string): MeteringEvent => ({
        type: 'InvoiceReceived',
        ...{ payerAccountId: payer, month: june, invoiceId, currency: 'USD', total, lines: [] },
      });
      await lab.append(meteringStreams.invoice(payer, june), invoice('wrong', '800.00'));
      const [failed] = await failedChecks();
      expect(failed).toMatchObject({
        code: 'INVOICE_DIFFERS',
        message: expect.stringContaining('800.00') as string,
        remedy: expect.stringContaining('withdraw') as string,
      });
      const withdrawn = { payerAccountId: payer, month: june, invoiceId: 'wrong', reason: 'Another payer’s.' };
      await lab.append(meteringStreams.invoice(payer, june), { type: 'InvoiceWithdrawn', ...withdrawn }, invoice('right', '782.46'));
      lab.clock.set('2026-07-08T05:00:00.000Z');
      expect(await failedChecks()).toEqual([]);
      expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00', platform: '0.01' });
    });

    it('while a collection is under way or was interrupted', async () => {
      await lab.settleMonth(june, example51);
      await lab.append(meteringStreams.costs(payer, accounts.beta, june), {
        type: 'CostCellsObserved',
        ...{ payerAccountId: payer, accountId: accounts.beta, month: june, pullId: 'later', pulledAt: '2026-07-08T03:00:00.000Z', estimated: false },
        cells: [cell('Usage', '51.10')],
        gone: [],
      });
      expect(await failedChecks()).toMatchObject([{ code: 'NOT_COLLECTED', remedy: expect.stringContaining('Collect the month again') as string }]);
    });

    it('when the costs contradict their total: nothing is published', async () => {
      await lab.settleMonth(june, example51);
      await lab.append(meteringStreams.costs(payer, accounts.beta, june), {
        type: 'CostCellsObserved',
        ...{ payerAccountId: payer, accountId: accounts.beta, month: june, pullId: 'same', pulledAt: '2026-07-07T03:00:00.000Z', estimated: false },
        cells: [cell('Usage', '51.10')],
        gone: [],
      });
      const failed = await failedChecks();
      expect(failed.map(({ code }) => code)).toEqual(['V8']);
      expect(await lab.totals(june)).toEqual({});
    });
  });

  it('keeps a large statement whole over several events', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 90 }, (_, account) => [
        String(900_000_000_000 + account),
        Array.from({ length: 20 }, (__, service) =>
          cell('Usage', `${account}.${10 + service}`, undefined, `Service with a long name, number ${service}`),
        ),
      ]),
    );
    await lab.settleMonth(june, { ...example51, ...many });
    await lab.close(june);
    const header = await lab.statements.statement({ ...key, tenantId: 'unassigned' });
    const whole = await lab.statement(june, 'unassigned');
    expect(whole.lines).toHaveLength(header?.lineCount ?? -1);
    const pages = [];
    let after: string | undefined;
    do {
      const page = await lab.statements.statementLines(header?.statementId ?? '', { first: 200, ...(after === undefined ? {} : { after }) });
      pages.push(...page.nodes);
      after = page.hasNextPage ? page.endCursor : undefined;
    } while (after !== undefined);
    expect(pages).toEqual(whole.lines);
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, statements: 4, findings: [] });
  });

  it('previews a month that is not closed, and stores nothing', async () => {
    await lab.observe(june, '2026-06-20T03:00:00.000Z', example51, { estimated: true });
    await lab.settled();
    lab.clock.set('2026-06-20T04:00:00.000Z');
    const head = await lab.store.head();
    const preview = await lab.tasks.preview(key);
    expect(preview).toMatchObject({ figures: { total: '782.45', statements: 3 } });
    expect(preview.statements.map(({ holder, total }) => [holder.tenantId, total])).toEqual([
      ['alpha', '382.35'],
      ['beta', '300.10'],
      ['gamma', '100.00'],
    ]);
    expect(preview.checks.filter(({ passed }) => !passed).map(({ code }) => code)).toEqual([
      'WAIT_PERIOD',
      'NOT_COLLECTED',
      'STILL_ESTIMATED',
      'PULLS_DIFFER',
    ]);
    expect(await lab.tasks.previewStatement({ ...key, tenantId: 'beta' })).toMatchObject({ total: '300.10' });
    expect((await lab.tasks.preview(key)).digest).toBe(preview.digest);
    expect(await lab.store.head()).toBe(head);
  });
});
