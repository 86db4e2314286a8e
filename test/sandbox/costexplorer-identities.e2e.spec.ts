import type { Expression, MetricValue, ReservationUtilizationGroup, SavingsPlansUtilizationDetail } from '@aws-sdk/client-cost-explorer';
import {
  GetDimensionValuesCommand,
  GetReservationCoverageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansCoverageCommand,
  GetSavingsPlansUtilizationDetailsCommand,
  paginateGetSavingsPlansUtilizationDetails,
} from '@aws-sdk/client-cost-explorer';
import type { CostSandbox } from './support/cost-sandbox.js';
import { amount, everyPage, startCostSandbox, sumOf, units } from './support/cost-sandbox.js';

const metrics = ['UnblendedCost', 'AmortizedCost', 'NetUnblendedCost', 'NetAmortizedCost', 'BlendedCost'];
const services = ['Amazon Elastic Compute Cloud - Compute', 'Amazon Relational Database Service', 'Amazon ElastiCache', 'Amazon Redshift', 'Amazon OpenSearch Service']; // prettier-ignore
const YEAR = 8760n;
const ROW = 100n;

interface Period {
  readonly Start: string;
  readonly End: string;
}

const near = (one: bigint, other: bigint, tolerance: bigint): boolean => (one > other ? one - other : other - one) <= tolerance;

const dimension = (Key: 'RECORD_TYPE' | 'RESERVATION_ID' | 'SAVINGS_PLAN_ARN' | 'SERVICE', ...Values: string[]): Expression => ({
  Dimensions: { Key, Values },
});

/** One month of one organisation, asked through the SDK. */
class Asked {
  constructor(
    private readonly aws: CostSandbox,
    readonly period: Period,
  ) {}

  async groups(keys: readonly string[], more: { Filter?: Expression; Granularity?: 'MONTHLY' | 'DAILY' } = {}) {
    const GroupBy = keys.map((Key) => ({ Type: 'DIMENSION' as const, Key }));
    const rows = await everyPage(this.aws.ce, { TimePeriod: this.period, Granularity: 'MONTHLY', Metrics: metrics, GroupBy, ...more });
    return rows.flatMap((row) => row.Groups ?? []);
  }

  async total(Filter?: Expression, Granularity: 'MONTHLY' | 'DAILY' = 'MONTHLY'): Promise<readonly Record<string, MetricValue>[]> {
    const rows = await everyPage(this.aws.ce, { TimePeriod: this.period, Granularity, Metrics: metrics, ...(Filter ? { Filter } : {}) });
    return rows.map((row) => row.Total ?? {});
  }

  async sum(metric: string, Filter?: Expression): Promise<bigint> {
    return (await this.total(Filter)).reduce((sum, total) => sum + amount(total, metric), 0n);
  }

  async recordTypes(): Promise<readonly string[]> {
    const { DimensionValues } = await this.aws.ce.send(new GetDimensionValuesCommand({ TimePeriod: this.period, Dimension: 'RECORD_TYPE' }));
    return DimensionValues!.map(({ Value }) => Value!);
  }

  async reservations(): Promise<readonly ReservationUtilizationGroup[]> {
    const found: ReservationUtilizationGroup[] = [];
    for (const service of services) {
      const { UtilizationsByTime } = await this.aws.ce.send(
        new GetReservationUtilizationCommand({
          TimePeriod: this.period,
          GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
          Filter: dimension('SERVICE', service),
        }),
      );
      found.push(...UtilizationsByTime!.flatMap(({ Groups }) => Groups ?? []));
    }
    return found;
  }

  async plans(): Promise<readonly SavingsPlansUtilizationDetail[]> {
    const found: SavingsPlansUtilizationDetail[] = [];
    for await (const page of paginateGetSavingsPlansUtilizationDetails({ client: this.aws.ce, pageSize: 3 }, { TimePeriod: this.period }))
      found.push(...(page.SavingsPlansUtilizationDetails ?? []));
    return found;
  }
}

const checkPartition = async (month: Asked): Promise<void> => {
  const [total] = await month.total();
  const daily = await month.total(undefined, 'DAILY');
  const byKey = await Promise.all(
    ['LINKED_ACCOUNT', 'RECORD_TYPE', 'SERVICE', 'USAGE_TYPE', 'REGION', 'OPERATION'].map((key) => month.groups([key])),
  );
  const pairs = await month.groups(['LINKED_ACCOUNT', 'RECORD_TYPE']);
  const cube = (await Promise.all((await month.recordTypes()).map((type) => month.groups(['LINKED_ACCOUNT', 'SERVICE'], { Filter: dimension('RECORD_TYPE', type) })))).flat(); // prettier-ignore
  for (const metric of metrics) {
    const whole = amount(total, metric);
    for (const groups of [...byKey, pairs, cube]) expect(sumOf(groups, metric)).toBe(whole);
    expect(daily.reduce((sum, day) => sum + amount(day, metric), 0n)).toBe(whole);
  }
};

const checkReservation = async (month: Asked, { Value, Attributes, Utilization }: ReservationUtilizationGroup): Promise<void> => {
  const field = (name: keyof NonNullable<typeof Utilization>): bigint => units(Utilization![name]);
  const total = field('TotalAmortizedFee');
  expect(field('PurchasedHours')).toBe(field('TotalActualHours') + field('UnusedHours'));
  expect(total).toBe(field('AmortizedUpfrontFee') + field('AmortizedRecurringFee'));
  expect(field('NetRISavings')).toBe(field('OnDemandCostOfRIHoursUsed') - total);
  const hours = field('PurchasedHours');
  expect(near(field('AmortizedRecurringFee') * 10n ** 10n, units(Attributes!.hourlyRecurringFee) * hours, 10n ** 10n)).toBe(true);
  if (hours > 0n) expect(near(field('RICostForUnusedHours') * hours, total * field('UnusedHours'), hours)).toBe(true);
  const term = BigInt(Math.round((Date.parse(Attributes!.endDateTime!) + 1000 - Date.parse(Attributes!.startDateTime!)) / 3_600_000));
  expect([YEAR, 3n * YEAR]).toContain(term);
  const share = units(Attributes!.upfrontFee) * hours;
  expect(near(field('AmortizedUpfrontFee') * term * BigInt(Attributes!.numberOfInstances!) * 10n ** 10n, share, ROW * term * 10n ** 12n)).toBe(true);
  // Used and unused parts, the latter on the owner alone; cash and accrual.
  const groups = await month.groups(['LINKED_ACCOUNT', 'RECORD_TYPE'], { Filter: dimension('RESERVATION_ID', Value!) });
  const of = (type: string, metric: string): bigint => sumOf(groups.filter(({ Keys }) => Keys![1] === type), metric); // prettier-ignore
  expect(of('DiscountedUsage', 'AmortizedCost') + of('RIFee', 'AmortizedCost')).toBe(total);
  expect(near(of('RIFee', 'AmortizedCost'), field('RICostForUnusedHours'), 1n)).toBe(true);
  for (const { Keys } of groups) if (Keys![1] === 'RIFee') expect(Keys![0]).toBe(Attributes!.accountId);
  expect(of('DiscountedUsage', 'UnblendedCost')).toBe(0n);
  expect(of('RIFee', 'UnblendedCost')).toBe(field('AmortizedRecurringFee'));
  expect(sumOf(groups, 'AmortizedCost')).toBe(sumOf(groups, 'UnblendedCost') - of('Fee', 'UnblendedCost') + field('AmortizedUpfrontFee'));
};

const checkPlan = async (month: Asked, detail: SavingsPlansUtilizationDetail): Promise<void> => {
  const { Utilization, Savings, AmortizedCommitment, Attributes, SavingsPlanArn } = detail;
  const commitment = units(Utilization!.TotalCommitment);
  const hourly = units(Attributes!.HourlyCommitment);
  const term = Attributes!.PurchaseTerm === '3yr' ? 3n * YEAR : YEAR;
  expect(commitment).toBe(units(Utilization!.UsedCommitment) + units(Utilization!.UnusedCommitment));
  expect(commitment % hourly).toBe(0n);
  const hours = commitment / hourly;
  expect(units(AmortizedCommitment!.TotalAmortizedCommitment)).toBe(commitment);
  expect(units(AmortizedCommitment!.AmortizedRecurringCommitment)).toBe(units(Attributes!.RecurringHourlyFee) * hours);
  expect(units(AmortizedCommitment!.AmortizedUpfrontCommitment)).toBe(commitment - units(Attributes!.RecurringHourlyFee) * hours);
  expect(units(Savings!.NetSavings)).toBe(units(Savings!.OnDemandCostEquivalent) - commitment);
  expect(near(units(Attributes!.RecurringHourlyFee) * term, hourly * term - units(Attributes!.UpfrontFee), 50n * term)).toBe(true);
  expect(units(Attributes!.RecurringHourlyFee) % 100n).toBe(0n);
  const groups = await month.groups(['LINKED_ACCOUNT', 'RECORD_TYPE'], { Filter: dimension('SAVINGS_PLAN_ARN', SavingsPlanArn!) });
  const of = (type: string, metric: string): bigint => sumOf(groups.filter(({ Keys }) => Keys![1] === type), metric); // prettier-ignore
  expect(of('SavingsPlanCoveredUsage', 'AmortizedCost')).toBe(units(Utilization!.UsedCommitment));
  expect(of('SavingsPlanRecurringFee', 'AmortizedCost')).toBe(units(Utilization!.UnusedCommitment));
  expect(of('SavingsPlanCoveredUsage', 'UnblendedCost')).toBe(units(Savings!.OnDemandCostEquivalent));
  expect(of('SavingsPlanCoveredUsage', 'UnblendedCost') + of('SavingsPlanNegation', 'UnblendedCost')).toBe(0n);
  expect([of('SavingsPlanNegation', 'AmortizedCost'), of('SavingsPlanUpfrontFee', 'AmortizedCost'), of('Refund', 'AmortizedCost')]).toEqual([
    0n,
    0n,
    0n,
  ]);
  for (const { Keys } of groups) if (Keys![1]!.endsWith('Fee')) expect(Keys![0]).toBe(Attributes!.AccountId);
  const oneTime = of('SavingsPlanUpfrontFee', 'UnblendedCost') + of('Refund', 'UnblendedCost');
  expect(sumOf(groups, 'AmortizedCost')).toBe(sumOf(groups, 'UnblendedCost') - oneTime + units(AmortizedCommitment!.AmortizedUpfrontCommitment));
};

const checkBridge = async (month: Asked): Promise<void> => {
  const reservations = await month.reservations();
  const plans = await month.plans();
  const ids = reservations.map(({ Value }) => Value!);
  const arns = plans.map(({ SavingsPlanArn }) => SavingsPlanArn!);
  const upfront =
    (await month.sum('UnblendedCost', dimension('RECORD_TYPE', 'SavingsPlanUpfrontFee'))) +
    (ids.length > 0 ? await month.sum('UnblendedCost', { And: [dimension('RECORD_TYPE', 'Fee'), dimension('RESERVATION_ID', ...ids)] }) : 0n) +
    (arns.length > 0 ? await month.sum('UnblendedCost', { And: [dimension('RECORD_TYPE', 'Refund'), dimension('SAVINGS_PLAN_ARN', ...arns)] }) : 0n);
  const amortized =
    reservations.reduce((sum, { Utilization }) => sum + units(Utilization!.AmortizedUpfrontFee), 0n) +
    plans.reduce((sum, { AmortizedCommitment }) => sum + units(AmortizedCommitment!.AmortizedUpfrontCommitment), 0n);
  expect(await month.sum('AmortizedCost')).toBe((await month.sum('UnblendedCost')) - upfront + amortized);
  for (const reservation of reservations) await checkReservation(month, reservation);
  for (const plan of plans) await checkPlan(month, plan);
};

const checkNetAndBlended = async (month: Asked): Promise<void> => {
  expect(await month.sum('BlendedCost')).toBe(await month.sum('UnblendedCost'));
  expect(await month.sum('NetUnblendedCost')).toBe(await month.sum('UnblendedCost'));
  expect(await month.sum('NetAmortizedCost')).toBe(await month.sum('AmortizedCost'));
  for (const { Metrics } of await month.groups(['LINKED_ACCOUNT', 'SERVICE'], { Filter: dimension('RECORD_TYPE', 'Usage') }))
    if (amount(Metrics, 'UnblendedCost') >= 0n) expect(amount(Metrics, 'NetUnblendedCost') <= amount(Metrics, 'UnblendedCost')).toBe(true);
};

const checkCoverage = async (aws: CostSandbox, TimePeriod: Period): Promise<void> => {
  const plans = await aws.ce.send(new GetSavingsPlansCoverageCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }] }));
  for (const { Coverage } of plans.SavingsPlansCoverages!)
    expect(units(Coverage!.TotalCost)).toBe(units(Coverage!.SpendCoveredBySavingsPlans) + units(Coverage!.OnDemandCost));
  const reserved = await aws.ce.send(new GetReservationCoverageCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'INSTANCE_TYPE' }] }));
  for (const { Coverage } of reserved.CoveragesByTime![0]!.Groups!)
    expect(units(Coverage!.CoverageHours!.TotalRunningHours)).toBe(
      units(Coverage!.CoverageHours!.OnDemandHours) + units(Coverage!.CoverageHours!.ReservedHours),
    );
};

let aws: CostSandbox;
afterEach(() => aws.close());

const seeds = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

describe('identities I1 to I11 of generated organisations', () => {
  it.each(seeds)('hold for seed %s in closed months and in the open one', async (seed) => {
    aws = await startCostSandbox('2026-03-19T08:00:00Z', { seed });
    await aws.control('POST', '/seed', { accounts: 9, costs: { months: 4 } });
    const last = { Start: '2026-02-01', End: '2026-03-01' };
    for (const period of [last, { Start: '2026-03-01', End: '2026-03-18' }]) {
      const month = new Asked(aws, period);
      await checkPartition(month);
      await checkBridge(month);
      await checkNetAndBlended(month);
    }
    await checkCoverage(aws, last);
  });
});

describe('identities I12 and I13 over a whole term', () => {
  const months = (first: string, count: number): readonly Period[] => {
    const [year = 0, month = 0] = first.split('-').map(Number);
    const day = (index: number): string => new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 10);
    return Array.from({ length: count }, (_, index) => ({ Start: day(index), End: day(index + 1) }));
  };

  it('amortises the whole upfront fee, and costs by accrual what it costs in cash', async () => {
    aws = await startCostSandbox('2027-07-12T08:00:00Z');
    const ownerId = aws.sandbox.platformAccountId;
    const uses = [{ month: '2026-08', accountId: aws.sandbox.automationAccountId, hours: '500', used: '700', onDemand: '1000' }];
    await aws.control('POST', '/costs', {
      since: '2026-01-01',
      profile: 'none',
      commitments: [
        { kind: 'reservation', id: '77777777777', ownerId, paymentOption: 'Partial Upfront', startAt: '2026-06-15T12:34:56Z', upfrontFee: '1000', hourlyFee: '0.0123', count: 2, uses }, // prettier-ignore
        { kind: 'savingsPlan', id: 'arn:aws:savingsplans::1:savingsplan/x', ownerId, paymentOption: 'Partial Upfront', startAt: '2026-06-15T12:34:56Z', upfrontFee: '4500', hourlyCommitment: '1.00001', uses }, // prettier-ignore
      ],
    });
    const sums = { upfront: 0n, planUpfront: 0n, accrual: 0n, cash: 0n };
    for (const period of months('2026-06', 13)) {
      const month = new Asked(aws, period);
      const { UtilizationsByTime } = await aws.ce.send(
        new GetReservationUtilizationCommand({ TimePeriod: period, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] }),
      );
      sums.upfront += units(UtilizationsByTime![0]!.Groups![0]!.Utilization!.AmortizedUpfrontFee);
      const details = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: period }));
      sums.planUpfront += units(details.SavingsPlansUtilizationDetails![0]!.AmortizedCommitment!.AmortizedUpfrontCommitment);
      sums.accrual += await month.sum('AmortizedCost');
      sums.cash += await month.sum('UnblendedCost');
    }
    const dollars = (text: string): bigint => units(text);
    expect(near(sums.upfront, dollars('1000'), 13n * 50n)).toBe(true);
    expect(near(sums.planUpfront, dollars('4500'), 50n * YEAR)).toBe(true);
    expect(near(sums.accrual, sums.cash, 50n * YEAR + 13n * 50n)).toBe(true);
    expect(sums.cash > dollars('5500')).toBe(true);
  });
});
