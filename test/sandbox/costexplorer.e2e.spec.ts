import type { GetCostAndUsageCommandInput } from '@aws-sdk/client-cost-explorer';
import {
  BillExpirationException,
  DataUnavailableException,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  GetReservationCoverageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansUtilizationCommand,
  GetSavingsPlansUtilizationDetailsCommand,
  GetTagsCommand,
  InvalidNextTokenException,
  LimitExceededException,
  RequestChangedException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cost-explorer';
import { CloseAccountCommand, ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { readQuotaTable } from '../../apps/sandbox/src/core/quota-table.js';
import type { SeededOrganization } from '../../apps/sandbox/src/services/organizations/seed.js';
import type { CostSandbox } from './support/cost-sandbox.js';
import { amount, everyPage, startCostSandbox, sumOf, units } from './support/cost-sandbox.js';
import { withoutRates } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const march = { Start: '2026-03-01', End: '2026-04-01' };
const february = { Start: '2026-02-01', End: '2026-03-01' };
const byAccountAndService: GetCostAndUsageCommandInput = {
  TimePeriod: february,
  Granularity: 'MONTHLY',
  Metrics: ['UnblendedCost', 'UsageQuantity'],
  GroupBy: [
    { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' },
    { Type: 'DIMENSION', Key: 'SERVICE' },
  ],
};
const total: GetCostAndUsageCommandInput = { TimePeriod: february, Granularity: 'MONTHLY', Metrics: ['UnblendedCost', 'AmortizedCost'] };

interface Costs {
  readonly requests: number;
  readonly usd: string;
}

let aws: CostSandbox;
afterEach(() => aws.close());

const seeded = async (at: string, spec: object = {}, quotas?: Record<string, unknown>): Promise<readonly string[]> => {
  const table = withoutRates();
  aws = await startCostSandbox(at, { quotas: { ...table, costexplorer: { ...(table.costexplorer as object), ...quotas } } });
  const made = await aws.control<SeededOrganization>('POST', '/seed', { accounts: 6, costs: { months: 3 }, ...spec });
  return made.accountIds;
};

const sent = (input: GetCostAndUsageCommandInput) => aws.ce.send(new GetCostAndUsageCommand(input));
const totalOf = async (input: GetCostAndUsageCommandInput = total): Promise<bigint> =>
  amount((await sent(input)).ResultsByTime![0]!.Total, 'UnblendedCost');

describe('GetCostAndUsage', () => {
  it('pages by groups, continues a period on the next page, and answers no Total with groups', async () => {
    await seeded('2026-03-19T08:00:00Z', {}, { groupsPerPage: 7 });
    const first = await sent(byAccountAndService);
    expect(first.ResultsByTime![0]!.Groups).toHaveLength(7);
    expect(first.ResultsByTime![0]!.Total).toEqual({});
    expect(first.DimensionValueAttributes![0]!.Attributes!.description).toMatch(/^(account-\d|management|meshcloud|automation)$/);
    const [row] = await everyPage(aws.ce, byAccountAndService);
    expect(new Set(row!.Groups!.map(({ Keys }) => Keys!.join())).size).toBe(row!.Groups!.length);
    expect(sumOf(row!.Groups, 'UnblendedCost')).toBe(await totalOf());
  });

  it('binds a token to its parameters and to the data', async () => {
    await seeded('2026-03-19T08:00:00Z', {}, { groupsPerPage: 7 });
    const { NextPageToken } = await sent(byAccountAndService);
    await refusalOf(sent({ ...byAccountAndService, Metrics: ['UnblendedCost'], NextPageToken }), RequestChangedException);
    await refusalOf(sent({ ...byAccountAndService, NextPageToken: 'bogus' }), InvalidNextTokenException);
    await refusalOf(sent({ ...byAccountAndService, NextPageToken: (await sent({ ...byAccountAndService, TimePeriod: march })).NextPageToken }), RequestChangedException); // prettier-ignore
    await aws.control('POST', '/costs', { profile: 'tiny' });
    await refusalOf(sent({ ...byAccountAndService, NextPageToken }), InvalidNextTokenException);
    const fresh = await sent(byAccountAndService);
    await aws.advance(25);
    await refusalOf(sent({ ...byAccountAndService, NextPageToken: fresh.NextPageToken }), BillExpirationException);
  });

  it('filters by And, Or, Not and lists of values', async () => {
    await seeded('2026-03-19T08:00:00Z');
    const usage = { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Usage'] } };
    const s3 = { Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Simple Storage Service'] } };
    const with_ = (Filter: GetCostAndUsageCommandInput['Filter']): Promise<bigint> => totalOf({ ...total, Filter });
    const [all, both, notBoth, either] = [await totalOf(), await with_({ And: [usage, s3] }), await with_({ Not: { And: [usage, s3] } }), await with_({ Or: [usage, s3] })]; // prettier-ignore
    expect(both + notBoth).toBe(all);
    expect(either).toBe((await with_(usage)) + (await with_(s3)) - both);
    expect(await with_({ Dimensions: { Key: 'RECORD_TYPE', Values: ['usage'] } })).toBe(0n);
    expect(await with_({ Tags: { Key: 'team', MatchOptions: ['ABSENT'] } })).toBe(all);
  });

  it.each([
    ['three groups', { GroupBy: ['SERVICE', 'REGION', 'RECORD_TYPE'].map((Key) => ({ Type: 'DIMENSION' as const, Key })) }, 'up to 2'],
    ['a group that is a filter only', { GroupBy: [{ Type: 'DIMENSION' as const, Key: 'BILLING_ENTITY' }] }, 'BILLING_ENTITY'],
    ['a period that ends where it starts', { TimePeriod: { Start: '2026-02-01', End: '2026-02-01' } }, 'before end date'],
    ['a start in the future', { TimePeriod: { Start: '2026-05-01', End: '2026-06-01' } }, 'current date'],
    ['a start before the history', { TimePeriod: { Start: '2025-01-01', End: '2025-02-01' } }, '14 months'],
    ['an unknown metric', { Metrics: ['Cost'] }, 'Cost'],
    ['hours of long ago', { Granularity: 'HOURLY' as const, TimePeriod: { Start: '2026-02-01T00:00:00Z', End: '2026-02-01T05:00:00Z' } }, '14 days'],
    ['two roots', { Filter: { Not: {}, Dimensions: { Key: 'SERVICE' as const, Values: ['x'] } } }, 'more than one roots'],
    ['And of one', { Filter: { And: [{ Dimensions: { Key: 'SERVICE' as const, Values: ['x'] } }] } }, 'at least two'],
  ])('refuses %s', async (_, more, message) => {
    await seeded('2026-03-19T08:00:00Z');
    const refusal = await refusalOf(sent({ ...total, ...more }));
    expect(refusal).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(refusal.message).toContain(message);
    expect((await aws.control<Costs>('GET', '/costs')).requests).toBe(0);
  });

  it('answers hours that add up to their day, and N/A for mixed units', async () => {
    await seeded('2026-03-19T08:00:00Z');
    const day = { Start: '2026-03-10', End: '2026-03-11' };
    const hours = await everyPage(aws.ce, { ...total, Granularity: 'HOURLY', TimePeriod: { Start: '2026-03-10T00:00:00Z', End: '2026-03-11T00:00:00Z' } }); // prettier-ignore
    expect(hours).toHaveLength(24);
    expect(hours.reduce((sum, { Total }) => sum + amount(Total, 'UnblendedCost'), 0n)).toBe(await totalOf({ ...total, Granularity: 'DAILY', TimePeriod: day })); // prettier-ignore
    const rows = await everyPage(aws.ce, byAccountAndService);
    const unitsOf = new Set(rows[0]!.Groups!.map(({ Metrics }) => Metrics!.UsageQuantity!.Unit));
    expect([...unitsOf]).toEqual(expect.arrayContaining(['N/A', 'Keys']));
  });

  it('lumps the unused part of a reservation on the first of the month in days', async () => {
    await seeded('2026-03-19T08:00:00Z', { costs: { since: '2026-01-01', profile: 'none' } });
    await aws.control('POST', '/costs', { commitments: [{ kind: 'reservation', ownerId: aws.sandbox.managementAccountId, paymentOption: 'No Upfront', startAt: '2026-01-05T10:00:00Z', hourlyFee: '0.5' }] }); // prettier-ignore
    const rows = await everyPage(aws.ce, { ...total, Granularity: 'DAILY', Filter: { Dimensions: { Key: 'RECORD_TYPE', Values: ['RIFee'] } } });
    expect(rows.map(({ Total }) => amount(Total, 'AmortizedCost')).filter((sum) => sum !== 0n)).toEqual([units('336')]);
    expect(amount(rows[0]!.Total, 'AmortizedCost')).toBe(units('336'));
  });
});

describe('what the clock brings', () => {
  it('shows a day a day after its end, then the final month, then support, then late corrections', async () => {
    await seeded('2026-03-30T08:00:00Z', { costs: { months: 1, draw: 'none', support: 'payer', taxPercent: '19' } });
    const inMarch = { ...total, TimePeriod: march };
    const state = async (): Promise<readonly [bigint, boolean]> => {
      const [row] = (await sent(inMarch)).ResultsByTime!;
      return [amount(row!.Total, 'UnblendedCost'), row!.Estimated!];
    };
    const [atFirst, estimated] = await state();
    expect([atFirst > 0n, estimated]).toEqual([true, true]);
    await aws.advance(24);
    expect((await state())[0] > atFirst).toBe(true);
    await aws.advance(24 * 4 + 12);
    const [whole, stillEstimated] = await state();
    expect(stillEstimated).toBe(false);
    await aws.advance(24 * 3);
    const [withSupport] = await state();
    expect(withSupport > whole).toBe(true);
    const late = { month: '2026-03', accountId: aws.sandbox.managementAccountId, recordType: 'Credit', service: 'AWS Lambda', amount: '-7' };
    await aws.control('POST', '/costs', { taxPercent: '0', support: 'none', lines: [{ ...late, visibleFrom: '2026-04-12T00:00:00Z' }] });
    const [before] = await state();
    await aws.advance(24 * 6);
    expect((await state())[0]).toBe(before - units('7'));
  });

  it('allocates a whole month anew when sharing is switched on its last day', async () => {
    const [member] = await seeded('2026-03-19T08:00:00Z', { costs: { months: 2, draw: 'none', profile: 'large' } });
    await aws.control('POST', '/costs', {
      commitments: [{ kind: 'savingsPlan', ownerId: aws.sandbox.managementAccountId, paymentOption: 'No Upfront', startAt: '2026-01-01T00:00:00Z', hourlyCommitment: '0.3' }], // prettier-ignore
    });
    const used = async (): Promise<readonly string[]> => {
      const rows = await everyPage(aws.ce, { ...byAccountAndService, Filter: { Dimensions: { Key: 'RECORD_TYPE', Values: ['SavingsPlanCoveredUsage'] } } }); // prettier-ignore
      return [...new Set(rows[0]!.Groups!.map(({ Keys }) => Keys![0]!))];
    };
    const sharedWith = (await used()).filter((id) => id !== aws.sandbox.managementAccountId);
    expect(sharedWith.length).toBeGreaterThan(0);
    await aws.control('POST', '/costs', { sharing: [{ shared: false, at: '2026-02-28T23:00:00Z' }] });
    expect((await used()).filter((id) => id !== aws.sandbox.managementAccountId)).toEqual([]);
    await aws.control('POST', '/costs', { sharing: [{ shared: true, at: '2026-03-01T00:00:00Z' }] });
    expect((await used()).filter((id) => id !== aws.sandbox.managementAccountId)).toEqual([]);
    expect(member).toMatch(/^\d{12}$/);
  });

  it('keeps the past of accounts that close or leave', async () => {
    const [closing, leaving] = await seeded('2026-03-19T08:00:00Z', { costs: { months: 2, profile: 'medium', draw: 'none' } });
    const organizations = new OrganizationsClient({ endpoint: aws.sandbox.endpoint, credentials: aws.sandbox.admin, region: 'us-east-1' });
    await organizations.send(new CloseAccountCommand({ AccountId: closing }));
    await aws.control('POST', '/costs', { leave: [leaving] });
    const listed = await organizations.send(new ListAccountsCommand({}));
    expect(listed.Accounts!.map(({ Id }) => Id)).not.toContain(leaving);
    organizations.destroy();
    await aws.advance(24 * 40);
    const accountsIn = async (TimePeriod: { Start: string; End: string }): Promise<readonly string[]> => [
      ...new Set((await everyPage(aws.ce, { ...byAccountAndService, TimePeriod }))[0]!.Groups!.map(({ Keys }) => Keys![0]!)),
    ];
    expect(await accountsIn(march)).toEqual(expect.arrayContaining([closing, leaving]));
    const april = await accountsIn({ Start: '2026-04-01', End: '2026-05-01' });
    expect(april.filter((id) => id === closing || id === leaving)).toEqual([]);
    expect(april.length).toBeGreaterThan(2);
  });
});

describe('reservations and savings plans', () => {
  it('answers EC2 alone without a SERVICE filter, and one service at a time', async () => {
    await seeded('2026-03-19T08:00:00Z', { costs: { since: '2026-01-01', profile: 'none' } });
    const ownerId = aws.sandbox.managementAccountId;
    const plan = { ownerId, paymentOption: 'All Upfront', startAt: '2026-01-05T10:00:00Z', upfrontFee: '100' };
    await aws.control('POST', '/costs', { commitments: [{ ...plan, kind: 'reservation', id: '11111111111' }, { ...plan, kind: 'reservation', id: '22222222222', service: 'Amazon Relational Database Service', instanceType: 'db.m5.large' }] }); // prettier-ignore
    const asked = async (Values?: string[]) => {
      const Filter = Values && { Dimensions: { Key: 'SERVICE' as const, Values } };
      const answer = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod: february, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }], Filter })); // prettier-ignore
      return answer.UtilizationsByTime![0]!.Groups!.map(({ Value }) => Value);
    };
    expect(await asked()).toEqual(['11111111111']);
    expect(await asked(['Amazon Relational Database Service'])).toEqual(['22222222222']);
    await expect(asked(['Amazon Relational Database Service', 'Amazon ElastiCache'])).rejects.toThrow('should not exceed 1');
    const Granularity = 'MONTHLY' as const;
    const both = aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod: february, Granularity, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] })); // prettier-ignore
    expect((await refusalOf(both)).message).toContain("Granularity can't be set if GroupBy is set");
    const monthly = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod: february, Granularity }));
    expect(monthly.UtilizationsByTime![0]!.Total!.PurchasedHours).toBe('672');
    const daily = await aws.ce.send(new GetReservationUtilizationCommand({ TimePeriod: february }));
    expect(daily.UtilizationsByTime).toHaveLength(28);
    const coverage = await aws.ce.send(new GetReservationCoverageCommand({ TimePeriod: february, Granularity }));
    expect(coverage.Total!.CoverageHours!.ReservedHours).toBe('0');
  });

  it('queues, returns and exchanges', async () => {
    await seeded('2026-03-19T08:00:00Z', { costs: { since: '2026-01-01', profile: 'none' } });
    const ownerId = aws.sandbox.managementAccountId;
    const plan = { kind: 'savingsPlan', ownerId, paymentOption: 'All Upfront', hourlyCommitment: '1', upfrontFee: '8760' };
    await aws.control('POST', '/costs', {
      commitments: [
        { ...plan, id: 'arn:aws:savingsplans::1:savingsplan/queued', orderedAt: '2026-02-20T00:00:00Z', startAt: '2026-03-10T00:00:00Z' },
        { ...plan, id: 'arn:aws:savingsplans::1:savingsplan/returned', startAt: '2026-02-03T00:00:00Z' },
      ],
      end: [{ id: 'arn:aws:savingsplans::1:savingsplan/returned', at: '2026-02-05T00:00:00Z', ending: 'returned', refund: '8760' }],
    });
    const details = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: february }));
    expect(details.SavingsPlansUtilizationDetails!.map(({ Attributes, Utilization }) => [Attributes!.Status, Utilization!.TotalCommitment])).toEqual([['Returned', '48.0']]); // prettier-ignore
    const rows = await everyPage(aws.ce, { ...total, GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }] });
    expect(
      Object.fromEntries(
        rows[0]!.Groups!.map(({ Keys, Metrics }) => [Keys![0], [amount(Metrics, 'UnblendedCost'), amount(Metrics, 'AmortizedCost')]]),
      ),
    ).toEqual({
      // prettier-ignore
      Refund: [units('-8760'), 0n],
      SavingsPlanRecurringFee: [0n, units('48')],
      SavingsPlanUpfrontFee: [units('8760'), 0n],
    });
    const later = await aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: { Start: '2026-03-01', End: '2026-03-18' }, DataType: ['ATTRIBUTES'] })); // prettier-ignore
    expect(later.SavingsPlansUtilizationDetails).toEqual([
      expect.objectContaining({
        Attributes: expect.objectContaining({ StartDateTime: '2026-03-10T00:00:00.000Z', EndDateTime: '2027-03-09T23:59:59.000Z' }) as unknown,
      }),
    ]);
  });

  it('has no data without a plan, and takes no end that is today', async () => {
    await seeded('2026-03-19T08:00:00Z', { costs: { months: 2, draw: 'none' } });
    await refusalOf(aws.ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: february })), DataUnavailableException);
    const today = aws.ce.send(new GetSavingsPlansUtilizationCommand({ TimePeriod: { Start: '2026-03-01', End: '2026-03-19' } }));
    expect((await refusalOf(today)).message).toContain('before the current date');
  });
});

describe('who may ask, how often, and for how much', () => {
  it('shows a member account its own costs only', async () => {
    const [member] = await seeded('2026-03-19T08:00:00Z');
    const sts = new STSClient({ endpoint: aws.sandbox.endpoint, credentials: aws.sandbox.admin, region: 'us-east-1' });
    const RoleArn = `arn:aws:iam::${member!}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'own' }));
    sts.destroy();
    const own = aws.as({ accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! }); // prettier-ignore
    const rows = await everyPage(own, byAccountAndService);
    expect([...new Set(rows[0]!.Groups!.map(({ Keys }) => Keys![0]))]).toEqual([member]);
    const values = await own.send(new GetDimensionValuesCommand({ TimePeriod: february, Dimension: 'LINKED_ACCOUNT' }));
    expect(values.DimensionValues!.map(({ Value }) => Value)).toEqual([member]);
    await refusalOf(own.send(new GetTagsCommand({ TimePeriod: february, BillingViewArn: 'arn:aws:billing::1:billingview/x' })), ResourceNotFoundException); // prettier-ignore
  });

  it('throttles as a limit that is exceeded, bills answered pages only, and logs them all', async () => {
    aws = await startCostSandbox('2026-03-19T08:00:00Z', { quotas: readQuotaTable() });
    await aws.control('POST', '/costs', { months: 1 });
    for (let call = 0; call < 5; call += 1) await sent(total);
    await refusalOf(sent(total), LimitExceededException);
    expect(await aws.control<Costs>('GET', '/costs')).toEqual({ requests: 5, usd: '0.05', byOperation: { GetCostAndUsage: 5 } });
    const log = await aws.control<{ byOperation: Record<string, { calls: number; throttled: number }> }>('GET', '/calls/summary');
    expect(log.byOperation['costexplorer:GetCostAndUsage']).toMatchObject({ calls: 6, throttled: 1 });
  });

  it('sorts dimension values and searches in them', async () => {
    await seeded('2026-03-19T08:00:00Z');
    const values = await aws.ce.send(new GetDimensionValuesCommand({ TimePeriod: february, Dimension: 'SERVICE', SortBy: [{ Key: 'UnblendedCost', SortOrder: 'DESCENDING' }], MaxResults: 2 })); // prettier-ignore
    expect([values.ReturnSize, values.DimensionValues!.length]).toEqual([2, 2]);
    const found = await aws.ce.send(new GetDimensionValuesCommand({ TimePeriod: february, Dimension: 'SERVICE', SearchString: 'lambda' }));
    expect(found.DimensionValues!.map(({ Value }) => Value)).toEqual(['AWS Lambda']);
    const plans = await aws.ce.send(new GetDimensionValuesCommand({ TimePeriod: february, Dimension: 'PAYMENT_OPTION', Context: 'SAVINGS_PLANS' }));
    expect(plans.DimensionValues!.length).toBeGreaterThan(1);
  });
});
