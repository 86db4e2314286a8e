import { execFile } from 'node:child_process';
import { systemClock } from '@orgledger/kernel';
import { createLogger } from '@orgledger/observability';
import { addMonths, MonthCloser, meteringStreams, monthOf } from '@orgledger/metering';
import type { Month } from '@orgledger/metering';
import { runningApi } from '../../apps/api/testing/running-api.js';
import type { RunningApi } from '../../apps/api/testing/running-api.js';
import { accounts, cell, ClosingLab, example51, payer } from '../metering/support/closing-lab.js';
import type { CellsByAccount } from '../metering/support/closing-lab.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const now = systemClock.now().toISOString();
/** Three months that have come to rest, and one before them that nobody collected. */
const [never, first, second, third] = [-8, -6, -5, -4].map((count) => addMonths(monthOf(now), count)) as [Month, Month, Month, Month];
const afterThird = addMonths(third, 1);

describe('months that do not add up, over the command line and GraphQL', () => {
  let api: RunningApi;
  let lab: ClosingLab;
  let closer: MonthCloser;

  beforeAll(async () => {
    api = await runningApi();
    // What the metering process does, over the same files.
    lab = await ClosingLab.start(api.store, api.dataDir);
    const { store, views, projections, tasks, clock } = lab;
    closer = new MonthCloser({ store, views, projections, tasks, clock, logger: createLogger('spec', 'silent'), closeAt: undefined });
    await closer.start();
    for (const [tenantId, accountId] of Object.entries(accounts)) await lab.assign(accountId, tenantId, `${never}-01T00:00:00.000Z`);
    lab.clock.set(`${second}-08T04:00:00.000Z`);
    await lab.settled();
    await api.settled();
  });
  afterAll(async () => {
    await closer.stop();
    await lab.stop();
    await api.close();
  });

  const orgledger = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, ORGLEDGER_ENDPOINT: api.url, ORGLEDGER_API_KEY: api.apiKey };
      execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });
  const closes = async (month: string): Promise<Ran> => {
    await lab.settled();
    return orgledger('month', 'close', payer, month);
  };
  const eventCount = async (): Promise<unknown> => (await api.ask('{ eventLog { events } }')).data;

  it.each([
    ['a month that is none', { payerAccountId: payer, month: '2026-13' }, 'FIELD_MALFORMED', 'month', 'such as 2026-03'],
    ['a payer that nobody registered', { payerAccountId: '999999999999', month: never }, 'PAYER_NOT_FOUND', 'payerAccountId', 'orgledger payer list'],
    ['an account that is none', { payerAccountId: '12', month: never }, 'FIELD_MALFORMED', 'payerAccountId', '12 digits'],
    ['a month that has not ended', { payerAccountId: payer, month: '2199-01' }, 'FIELD_MALFORMED', 'month', 'Preview it instead'],
  ])('refuses to close %s, and stores nothing', async (_, input, code, field, remedy) => {
    const before = await eventCount();
    expect(await api.mutate('closeMonth', 'CloseMonthInput', input)).toMatchObject({
      code,
      field,
      message: expect.stringContaining(remedy) as string,
    });
    expect(await eventCount()).toEqual(before);
  });

  it('refuses to reopen what is not closed, or without a reason', async () => {
    const before = await eventCount();
    const of = { payerAccountId: payer, month: never };
    expect(await api.mutate('reopenMonth', 'ReopenMonthInput', { ...of, reason: 'Why not.' })).toMatchObject({ code: 'MONTH_NOT_CLOSED' });
    expect(await api.mutate('reopenMonth', 'ReopenMonthInput', { ...of, reason: ' ' })).toMatchObject({ field: 'reason' });
    expect(await eventCount()).toEqual(before);
  });

  it('says what is missing of a month that was never collected', async () => {
    const { code, err } = await closes(never);
    expect(code).not.toBe(0);
    expect(err).toContain(`NOT_COLLECTED: The costs of ${never} have not been collected.`);
    expect(err).toContain('→ Collect the month again (orgledger collection request)');
  });

  it('keeps every trouble in sight until it is mended, and closes then', async () => {
    await lab.settleMonth(first, example51);
    await theInvoiceDoesNotMatch();
    await aMonthBetweenIsMissing();
    await theTotalIsBelowNothing();
    await aCollectionIsDatedAhead();
    await aMonthIsReopened();
  });

  const theInvoiceDoesNotMatch = async (): Promise<void> => {
    const enter = (id: string, total: string) => orgledger('invoice', 'enter', payer, first, id, '--total', total);
    expect((await enter('INV-1', '800.00')).code).toBe(0);
    const { code, err } = await closes(first);
    expect(code).not.toBe(0);
    expect(err).toContain('INVOICE_DIFFERS');
    expect(err).toContain('800.00');
    expect(err).toContain('→');
    expect(await ofMonth(first, 'month', 'state version checks { code passed }')).toMatchObject({
      state: 'PROVISIONAL',
      version: 0,
      checks: expect.arrayContaining([{ code: 'INVOICE_DIFFERS', passed: false }]) as unknown,
    });
    const reconciled = await orgledger('reconcile', payer, first);
    expect(reconciled.out).toContain('UNEXPLAINED');
    expect(reconciled.out).toContain('17.5493220000');

    expect((await orgledger('invoice', 'withdraw', payer, first, 'INV-1', '--reason', 'Another payer’s.')).code).toBe(0);
    expect((await enter('INV-2', '782.46')).code).toBe(0);
    expect((await closes(first)).out).toContain(`${first} is closed: version 1, 4 statements, 782.46.`);
    expect(await ofMonth(first, 'reconciliation', 'state difference unexplained next')).toMatchObject({ state: 'EXPLAINED', next: '' });
  };

  const aMonthBetweenIsMissing = async (): Promise<void> => {
    await lab.settleMonth(third, { [accounts.alpha]: [cell('Usage', '1.00')] });
    const { err } = await closes(third);
    expect(err).toContain(`PREVIOUS_MONTH_OPEN: Earlier months were never collected: ${second}.`);
    expect(err).toContain(`→ Collect ${second} (orgledger collection request)`);
  };

  /** A credit note, to the cent. */
  const theTotalIsBelowNothing = async (): Promise<void> => {
    const refunds: CellsByAccount = {
      [accounts.alpha]: [cell('Usage', '3.50')],
      [accounts.beta]: [cell('Usage', '1.25'), cell('Refund', '-20.005')],
    };
    await lab.settleMonth(second, refunds);
    expect((await closes(second)).out).toMatch(new RegExp(`${second} is closed: version 1, \\d statements, -15\\.26\\.`, 'u'));
    expect(await lab.totals(second)).toMatchObject({ alpha: '3.50', beta: '-18.76' });
    const listed = await orgledger('statement', 'list', '--payer', payer, '--month', second);
    expect(listed.out).toContain('-18.76');
  };

  const aCollectionIsDatedAhead = async (): Promise<void> => {
    const ahead = `${afterThird}-20T03:00:00.000Z`;
    lab.clock.set(`${afterThird}-09T04:00:00.000Z`);
    await lab.observe(third, ahead, { [accounts.alpha]: [cell('Usage', '1.00')] });
    const { err } = await closes(third);
    expect(err).toContain(`CLOCK_SKEW: A collection of ${third} is dated ${ahead}, but it is ${afterThird}-09T04:00:00.000Z`);
    expect(err).toContain('→ Set the clocks right (NTP).');
    lab.clock.set(`${afterThird}-20T04:00:00.000Z`);
    expect((await closes(third)).out).toContain(`${third} is closed`);
  };

  const aMonthIsReopened = async (): Promise<void> => {
    const reason = 'An account was on the wrong tenant.';
    expect((await orgledger('month', 'reopen', payer, first, '--reason', reason)).code).toBe(0);
    expect(await ofMonth(first, 'month', 'state')).toEqual({ state: 'REOPENED' });
    const { data } = await api.ask('query ($stream: String!) { history(stream: $stream, first: 1) { type actor { kind id } data } }', {
      stream: meteringStreams.month(payer, first),
    });
    const [stored] = (data as { readonly history: readonly { readonly actor: { readonly id: string } }[] }).history;
    expect(stored).toMatchObject({ type: 'MonthReopened', data: { version: 1, reason } });
    expect(stored?.actor.id).toMatch(/./u);
    expect(await ofMonth(first, 'monthVersions', 'version reopened { reason by }')).toEqual([
      { version: 1, reopened: { reason, by: stored?.actor.id } },
    ]);
  };

  const ofMonth = async (month: Month, query: string, select: string): Promise<unknown> => {
    const document = `query ($payer: String!, $month: String!) { answer: ${query}(payerAccountId: $payer, month: $month) { ${select} } }`;
    const { data, errors } = await api.ask(document, { payer, month });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.answer;
  };
});
