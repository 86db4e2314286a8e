import { meteringStreams } from '@orgledger/metering';
import { ClosingLab, example51, payer } from './support/closing-lab.js';

describe('closing a month', () => {
  let lab: ClosingLab;
  beforeEach(async () => (lab = await ClosingLab.start()));
  afterEach(() => lab.stop());

  it('makes one statement per tenant whose cents are the bill (5.1)', async () => {
    await lab.settleMonth('2026-06', example51);
    expect(await lab.close('2026-06')).toMatchObject({
      kind: 'closed',
      version: 1,
      figures: { statements: 3, total: '782.45', exact: '782.4506780000' },
    });
    expect(await lab.totals('2026-06')).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });
    expect(await lab.months.month('2026-07-08T05:00:00.000Z', payer, '2026-06')).toMatchObject({
      state: 'closed',
      version: 1,
      figures: { total: '782.45' },
    });
    expect((await lab.events(meteringStreams.month(payer, '2026-06'))).map(({ type }) => type)).toEqual([
      'MonthCloseRequested',
      'MonthCloseStarted',
      'MonthClosed',
    ]);
  });
});
