import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostGroup, CostPage } from '@orgledger/aws';
import { formatUnits, parseUnits } from '@orgledger/kernel';
import { decodeCells } from '../observation/cells.js';
import { MonthReading } from './month-reading.js';

const period = { start: '2026-03-01', end: '2026-04-01' };
const [shop, lab] = ['444444444444', '555555555555'] as const;

const group = (keys: readonly string[], unblended: string, amortized = unblended, unit: string | undefined = 'USD'): CostGroup => ({
  keys,
  amounts: Object.fromEntries(
    Object.entries({ UnblendedCost: unblended, AmortizedCost: amortized, NetUnblendedCost: unblended, NetAmortizedCost: amortized }).map(
      ([metric, amount]) => [metric, { amount, unit }],
    ),
  ),
});
const page = (...groups: readonly CostGroup[]): CostPage => ({
  results: [{ period, estimated: false, total: {}, groups }],
  accountNames: { [shop]: 'shop' },
});
const totalOf = (amount: string): CostPage => ({ results: [{ ...page().results[0]!, total: group([], amount).amounts }], accountNames: {} });

/** A month of two accounts: Usage of two services, Tax. */
const reading = (): MonthReading => {
  const month = new MonthReading('2026-03', 'USD');
  month.addTotal(totalOf('20.69'));
  month.addRecordTypes(page(group([shop, 'Usage'], '15'), group([shop, 'Tax'], '0.69')));
  month.addRecordTypes(page(group([lab, 'Usage'], '5')));
  month.addServices(page(group([shop, 'Amazon S3'], '10'), group([shop, 'Amazon EC2'], '5'), group([lab, 'Amazon S3'], '5')), 'Usage');
  month.addServices(page(group([shop, 'Tax'], '0.69')), 'Tax');
  return month;
};

const cellsOf = (month: MonthReading, accountId: string) => decodeCells(month.finish().cells.get(accountId) ?? '[]');

describe('reading a month', () => {
  it('puts pages together, and finds nothing where C1, C2 and C3 agree', () => {
    const costs = reading().finish();
    expect([...costs.cells.keys()]).toEqual([shop, lab]);
    expect(costs).toMatchObject({ estimated: false, findings: [], totals: { unblended: '20.69', netAmortized: '20.69' } });
    expect(costs.accountNames.get(shop)).toBe('shop');
  });

  it('merges a group that the next page repeats instead of counting it twice', () => {
    const month = reading();
    month.addServices(page(group([lab, 'Amazon S3'], '5')), 'Usage');
    month.addRecordTypes(page(group([lab, 'Usage'], '5')));
    expect(month.finish().findings).toEqual([]);
  });

  it('trap 20: C1 and C2 check each other and are never joined: a difference is found with account and record type', () => {
    const month = reading();
    month.addServices(page(group([lab, 'AWS Lambda'], '0.01')), 'Usage');
    expect(month.finish().findings).toMatchObject([
      { code: 'CUBES_DISAGREE', accountId: lab, subject: 'Usage', message: expect.stringContaining('5 against 5.01') as string },
    ]);
  });

  it('trap 2: compares with the total of the ungrouped call', () => {
    const month = reading();
    month.addTotal(totalOf('21'));
    expect(month.finish().findings).toMatchObject([{ code: 'CUBES_DISAGREE', subject: 'C3' }]);
  });

  it('leaves to rounding what AWS rounds', () => {
    const month = reading();
    month.addTotal(totalOf('20.6900000001'));
    month.addServices(page(group([lab, 'Amazon S3'], '4.9999999999')), 'Usage');
    expect(month.finish().findings).toEqual([]);
  });

  it('keeps unknown record types and tells of them', () => {
    const month = reading();
    month.addTotal(totalOf('21.69'));
    month.addRecordTypes(page(group([lab, 'FlatRateSubscription'], '1')));
    month.addServices(page(group([lab, 'Amazon QuickSight'], '1')), 'FlatRateSubscription');
    expect(month.finish().findings).toMatchObject([{ code: 'UNKNOWN_RECORD_TYPE', subject: 'FlatRateSubscription' }]);
  });

  it('tells marketplace cells from others, and splits a service that has both', () => {
    const month = reading();
    month.addMarketplaceServices(page(group([shop, 'Amazon EC2'], '5'), group([shop, 'Amazon S3'], '2.5')), 'Usage');
    expect(cellsOf(month, shop).filter(({ recordType }) => recordType === 'Usage')).toEqual([
      { recordType: 'Usage', service: 'Amazon EC2', marketplace: true, unblended: '5', amortized: '5' },
      expect.objectContaining({ service: 'Amazon S3', marketplace: false, unblended: '7.5' }),
      { recordType: 'Usage', service: 'Amazon S3', marketplace: true, unblended: '2.5', amortized: '2.5' },
    ]);
  });

  it('keeps a negative total and tells of it', () => {
    const month = new MonthReading('2026-03', 'USD');
    month.addTotal(totalOf('-5.00'));
    month.addRecordTypes(page(group([shop, 'Credit'], '-5.00')));
    month.addServices(page(group([shop, 'Amazon S3'], '-5.00')), 'Credit');
    const { findings, totals } = month.finish();
    expect(totals.unblended).toBe('-5.00');
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['NEGATIVE_TOTAL']));
    expect(findings[0]?.message).toContain('-5');
  });

  it('trap 9: keeps binary noise as sent and computes with ten digits', () => {
    const month = new MonthReading('2026-03', 'USD');
    month.addTotal(totalOf('21.5760000000000001'));
    month.addRecordTypes(page(group([shop, 'Usage'], '21.576')));
    month.addServices(page(group([shop, 'Amazon S3'], '2.1576E1')), 'Usage');
    expect(month.finish().findings).toEqual([]);
    const again = new MonthReading('2026-03', 'USD');
    again.addServices(page(group([shop, 'Amazon S3'], '21.5760000000000001')), 'Usage');
    expect(cellsOf(again, shop)[0]?.unblended).toBe('21.5760000000000001');
  });

  it('takes net from gross where they are the same text, and keeps it where they differ', () => {
    const amounts = { ...group([], '5').amounts, NetUnblendedCost: { amount: '4.85', unit: 'USD' } };
    const month = new MonthReading('2026-03', 'USD');
    month.addServices(page({ keys: [shop, 'Amazon S3'], amounts }), 'Usage');
    expect(cellsOf(month, shop)).toEqual([
      { recordType: 'Usage', service: 'Amazon S3', marketplace: false, unblended: '5', amortized: '5', netUnblended: '4.85' },
    ]);
  });

  it.each([
    ['a lot', 'USD', 'AMOUNT_MALFORMED'],
    ['', 'USD', 'AMOUNT_MALFORMED'],
    ['1,000.00', 'USD', 'AMOUNT_MALFORMED'],
    ['1', 'EUR', 'CURRENCY_UNEXPECTED'],
    ['1', undefined, 'CURRENCY_UNEXPECTED'],
  ])('refuses a month with the amount %j in %s, and names where it stands', (amount, unit, code) => {
    const month = new MonthReading('2026-03', 'USD');
    const read = () => {
      month.addServices(
        page({
          keys: [shop, 'Amazon S3'],
          amounts: Object.fromEntries(['UnblendedCost', 'AmortizedCost'].map((metric) => [metric, { amount, unit }])),
        }),
        'Usage',
      );
      month.finish();
    };
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(shop) as string }) as Error);
  });

  it('adds up the real charges of several accounts by record type', () => {
    const file = join(__dirname, '../../../../test/data/cost-explorer/GetCostAndUsage_monthly_charges_per_account.json');
    const { ResultsByTime } = JSON.parse(readFileSync(file, 'utf8')) as {
      ResultsByTime: [{ Groups: { Keys: [string, string]; Metrics: { UnblendedCost: { Amount: string } } }[] }];
    };
    const month = new MonthReading('2026-03', 'USD');
    const groups = ResultsByTime[0].Groups.map(({ Keys, Metrics }) => group(Keys, Metrics.UnblendedCost.Amount));
    month.addRecordTypes(page(...groups));
    for (const {
      keys: [account = '', type = ''],
      amounts,
    } of groups)
      month.addServices(page({ keys: [account, 'all'], amounts }), type);
    const sum = cellsOf(month, '123456789012').reduce((total, { unblended }) => total + parseUnits(unblended), 0n);
    expect(formatUnits(sum)).toBe('31.1807088911');
    expect(month.recordTypes()).toContain('Solution Provider Program Discount');
  });
});
