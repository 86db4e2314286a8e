import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetReservationUtilizationCommand, GetSavingsPlansUtilizationDetailsCommand } from '@aws-sdk/client-cost-explorer';
import type { CostSandbox } from './support/cost-sandbox.js';
import { everyPage, startCostSandbox, units } from './support/cost-sandbox.js';

/** The example of the documentation, with the accounts put in. */
const documentedPlan = (accounts: Readonly<Record<string, string>>): unknown => {
  const text = readFileSync(join(__dirname, '../../apps/sandbox/BEHAVIOUR.md'), 'utf8');
  const example = /planted ahead[^]*?```json\n([^]*?)```/.exec(text)?.[1] ?? '';
  return JSON.parse(Object.entries(accounts).reduce((json, [name, id]) => json.replaceAll(`"${name}"`, `"${id}"`), example));
};

const periods = {
  march: { Start: '2026-03-01', End: '2026-04-01' },
  april: { Start: '2026-04-01', End: '2026-05-01' },
  june: { Start: '2026-06-01', End: '2026-07-01' },
};

describe('four months planted ahead', () => {
  let aws: CostSandbox;
  afterEach(() => aws.close());
  const by = async (
    month: keyof typeof periods,
    key: 'RECORD_TYPE' | 'LEGAL_ENTITY_NAME',
    metric: string,
  ): Promise<Readonly<Record<string, bigint>>> => {
    // prettier-ignore
    const [row] = await everyPage(aws.ce, { TimePeriod: periods[month], Granularity: 'MONTHLY', Metrics: [metric], GroupBy: [{ Type: 'DIMENSION', Key: key }] }); // prettier-ignore
    return Object.fromEntries(row!.Groups!.map(({ Keys, Metrics }) => [Keys![0]!, units(Metrics![metric]!.Amount)]));
  };
  const advanceTo = async (time: string): Promise<void> => {
    const { now } = await aws.control<{ now: number }>('GET', '/clock');
    await aws.advance((Date.parse(time) - now) / 3_600_000);
  };

  it('show month by month as the clock gets there', async () => {
    aws = await startCostSandbox('2026-03-01T08:00:00Z');
    const { accountIds } = await aws.control<{ accountIds: string[] }>('POST', '/seed', { accounts: 2 });
    const [teamA = '', teamB = ''] = accountIds;
    await aws.control('POST', '/costs', documentedPlan({ PAYER: aws.sandbox.managementAccountId, TEAM_A: teamA, TEAM_B: teamB }));

    await advanceTo('2026-04-08T00:00:00Z');
    const march = await by('march', 'RECORD_TYPE', 'UnblendedCost');
    expect(Object.keys(march).sort()).toEqual(
      ['DiscountedUsage', 'Enterprise Discount Program Discount', 'Fee', 'RIFee', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'SavingsPlanRecurringFee', 'Support', 'Tax', 'Usage'], // prettier-ignore
    );
    expect([march.Fee, march.RIFee]).toEqual([units('1000'), 0n]);
    const amortized = await by('march', 'RECORD_TYPE', 'AmortizedCost');
    // 516 of 8,760 hours, 400 of them used.
    expect(amortized.DiscountedUsage! + amortized.RIFee!).toBe(units('58.90410959'));

    await advanceTo('2026-05-08T00:00:00Z');
    const april = await by('april', 'RECORD_TYPE', 'UnblendedCost');
    expect([april.Credit, april.Fee, april.SavingsPlanUpfrontFee, april.Refund]).toEqual([units('-25'), units('49.9'), units('1100'), undefined]);
    expect((await by('april', 'LEGAL_ENTITY_NAME', 'UnblendedCost'))['Sandbox Backup Inc.']).toBe(units('49.9'));
    await advanceTo('2026-05-12T08:00:00Z');
    expect((await by('april', 'RECORD_TYPE', 'UnblendedCost')).Refund).toBe(units('-5'));

    await advanceTo('2026-07-08T00:00:00Z');
    const reserved = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod: periods.june, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] })); // prettier-ignore
    expect(reserved.UtilizationsByTime![0]!.Groups).toEqual([
      expect.objectContaining({ Value: '60123456789', Utilization: expect.objectContaining({ PurchasedHours: '720', TotalActualHours: '600' }) as unknown }), // prettier-ignore
    ]);
    const plans = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: periods.june }));
    expect(plans.SavingsPlansUtilizationDetails!.map(({ Utilization }) => Utilization!.TotalCommitment)).toEqual(['180.0', '180.0']);
  });
});
