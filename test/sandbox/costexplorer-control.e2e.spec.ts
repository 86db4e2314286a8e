import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetCostAndUsageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansUtilizationDetailsCommand,
  paginateGetSavingsPlansUtilizationDetails,
} from '@aws-sdk/client-cost-explorer';
import type { GroupDefinition } from '@aws-sdk/client-cost-explorer';
import type { CostSandbox } from './support/cost-sandbox.js';
import { amount, everyPage, startCostSandbox, sumOf, units } from './support/cost-sandbox.js';

interface Invoice {
  readonly total: string;
  readonly lines: readonly { readonly accountId: string; readonly service: string; readonly chargeType: string; readonly amount: string }[];
}

interface RecordedCosts {
  readonly GroupDefinitions?: readonly GroupDefinition[];
  readonly ResultsByTime: readonly { readonly TimePeriod: { readonly Start: string; readonly End: string } }[];
}

const recording = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(__dirname, '../data/cost-explorer', `${name}.json`), 'utf8')) as Record<string, unknown>;

const withoutMetadata = (answer: object): object => ({ ...answer, $metadata: undefined });

let aws: CostSandbox;
afterEach(() => aws.close());

describe('GET /_sandbox/invoice', () => {
  it.each(['north', 'south', 'east', 'west'])(
    'sums lines of whole cents to what Cost Explorer shows in cash, but for rounding (seed %s)',
    async (seed) => {
      aws = await startCostSandbox('2026-04-08T12:00:00Z', { seed });
      await aws.control('POST', '/seed', { accounts: 12, costs: { months: 4 } });
      for (const [month, End] of [
        ['2026-02', '2026-03-01'],
        ['2026-03', '2026-04-01'],
      ]) {
        // prettier-ignore
        const invoice = await aws.control<Invoice>('GET', `/invoice?month=${month!}`);
        expect(invoice.lines.reduce((sum, line) => sum + units(line.amount), 0n)).toBe(units(invoice.total));
        const [row] = await everyPage(aws.ce, {
          TimePeriod: { Start: `${month!}-01`, End: End! },
          Granularity: 'MONTHLY',
          Metrics: ['UnblendedCost'],
        });
        const gap = amount(row!.Total, 'UnblendedCost') - units(invoice.total);
        const halfACent = 50_000_000n;
        expect((gap < 0n ? -gap : gap) <= halfACent * BigInt(invoice.lines.length + 200)).toBe(true);
        const types = await everyPage(aws.ce, { TimePeriod: { Start: `${month!}-01`, End: End! }, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'], GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }] }); // prettier-ignore
        for (const group of types[0]!.Groups!) {
          const lines = invoice.lines.filter(({ chargeType }) => chargeType === group.Keys![0]);
          const charged = lines.reduce((sum, line) => sum + units(line.amount), 0n);
          const difference = amount(group.Metrics, 'UnblendedCost') - charged;
          if (!/CoveredUsage|Negation/.test(group.Keys![0]!))
            expect([group.Keys![0], (difference < 0n ? -difference : difference) <= halfACent * BigInt(lines.length + 100)]).toEqual([
              group.Keys![0],
              true,
            ]);
        }
      }
    },
  );

  it('refuses what is no month', async () => {
    aws = await startCostSandbox('2026-04-08T12:00:00Z');
    await expect(aws.control('GET', '/invoice?month=2026-13')).rejects.toThrow('YYYY-MM');
  });
});

describe('recorded answers', () => {
  const groupsOf = (answer: RecordedCosts): GroupDefinition[] => [...(answer.GroupDefinitions ?? [])];

  it('are given as they were recorded, to the operation, period and groups that they belong to', async () => {
    aws = await startCostSandbox('2024-04-08T12:00:00Z');
    const costs = ['daily_costs_per_account', 'monthly_charges_per_account', 'monthly_costs_for_account', 'monthly_services_per_account', 'monthly_usages_per_account', 'usageQuantity_account_x_usagetype_2024-02'].map((name) => recording(`GetCostAndUsage_${name}`) as unknown as RecordedCosts); // prettier-ignore
    const [plans, reservations] = ['GetSavingsPlansUtilizationDetails_2024-02', 'GetReservationUtilization_rds_2024-02'].map(recording);
    await aws.control('POST', '/costs', {
      replay: [
        { operation: 'GetSavingsPlansUtilizationDetails', start: '2024-02-01', answer: plans },
        { operation: 'GetReservationUtilization', start: '2024-02-01', answer: reservations },
        ...costs.map((answer) => ({ operation: 'GetCostAndUsage', start: answer.ResultsByTime[0]!.TimePeriod.Start, answer })),
      ],
    });
    const TimePeriod = { Start: '2024-02-01', End: '2024-03-01' };
    const details = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod }));
    expect(withoutMetadata(details)).toEqual({ ...plans, $metadata: undefined });
    const utilization = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] })); // prettier-ignore
    expect(withoutMetadata(utilization)).toEqual({ ...reservations, $metadata: undefined });
    for (const answer of costs) {
      const [row] = answer.ResultsByTime;
      const given = await aws.ce.send(new GetCostAndUsageCommand({ TimePeriod: row!.TimePeriod, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'], GroupBy: groupsOf(answer) })); // prettier-ignore
      expect(withoutMetadata(given)).toEqual({ ...answer, $metadata: undefined });
    }
    const [march] = await everyPage(aws.ce, { TimePeriod: { Start: '2024-03-01', End: '2024-04-01' }, Granularity: 'MONTHLY', Metrics: ['UsageQuantity'] }); // prettier-ignore
    expect(march!.TimePeriod!.Start).toBe('2024-03-01');
  });
});

describe('POST /_sandbox/costs', () => {
  const spend = async (period: readonly [string, string]): Promise<bigint> => {
    const [row] = await everyPage(aws.ce, { TimePeriod: { Start: period[0], End: period[1] }, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'], GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }] }); // prettier-ignore
    return sumOf(row!.Groups, 'UnblendedCost');
  };

  it('gives accounts that are there a past, and charges of every kind', async () => {
    aws = await startCostSandbox('2026-04-20T12:00:00Z');
    const { accountIds } = await aws.control<{ accountIds: string[] }>('POST', '/seed', { accounts: 12 });
    expect(await spend(['2026-01-01', '2026-02-01'])).toBe(0n);
    const planted = await aws.control<{ firstMonth: string; commitments: number; lines: number }>('POST', '/costs', { months: 4 });
    expect(planted).toMatchObject({ firstMonth: '2025-12', commitments: 11 });
    expect(planted.lines).toBeGreaterThan(20);
    expect((await spend(['2025-12-01', '2026-01-01'])) > units('1000')).toBe(true);
    expect(await spend(['2025-11-01', '2025-12-01'])).toBeLessThan(units('0.000001') + (await spend(['2025-12-01', '2026-01-01'])));
    const [rows] = await everyPage(aws.ce, { TimePeriod: { Start: '2026-03-01', End: '2026-04-01' }, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'], GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }] }); // prettier-ignore
    expect(rows!.Groups!.map(({ Keys }) => Keys![0])).toEqual(
      expect.arrayContaining(['DiscountedUsage', 'Enterprise Discount Program Discount', 'RIFee', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'SavingsPlanRecurringFee', 'Support', 'Tax', 'Usage']), // prettier-ignore
    );
    expect(accountIds).toHaveLength(12);
  });

  it('restores a snapshot to the same costs, and draws the same from the same seed', async () => {
    aws = await startCostSandbox('2026-04-20T12:00:00Z');
    await aws.control('POST', '/seed', { accounts: 5, costs: { months: 3 } });
    const month = ['2026-03-01', '2026-04-01'] as const;
    const before = await spend(month);
    const snapshot = await aws.control('GET', '/snapshot');
    await aws.control('POST', '/costs', { profile: 'none' });
    expect(await spend(month)).not.toBe(before);
    await aws.control('POST', '/snapshot', snapshot);
    expect(await spend(month)).toBe(before);
    await aws.control('POST', '/reset', {});
    await aws.control('POST', '/seed', { accounts: 5, costs: { months: 3 } });
    expect(await spend(month)).toBe(before);
  });

  it.each([
    [{ lines: [{ month: '2026-3', accountId: '1', recordType: 'Usage', service: 'x', amount: '1' }] }, 'month'],
    [{ lines: [{ month: '2026-03', accountId: '123456789012', recordType: 'Usage', service: 'x', amount: '1e3' }] }, 'amount'],
    [{ lines: [{ month: '2026-03', accountId: '123456789012', recordType: 'Usage', service: 'x', amount: '1' }] }, 'no account'],
    [{ commitments: [{ kind: 'lease' }] }, 'kind'],
    [{ accountIds: ['123456789012'], months: 2 }, 'accountIds'],
    [{ end: [{ id: 'x', at: '2026-03-01' }] }, 'no commitment'],
    [{ leave: ['123456789012'] }, 'leave'],
  ])('refuses %j', async (spec, message) => {
    aws = await startCostSandbox('2026-04-20T12:00:00Z');
    await expect(aws.control('POST', '/costs', spec)).rejects.toThrow(message);
  });

  it('lists the savings plans of many accounts in pages', async () => {
    aws = await startCostSandbox('2026-04-20T12:00:00Z');
    await aws.control('POST', '/seed', { accounts: 700, costs: { months: 2 } });
    const TimePeriod = { Start: '2026-03-01', End: '2026-04-01' };
    const arns: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateGetSavingsPlansUtilizationDetails({ client: aws.ce }, { TimePeriod })) {
      pages += 1;
      arns.push(...page.SavingsPlansUtilizationDetails!.map(({ SavingsPlanArn }) => SavingsPlanArn));
    }
    expect(pages).toBeGreaterThan(1);
    expect(new Set(arns).size).toBe(arns.length);
  });
});
