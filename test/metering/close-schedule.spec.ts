import { createLogger } from '@orgledger/observability';
import { meteringStreams, MonthCloser } from '@orgledger/metering';
import { accounts, cell, ClosingLab, example51, example55, payer } from './support/closing-lab.js';
import { eventually } from '../replication/support/eventually.js';

const june = '2026-06';
const july = '2026-07';
const later = '2026-09-01T00:00:00.000Z';

describe('the closing process', () => {
  let lab: ClosingLab;
  let closer: MonthCloser;

  const start = async (closeAt: string | undefined): Promise<void> => {
    const { store, views, projections, tasks, clock } = lab;
    closer = new MonthCloser({ store, views, projections, tasks, clock, logger: createLogger('spec', 'silent'), closeAt });
    await closer.start();
  };
  const stateOf = async (month: string) => (await lab.months.month(later, payer, month))?.state;
  const becomes = (month: string, state: string) => eventually(async () => ((await stateOf(month)) === state ? state : undefined));
  const blockedBy = (month: string) =>
    eventually(async () => {
      const view = await lab.months.month(later, payer, month);
      return view?.blockedCloseId === undefined ? undefined : view.checks.filter(({ passed }) => !passed).map(({ code }) => code);
    });

  beforeEach(async () => (lab = await ClosingLab.start()));
  afterEach(async () => {
    await closer.stop();
    await lab.stop();
  });

  it('closes what has come to rest, one month after the other', async () => {
    await lab.settleMonth('2026-05', example51);
    await lab.settleMonth(june, example51);
    await start('04:00');
    await becomes('2026-05', 'closed');
    await becomes(june, 'closed');
  });

  it('closes a month when the collection that was missing has come', async () => {
    await lab.observe(june, '2026-07-06T03:00:00.000Z', example51);
    lab.clock.set('2026-07-08T04:00:00.000Z');
    await start('04:00');
    expect(await blockedBy(june)).toEqual(['PULLS_DIFFER']);
    await lab.observe(june, '2026-07-07T03:00:00.000Z', example51);
    await becomes(june, 'closed');
  });

  it('says once what blocks a month', async () => {
    await lab.observe(june, '2026-07-06T03:00:00.000Z', example51);
    await lab.observe(june, '2026-07-06T04:00:00.000Z', example51);
    lab.clock.set('2026-07-08T04:00:00.000Z');
    await start('04:00');
    expect(await blockedBy(june)).toEqual(['PULLS_DIFFER']);
    await lab.observe(june, '2026-07-06T05:00:00.000Z', example51);
    await lab.observe('2026-05', '2026-06-06T05:00:00.000Z', { [accounts.alpha]: [cell('Usage', '1.00')] });
    expect(await blockedBy('2026-05')).toEqual(['PULLS_DIFFER']);
    const events = await lab.events(meteringStreams.month(payer, june));
    expect(events.filter(({ type }) => type === 'MonthCloseBlocked')).toHaveLength(1);
  });

  it('closes on demand only, when the schedule is off', async () => {
    await lab.settleMonth(june, example51);
    await start(undefined);
    expect(await stateOf(june)).toBe('provisional');
    await lab.request(june);
    await becomes(june, 'closed');
  });

  it('takes up the closing that a process left behind', async () => {
    await lab.settleMonth(june, example51);
    await lab.request(june);
    await start('04:00');
    await becomes(june, 'closed');
  });

  it('restates a closed month after a collection, and corrects it with the next closing (5.5)', async () => {
    await lab.settleMonth(june, example51);
    await start('04:00');
    await becomes(june, 'closed');
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example55);
    await becomes(june, 'restated');
    await lab.settleMonth(july, { [accounts.alpha]: [cell('Usage', '10.00')] });
    await becomes(july, 'closed');
    await lab.settled();
    expect(await lab.totals(july)).toEqual({ alpha: '10.00', beta: '-5.00', gamma: '1.24' });
    expect(await lab.months.pendingCorrections(payer, june)).toEqual([]);
  });

  it('leaves a reopened month to who reopened it', async () => {
    await lab.settleMonth(june, example51);
    await start('04:00');
    await becomes(june, 'closed');
    await lab.reopen(june);
    lab.clock.set('2026-07-10T04:00:00.000Z');
    await lab.observe(june, '2026-07-10T03:00:00.000Z', example51);
    await lab.settled();
    expect(await stateOf(june)).toBe('reopened');
    await lab.request(june, 'two');
    await becomes(june, 'closed');
    expect(await lab.months.month(later, payer, june)).toMatchObject({ version: 2 });
  });
});
