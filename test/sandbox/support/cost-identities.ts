import type { ReservationUtilizationGroup, SavingsPlansUtilizationDetail } from '@aws-sdk/client-cost-explorer';
import { GetReservationCoverageCommand, GetSavingsPlansCoverageCommand } from '@aws-sdk/client-cost-explorer';
import type { AskedMonth } from './asked-month.js';
import { dimension, metrics, unlessUnavailable } from './asked-month.js';
import { amount, sumOf, units } from './cost-sandbox.js';

/** Hours of a commitment's year, leap years too. */
export const YEAR = 8760n;
/** Rounding of one row: 10⁻⁸. */
const ROW = 100n;

export const near = (one: bigint, other: bigint, tolerance: bigint): boolean => (one > other ? one - other : other - one) <= tolerance;

/** I1. */
export const checkPartition = async (month: AskedMonth): Promise<void> => {
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

/** I3, I8 and I9 of one reservation, and its own bridge of I2. */
const checkReservation = async (month: AskedMonth, { Value, Attributes, Utilization }: ReservationUtilizationGroup): Promise<void> => {
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

/** I3, I5, I6 and I7 of one savings plan, and its own bridge of I2. */
const checkPlan = async (month: AskedMonth, detail: SavingsPlansUtilizationDetail): Promise<void> => {
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

/** I2 of the organisation, then every commitment of it. */
export const checkCommitments = async (month: AskedMonth): Promise<void> => {
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

/** I4 and I11. */
export const checkNetAndBlended = async (month: AskedMonth): Promise<void> => {
  expect(await month.sum('BlendedCost')).toBe(await month.sum('UnblendedCost'));
  expect(await month.sum('NetUnblendedCost')).toBe(await month.sum('UnblendedCost'));
  expect(await month.sum('NetAmortizedCost')).toBe(await month.sum('AmortizedCost'));
  for (const { Metrics } of await month.groups(['LINKED_ACCOUNT', 'SERVICE'], { Filter: dimension('RECORD_TYPE', 'Usage') }))
    if (amount(Metrics, 'UnblendedCost') >= 0n) expect(amount(Metrics, 'NetUnblendedCost') <= amount(Metrics, 'UnblendedCost')).toBe(true);
};

/** I10. */
export const checkCoverage = async ({ aws, period: TimePeriod }: AskedMonth): Promise<void> => {
  const plans = await unlessUnavailable(
    aws.ce.send(new GetSavingsPlansCoverageCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }] })),
  );
  for (const { Coverage } of plans?.SavingsPlansCoverages ?? [])
    expect(units(Coverage!.TotalCost)).toBe(units(Coverage!.SpendCoveredBySavingsPlans) + units(Coverage!.OnDemandCost));
  const reserved = await aws.ce.send(new GetReservationCoverageCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'INSTANCE_TYPE' }] }));
  for (const { Coverage } of reserved.CoveragesByTime![0]!.Groups!)
    expect(units(Coverage!.CoverageHours!.TotalRunningHours)).toBe(
      units(Coverage!.CoverageHours!.OnDemandHours) + units(Coverage!.CoverageHours!.ReservedHours),
    );
};
