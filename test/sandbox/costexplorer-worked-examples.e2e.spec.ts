import type { Group } from '@aws-sdk/client-cost-explorer';
import { GetCostAndUsageCommand, GetReservationUtilizationCommand, GetSavingsPlansUtilizationDetailsCommand } from '@aws-sdk/client-cost-explorer';
import type { SeededOrganization } from '../../apps/sandbox/src/services/organizations/seed.js';
import type { CostSandbox } from './support/cost-sandbox.js';
import { amount, startCostSandbox, units } from './support/cost-sandbox.js';

const EC2 = 'Amazon Elastic Compute Cloud - Compute';

describe('worked examples, planted and asked for', () => {
  let aws: CostSandbox;
  let accounts: readonly string[];
  afterEach(() => aws.close());

  const start = async (at: string): Promise<readonly string[]> => {
    aws = await startCostSandbox(at);
    ({ accountIds: accounts } = await aws.control<SeededOrganization>('POST', '/seed', {
      accounts: 3,
      costs: { since: '2026-01-01', profile: 'none' },
    }));
    await aws.control('POST', '/costs', { since: '2026-01-01', profile: 'none' });
    return accounts;
  };

  const cells = async (month: string, next: string): Promise<Record<string, readonly [bigint, bigint]>> => {
    const { ResultsByTime } = await aws.ce.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: `${month}-01`, End: `${next}-01` },
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost', 'AmortizedCost'],
        GroupBy: [
          { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
          { Type: 'DIMENSION', Key: 'RECORD_TYPE' },
        ],
      }),
    );
    const name = ({ Keys }: Group): string => `${'ABC'.charAt(accounts.indexOf(Keys![0]!))} ${Keys![1]!}`;
    const both = ({ Metrics }: Group): readonly [bigint, bigint] => [amount(Metrics, 'UnblendedCost'), amount(Metrics, 'AmortizedCost')];
    return Object.fromEntries(ResultsByTime![0]!.Groups!.map((group) => [name(group), both(group)]));
  };

  const pair = (unblended: string, amortized: string): readonly [bigint, bigint] => [units(unblended), units(amortized)];

  it('5.1 and 5.5: a shared savings plan without upfront fee, restated later', async () => {
    const [A, B, C] = await start('2026-07-05T00:00:00Z');
    const usage = (accountId: string | undefined, text: string) => ({ month: '2026-06', accountId, recordType: 'Usage', service: 'Amazon Simple Storage Service', amount: text }); // prettier-ignore
    const use = (accountId: string | undefined, used: string, onDemand: string) => ({ month: '2026-06', accountId, used, onDemand });
    await aws.control('POST', '/costs', {
      commitments: [{ kind: 'savingsPlan', ownerId: A, paymentOption: 'No Upfront', startAt: '2026-06-01T00:00:00Z', hourlyCommitment: '1', uses: [use(A, '300', '400'), use(B, '250', '320'), use(C, '100', '160')] }], // prettier-ignore
      lines: [usage(A, '12.345678'), usage(B, '50.1'), usage(C, '0.005'), { ...usage(B, '-5'), recordType: 'Credit', visibleFrom: '2026-07-12T00:00:00Z' }, { ...usage(C, '1.234567'), visibleFrom: '2026-07-12T00:00:00Z' }], // prettier-ignore
    });
    expect(await cells('2026-06', '2026-07')).toEqual({
      'A Usage': pair('12.345678', '12.345678'),
      'A SavingsPlanCoveredUsage': pair('400', '300'),
      'A SavingsPlanNegation': pair('-400', '0'),
      'A SavingsPlanRecurringFee': pair('720', '70'),
      'B Usage': pair('50.1', '50.1'),
      'B SavingsPlanCoveredUsage': pair('320', '250'),
      'B SavingsPlanNegation': pair('-320', '0'),
      'C Usage': pair('0.005', '0.005'),
      'C SavingsPlanCoveredUsage': pair('160', '100'),
      'C SavingsPlanNegation': pair('-160', '0'),
    });
    const TimePeriod = { Start: '2026-06-01', End: '2026-07-01' };
    const { SavingsPlansUtilizationDetails } = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod }));
    expect(SavingsPlansUtilizationDetails![0]).toMatchObject({
      Utilization: { TotalCommitment: '720.0', UsedCommitment: '650.0', UnusedCommitment: '70.0', UtilizationPercentage: '90.2777777778' },
      Savings: { NetSavings: '160.0', OnDemandCostEquivalent: '880.0' },
      AmortizedCommitment: { AmortizedRecurringCommitment: '720.0', AmortizedUpfrontCommitment: '0.0', TotalAmortizedCommitment: '720.0' },
    });
    await aws.advance(24 * 8);
    const restated = await cells('2026-06', '2026-07');
    expect([restated['B Credit'], restated['C Usage']]).toEqual([pair('-5', '-5'), pair('1.239567', '1.239567')]);
  });

  it('5.2: an all-upfront reservation bought at noon in the middle of a month', async () => {
    const [, B, C] = await start('2026-07-05T00:00:00Z');
    await aws.control('POST', '/costs', {
      commitments: [{ kind: 'reservation', ownerId: B, paymentOption: 'All Upfront', startAt: '2026-06-15T12:00:00Z', upfrontFee: '1000', uses: [{ month: '2026-06', accountId: B, hours: '200', onDemand: '23' }, { month: '2026-06', accountId: C, hours: '100', onDemand: '11.5' }] }], // prettier-ignore
    });
    expect(await cells('2026-06', '2026-07')).toEqual({
      'B DiscountedUsage': pair('0', '22.8310502258'),
      'B RIFee': pair('0', '8.2191780813'),
      'B Fee': pair('1000', '0'),
      'C DiscountedUsage': pair('0', '11.4155251129'),
    });
    const { UtilizationsByTime } = await aws.ce.send(
      new GetReservationUtilizationCommand({
        TimePeriod: { Start: '2026-06-01', End: '2026-07-01' },
        GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
        Filter: { Dimensions: { Key: 'SERVICE', Values: [EC2] } },
      }),
    );
    expect(UtilizationsByTime![0]!.Groups![0]!.Utilization).toMatchObject({
      PurchasedHours: '372',
      TotalActualHours: '300',
      UnusedHours: '72',
      AmortizedUpfrontFee: '42.46575342',
      AmortizedRecurringFee: '0',
    });
  });

  it('5.3: a partial-upfront savings plan of three years', async () => {
    const [A, B, C] = await start('2026-04-05T00:00:00Z');
    const use = (accountId: string | undefined, used: string) => ({ month: '2026-03', accountId, used, onDemand: used });
    await aws.control('POST', '/costs', {
      commitments: [{ kind: 'savingsPlan', ownerId: A, paymentOption: 'Partial Upfront', years: 3, startAt: '2026-03-01T00:00:00Z', hourlyCommitment: '2', upfrontFee: '30000', uses: [use(A, '600'), use(B, '500.25'), use(C, '300.1')] }], // prettier-ignore
    });
    expect(await cells('2026-03', '2026-04')).toMatchObject({
      'A SavingsPlanUpfrontFee': pair('30000', '0'),
      'A SavingsPlanRecurringFee': pair('638.68493256', '87.65'),
      'B SavingsPlanCoveredUsage': pair('500.25', '500.25'),
    });
    const TimePeriod = { Start: '2026-03-01', End: '2026-04-01' };
    const { SavingsPlansUtilizationDetails } = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod }));
    const [detail] = SavingsPlansUtilizationDetails!;
    expect(detail!.Attributes).toMatchObject({ RecurringHourlyFee: '0.85844749', PurchaseTerm: '3yr', EndDateTime: '2029-02-27T23:59:59.000Z' });
    expect(units(detail!.AmortizedCommitment!.AmortizedUpfrontCommitment)).toBe(units('849.31506744'));
  });
});
