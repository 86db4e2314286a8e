import { dyingAtAppend, ProcessDied } from '@orgledger/governance/testing';
import type { PaymentMethodEvent } from '@orgledger/governance';
import type { EventStore, Recorded } from '@orgledger/event-store';
import { makeUpPaymentMethods, meteringStreams, MonthCloser } from '@orgledger/metering';
import type { MeteringEvent, ViewsAt } from '@orgledger/metering';
import { createLogger } from '@orgledger/observability';
import { eventually } from '../replication/support/eventually.js';
import { accounts, cell, ClosingLab, example51, payer } from './support/closing-lab.js';

const june = '2026-06';
const july = '2026-07';
const workspaceIdentifier = 'ws-alpha';
const method = (
  paymentMethodIdentifier: string,
  more: { readonly expiresOn?: string; readonly tags?: Record<string, string> } = {},
): PaymentMethodEvent => ({
  type: 'PaymentMethodCreated',
  workspaceIdentifier,
  paymentMethodIdentifier,
  displayName: `Order ${paymentMethodIdentifier}`,
  tags: {},
  ...more,
});
const assigned = (projectIdentifier: string, paymentMethodIdentifier?: string, substituteIdentifier?: string): PaymentMethodEvent => ({
  type: 'ProjectPaymentMethodAssigned',
  workspaceIdentifier,
  projectIdentifier,
  ...(paymentMethodIdentifier === undefined ? {} : { paymentMethodIdentifier }),
  ...(substituteIdentifier === undefined ? {} : { substituteIdentifier }),
  why: 'set',
});

describe('payment methods of statements', () => {
  let lab: ClosingLab;
  beforeEach(async () => (lab = await ClosingLab.start()));
  afterEach(() => lab.stop());

  const at = async (now: string, ...events: readonly PaymentMethodEvent[]): Promise<void> => {
    lab.clock.set(now);
    for (const event of events) await lab.append(`paymentmethod-${workspaceIdentifier}`, event as never);
    await lab.settled();
  };
  const header = (month: string, version?: number) =>
    lab.statements.statement({ payerAccountId: payer, month, tenantId: 'alpha', ...(version === undefined ? {} : { version }) });
  const paidBy = async (month: string) => (await header(month))?.paymentMethod?.identifier;
  const close = async (month: string, name?: string): Promise<void> => {
    expect(await lab.close(month, name)).toMatchObject({ kind: 'closed' });
  };

  /** The reaction's handler over everything that is stored, as a process would that has seen nothing yet. */
  const makeUp = async (store: EventStore = lab.store): Promise<void> => {
    const { views, clock } = lab;
    const reaction = makeUpPaymentMethods({ store, views: views.read as ViewsAt, clock, visible: () => lab.settled() });
    const events: Recorded[] = [];
    for await (const event of lab.store.readAll({ filter: reaction.filter })) events.push(event);
    for (const event of events) await reaction.handle(event, new AbortController().signal);
    await lab.settled();
  };
  const madeUp = async (month: string, tenantId = 'alpha') =>
    (await lab.events(meteringStreams.statement(payer, month, tenantId))).filter(({ type }) => type === 'StatementPaymentMethodAssigned');

  it('are those of the month’s end, with their tags', async () => {
    await at('2026-06-10T00:00:00.000Z', method('june', { tags: { Order: '1' } }), method('july', { tags: { Order: '2' } }), assigned('dev', 'june'));
    await at('2026-07-01T00:00:00.000Z', assigned('dev', 'july'));
    await lab.settleMonth(june, example51);
    await close(june);
    expect((await header(june))?.holder).toMatchObject({
      paymentMethod: { identifier: 'june', displayName: 'Order june' },
      tags: { Order: '1' },
    });
    await lab.settleMonth(july, example51);
    await close(july);
    expect((await header(july))?.holder).toMatchObject({ paymentMethod: { identifier: 'july' }, tags: { Order: '2' } });
    await makeUp();
    expect([await madeUp(june), await madeUp(july)]).toEqual([[], []]);
    expect(await header(june)).not.toHaveProperty('paymentMethodAssignedAt');
  });

  it('pay through their last day; after that the substitute does, however late the daily job is', async () => {
    await at(
      '2026-05-10T00:00:00.000Z',
      method('short', { expiresOn: '2026-06-30' }),
      method('shorter', { expiresOn: '2026-07-30' }),
      method('long'),
      assigned('dev', 'short', 'shorter'),
    );
    await lab.settleMonth(june, example51);
    await close(june);
    expect(await paidBy(june)).toBe('short');
    await at('2026-07-20T00:00:00.000Z', assigned('dev', 'shorter', 'long'));
    await lab.settleMonth(july, example51);
    await close(july);
    expect(await paidBy(july)).toBe('long');
  });

  it('are made up for when they are set later, once, and the statement stays what it was', async () => {
    await lab.settleMonth(june, example51);
    await close(june);
    const before = await header(june);
    expect(before).not.toHaveProperty('paymentMethod');
    await at('2026-07-20T09:00:00.000Z', method('late'), assigned('dev', 'late'));
    await makeUp();
    expect(await header(june)).toEqual({
      ...before,
      paymentMethod: { identifier: 'late', displayName: 'Order late' },
      paymentMethodAssignedAt: '2026-07-20T09:00:00.000Z',
    });
    expect((await lab.statements.statements({ month: june, hasPaymentMethod: true })).nodes.map(({ holder }) => holder.tenantId)).toEqual(['alpha']);
    expect(await lab.tasks.verify({ payerAccountId: payer, month: june })).toMatchObject({ ok: true, statements: 3 });
    const head = await lab.store.head();
    await makeUp();
    expect(await lab.store.head()).toBe(head);
    await at('2026-07-21T09:00:00.000Z', method('later'), assigned('dev', 'later'));
    await makeUp();
    expect(await paidBy(june)).toBe('late');
  });

  it('are made up for when they were set between the month’s end and its closing', async () => {
    await at('2026-07-03T00:00:00.000Z', method('late'), assigned('dev', 'late'));
    await lab.settleMonth(june, example51);
    await close(june);
    expect((await header(june))?.holder).not.toHaveProperty('paymentMethod');
    await makeUp();
    expect(await paidBy(june)).toBe('late');
  });

  it('are made up for when one that had expired pays again', async () => {
    await at('2026-05-01T00:00:00.000Z', method('order', { expiresOn: '2026-06-15' }), assigned('dev', 'order'));
    await lab.settleMonth(june, example51);
    await close(june);
    await makeUp();
    expect(await paidBy(june)).toBeUndefined();
    const { type: _, ...content } = method('order', { expiresOn: '2026-12-31' }) as Extract<PaymentMethodEvent, { type: 'PaymentMethodCreated' }>;
    await at('2026-07-20T00:00:00.000Z', { type: 'PaymentMethodChanged', ...content });
    await makeUp();
    expect(await paidBy(june)).toBe('order');
  });

  it('are made up for in each version of a month that is closed again', async () => {
    await lab.settleMonth(june, example51);
    await close(june);
    await at('2026-07-20T09:00:00.000Z', method('late'), assigned('dev', 'late'));
    await makeUp();
    await lab.reopen(june);
    await close(june, 'again');
    expect(await header(june)).toMatchObject({ version: 2 });
    expect(await paidBy(june)).toBeUndefined();
    await makeUp();
    expect(await paidBy(june)).toBe('late');
    expect((await header(june, 1))?.paymentMethod).toEqual({ identifier: 'late', displayName: 'Order late' });
    expect(await madeUp(june)).toHaveLength(2);
  });

  it('of other projects and workspaces change nothing', async () => {
    await lab.settleMonth(june, example51);
    await close(june);
    await at('2026-07-20T09:00:00.000Z', method('late'), assigned('prod', 'late'), assigned('dev'));
    await makeUp();
    expect(await paidBy(june)).toBeUndefined();
  });

  describe('of several months and tenants', () => {
    const tenants = ['alpha', 'delta'];
    beforeEach(async () => {
      await lab.append(meteringStreams.accountTenancy('000000000004'), {
        type: 'AccountAssigned',
        accountId: '000000000004',
        from: '2026-01-01T00:00:00.000Z',
        why: 'created',
        tenantId: 'delta',
        workspaceIdentifier,
        projectIdentifier: 'dev',
        platformIdentifier: 'other',
      });
      const cells = { [accounts.alpha]: [cell('Usage', '10.00')], '000000000004': [cell('Usage', '5.00')] };
      for (const month of [june, july]) {
        await lab.settleMonth(month, cells);
        await close(month);
      }
      await at('2026-08-20T09:00:00.000Z', method('late'), assigned('dev', 'late'));
    });

    const deaths = [1, 2, 3, 4].flatMap((append) => (['before', 'after'] as const).map((when) => ({ append, when })));

    it.each(deaths)('are made up for once each by a process that dies $when append $append and the next one', async ({ append, when }) => {
      const dying = dyingAtAppend(lab.store, append, when);
      await expect(makeUp(dying.store)).rejects.toThrow(ProcessDied);
      await makeUp();
      for (const month of [june, july])
        for (const tenantId of tenants) {
          expect(await madeUp(month, tenantId)).toHaveLength(1);
          expect((await lab.statements.statement({ payerAccountId: payer, month, tenantId }))?.paymentMethod?.identifier).toBe('late');
        }
    });

    it('are made up for once each by two processes at once', async () => {
      await Promise.all([makeUp(), makeUp()]);
      for (const month of [june, july]) for (const tenantId of tenants) expect(await madeUp(month, tenantId)).toHaveLength(1);
    });
  });

  it('are made up for by the closing process', async () => {
    await lab.settleMonth(june, example51);
    await close(june);
    const { store, views, projections, tasks, clock } = lab;
    const closer = new MonthCloser({ store, views, projections, tasks, clock, logger: createLogger('spec', 'silent'), closeAt: undefined });
    await closer.start();
    await at('2026-07-20T09:00:00.000Z', method('late'), assigned('dev', 'late'));
    await eventually(() => paidBy(june));
    await closer.stop();
    expect(await paidBy(june)).toBe('late');
  });
});
