import fc from 'fast-check';
import { GetReservationUtilizationCommand, GetSavingsPlansUtilizationDetailsCommand } from '@aws-sdk/client-cost-explorer';
import { AskedMonth, dimension, metrics, unlessUnavailable } from './support/asked-month.js';
import type { Period } from './support/asked-month.js';
import { checkCommitments, checkCoverage, checkNetAndBlended, checkPartition, near, YEAR } from './support/cost-identities.js';
import type { CostSandbox } from './support/cost-sandbox.js';
import { amount, everyPage, startCostSandbox, sumOf, units } from './support/cost-sandbox.js';

/** How many organisations of each kind; SANDBOX_COST_RUNS for another number. */
const numRuns = Number(process.env.SANDBOX_COST_RUNS ?? 6);
const HOUR = 3_600_000;

const withSandbox = async (at: string, seed: string, check: (aws: CostSandbox) => Promise<void>): Promise<void> => {
  const aws = await startCostSandbox(at, { seed });
  try {
    await check(aws);
  } finally {
    await aws.close();
  }
};

const generatedOrganization = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 8 }),
  accounts: fc.integer({ min: 2, max: 10 }),
  months: fc.integer({ min: 2, max: 6 }),
  support: fc.constantFrom('none', 'payer', 'accounts'),
  taxPercent: fc.constantFrom('0', '7.7', '19'),
  discounts: fc.array(
    fc.record({
      recordType: fc.constantFrom('Enterprise Discount Program Discount', 'Private Rate Card Discount', 'Bundled Discount'),
      percent: fc.integer({ min: 1, max: 40 }).map(String),
    }),
    { maxLength: 2 },
  ),
  /** Accounts by their place; -1 are all. */
  sharing: fc.array(fc.record({ account: fc.integer({ min: -1, max: 1 }), day: fc.integer({ min: 1, max: 60 }), shared: fc.boolean() }), {
    maxLength: 3,
  }),
  leaver: fc.boolean(),
  open: fc.boolean(),
});

const closed: Period = { Start: '2026-02-01', End: '2026-03-01' };
const open: Period = { Start: '2026-03-01', End: '2026-03-18' };

describe('identities of generated organisations', () => {
  it('I1 to I11 hold in closed months and in the open one', async () => {
    await fc.assert(
      fc.asyncProperty(generatedOrganization, (spec) =>
        withSandbox('2026-03-19T08:00:00Z', spec.seed, async (aws) => {
          const { accountIds } = await aws.control<{ accountIds: string[] }>('POST', '/seed', {
            accounts: spec.accounts,
            costs: { months: spec.months, support: spec.support, taxPercent: spec.taxPercent, discounts: spec.discounts },
          });
          const sharing = spec.sharing.map(({ account, day, shared }) => ({
            at: new Date(Date.UTC(2026, 0, day)).toISOString(),
            shared,
            ...(account < 0 ? {} : { accountId: accountIds[account] }),
          }));
          await aws.control('POST', '/costs', { sharing, leave: spec.leaver ? [accountIds[0]] : [] });
          const month = new AskedMonth(aws, spec.open ? open : closed);
          await checkPartition(month);
          await checkCommitments(month);
          await checkNetAndBlended(month);
          if (!spec.open) await checkCoverage(month);
        }),
      ),
      { numRuns },
    );
  });
});

const hours = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / HOUR));

const firstOf = (index: number): string => new Date(Date.UTC(2026, 5 + index, 1)).toISOString().slice(0, 10);
/** June 2026 to June 2027: a year's term from any moment of the first of them. */
const months = Array.from({ length: 13 }, (_, index): Period => ({ Start: firstOf(index), End: firstOf(index + 1) }));
const life: Period = { Start: firstOf(0), End: firstOf(13) };

const generatedCommitment = fc.record({
  startAt: fc.integer({ min: Date.UTC(2026, 5, 1) / 1000, max: Date.UTC(2026, 5, 30) / 1000 - 1 }).map((second) => second * 1000),
  paymentOption: fc.constantFrom('All Upfront', 'Partial Upfront', 'No Upfront'),
  count: fc.integer({ min: 1, max: 4 }),
  upfrontFee: fc.integer({ min: 1, max: 40_000 }),
  /** 10⁻⁵ USD an hour. */
  hourly: fc.integer({ min: 1, max: 2_000_000 }),
  /** Percent of what is held that is used, month by month, by one account or the other. */
  used: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 13, maxLength: 13 }),
});

type GeneratedCommitment = typeof generatedCommitment extends fc.Arbitrary<infer Value> ? Value : never;

const dollars = (hundredThousandths: number): string =>
  `${Math.floor(hundredThousandths / 100_000)}.${String(hundredThousandths % 100_000).padStart(5, '0')}`;

const usesOf = ({ startAt, count, hourly, used }: GeneratedCommitment, accountIds: readonly string[]): readonly object[] =>
  months.map(({ Start, End }, at) => {
    const held = hours(Math.max(startAt, Date.parse(Start)), Math.min(startAt + Number(YEAR) * HOUR, Date.parse(End)));
    const part = Math.floor((held * (used[at] ?? 0)) / 100);
    return { month: Start.slice(0, 7), accountId: accountIds[at % accountIds.length], hours: String(part * count), used: dollars(part * hourly), onDemand: dollars(part * hourly * 2) }; // prettier-ignore
  });

describe('identities over a whole term', () => {
  it('I12 and I13: the whole upfront fee is amortised, and accrual adds up to cash', async () => {
    await fc.assert(
      fc.asyncProperty(generatedCommitment, generatedCommitment, (reservation, plan) =>
        withSandbox('2027-07-12T08:00:00Z', 'term', async (aws) => {
          const { platformAccountId: ownerId, automationAccountId } = aws.sandbox;
          const users = [ownerId, automationAccountId];
          const planHours = 100_000 * Number(YEAR);
          const planFee = { 'All Upfront': undefined, 'Partial Upfront': Math.floor((plan.hourly * Number(YEAR)) / 200_000), 'No Upfront': 0 }[plan.paymentOption]; // prettier-ignore
          const planUpfront = planFee === undefined ? dollars((plan.hourly * planHours) / 100_000) : String(planFee);
          const reservationUpfront = reservation.paymentOption === 'No Upfront' ? '0' : String(reservation.upfrontFee);
          const id = '77777777777';
          const arn = 'arn:aws:savingsplans::1:savingsplan/x';
          await aws.control('POST', '/costs', {
            since: '2026-01-01',
            profile: 'none',
            commitments: [
              { kind: 'reservation', id, ownerId, paymentOption: reservation.paymentOption, startAt: new Date(reservation.startAt).toISOString(), upfrontFee: reservationUpfront, hourlyFee: reservation.paymentOption === 'All Upfront' ? '0' : dollars(reservation.hourly), count: reservation.count, uses: usesOf(reservation, users) }, // prettier-ignore
              { kind: 'savingsPlan', id: arn, ownerId, paymentOption: plan.paymentOption, startAt: new Date(plan.startAt).toISOString(), upfrontFee: planUpfront, hourlyCommitment: dollars(plan.hourly), uses: usesOf(plan, users) }, // prettier-ignore
            ],
          });
          let [reservationSum, planSum] = [0n, 0n];
          for (const TimePeriod of months) {
            const { UtilizationsByTime } = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] })); // prettier-ignore
            reservationSum += units(UtilizationsByTime![0]!.Groups![0]?.Utilization!.AmortizedUpfrontFee ?? '0');
            const details = await unlessUnavailable(aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod })));
            planSum += units(details?.SavingsPlansUtilizationDetails![0]?.AmortizedCommitment!.AmortizedUpfrontCommitment ?? '0');
          }
          // Monthly parts of a reservation's fee have eight digits, hourly ones of a plan's.
          const tolerances = { [id]: 13n * 50n + 13n * BigInt(reservation.count), [arn]: 50n * YEAR };
          expect(near(reservationSum, units(reservationUpfront), tolerances[id])).toBe(true);
          expect(near(planSum, units(planUpfront), tolerances[arn])).toBe(true);
          for (const [Filter, key] of [
            [dimension('RESERVATION_ID', id), id],
            [dimension('SAVINGS_PLAN_ARN', arn), arn],
          ] as const) {
            // prettier-ignore
            const rows = await everyPage(aws.ce, { TimePeriod: life, Granularity: 'MONTHLY', Metrics: metrics, Filter, GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }] }); // prettier-ignore
            const groups = rows.flatMap(({ Groups }) => Groups ?? []);
            const purchases = groups.filter(({ Keys }) => Keys![0]!.endsWith('Fee'));
            // FOCUS: covered and unused hours are Usage with an effective cost, fees are Purchases with a billed one.
            expect(near(sumOf(groups, 'AmortizedCost'), sumOf(purchases, 'UnblendedCost'), 2n * tolerances[key])).toBe(true);
            expect(purchases.some(({ Metrics }) => amount(Metrics, 'UnblendedCost') > 0n)).toBe(true);
            expect(sumOf(groups, 'UnblendedCost')).toBe(sumOf(purchases, 'UnblendedCost'));
          }
        }),
      ),
      { numRuns },
    );
  });
});
