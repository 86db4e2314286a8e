import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assumedRole, connectToStub, jsonError, managementAccountId } from '@orgledger/aws/testing';
import type { StubConnection, StubReply, StubRequest } from '@orgledger/aws/testing';
import type { CostExplorerAdapter, CostQuery } from './cost-explorer.js';

const recorded = (name: string): StubReply => ({
  json: JSON.parse(readFileSync(join(__dirname, '../../../../test/data/cost-explorer', `${name}.json`), 'utf8')),
});

let stub: StubConnection;
afterEach(() => stub.close());

/** Lets the metering role in, and answers Cost Explorer as the test says, by the number of the call. */
const connect = async (answer: (request: StubRequest, nth: number) => StubReply): Promise<CostExplorerAdapter> => {
  let calls = 0;
  stub = await connectToStub((request) =>
    request.operation === 'AssumeRole'
      ? assumedRole(managementAccountId, 'ASIAMETERING', new Date('2030-01-01T01:00:00Z'))
      : answer(request, (calls += 1)),
  );
  return stub.payer.forRun({ runId: 'pull-1' }).costExplorer;
};

const asked = () => stub.aws.requests.filter(({ operation }) => operation !== 'AssumeRole').map(({ input }) => input);

const march = { start: '2023-03-01', end: '2023-04-01' };
const query: CostQuery = { period: march, granularity: 'MONTHLY', metrics: ['UnblendedCost'], groupBy: ['LINKED_ACCOUNT', 'RECORD_TYPE'] };
const empty = { json: { ResultsByTime: [], GroupDefinitions: [] } };

describe('Cost Explorer', () => {
  it('enters the payer account by metering’s own role and ExternalId', async () => {
    const costExplorer = await connect(() => empty);
    await costExplorer.costAndUsage(query);
    expect(stub.aws.requests[0]?.input).toMatchObject({
      RoleArn: `arn:aws:iam::${managementAccountId}:role/MeshCostExplorerServiceRole`,
      ExternalId: 'the-external-id-of-metering',
    });
    expect(stub.records.at(-1)).toMatchObject({ service: 'costexplorer', operation: 'GetCostAndUsage', accountId: managementAccountId });
  });

  it('reads real costs as raw text, with the names of accounts', async () => {
    const costExplorer = await connect(() => recorded('GetCostAndUsage_monthly_charges_per_account'));
    const answer = await costExplorer.costAndUsage(query);
    if (answer.outcome !== 'page') throw new Error(answer.outcome);
    const [month] = answer.page.results;
    expect(month).toMatchObject({ period: march, estimated: false });
    expect(month?.groups[0]).toEqual({
      keys: ['123456789012', 'Solution Provider Program Discount'],
      amounts: { UnblendedCost: { amount: '-0.8038363727', unit: 'USD' } },
    });
    expect(Object.keys(answer.page.accountNames)).toContain('123456789012');
    expect(answer.next).toBeUndefined();
  });

  it('trap 2: the total is empty when the query groups, and asked for without groups and without an empty list of them', async () => {
    const costExplorer = await connect((_, nth) =>
      nth === 1
        ? recorded('GetCostAndUsage_monthly_charges_per_account')
        : {
            json: {
              ResultsByTime: [
                {
                  TimePeriod: { Start: march.start, End: march.end },
                  Total: { UnblendedCost: { Amount: '12.50', Unit: 'USD' } },
                  Groups: [],
                  Estimated: false,
                },
              ],
            },
          },
    );
    const grouped = await costExplorer.costAndUsage(query);
    const total = await costExplorer.costAndUsage({ ...query, groupBy: [] });
    expect(grouped).toMatchObject({ page: { results: [{ total: {} }] } });
    expect(total).toMatchObject({ page: { results: [{ total: { UnblendedCost: { amount: '12.50' } }, groups: [] }] } });
    expect(asked()[1]).not.toHaveProperty('GroupBy');
  });

  it('trap 4: each operation has its own name for the page token, and asks for the next page with all else the same', async () => {
    const costExplorer = await connect(({ input }) => ({
      json: input.NextPageToken === undefined && input.NextToken === undefined ? { NextPageToken: 'second', NextToken: 'second' } : {},
    }));
    const calls = [
      (token?: string) => costExplorer.costAndUsage({ ...query, filter: { RECORD_TYPE: ['Usage'], BILLING_ENTITY: ['AWS Marketplace'] } }, token),
      (token?: string) => costExplorer.recordTypes(march, token),
      (token?: string) => costExplorer.reservationUtilization(march, 'Amazon Redshift', token),
      (token?: string) => costExplorer.savingsPlansUtilization(march, token),
    ];
    for (const call of calls) {
      expect(await call()).toMatchObject({ outcome: 'page', next: 'second' });
      expect(await call('second')).toMatchObject({ outcome: 'page', next: undefined });
      const [first, second] = asked().slice(-2);
      const token = call === calls[3] ? 'NextToken' : 'NextPageToken';
      expect(second).toEqual({ ...first, [token]: 'second' });
    }
    expect(asked()[0]?.Filter).toEqual({
      And: [{ Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } }, { Dimensions: { Key: 'BILLING_ENTITY', Values: ['AWS Marketplace'] } }],
    });
  });

  it.each(['InvalidNextTokenException', 'RequestChangedException'])('trap 4: %s asks to begin the sequence anew', async (code) => {
    const costExplorer = await connect(() => jsonError(code));
    expect(await costExplorer.costAndUsage(query, 'dead')).toEqual({ outcome: 'restart' });
  });

  it('takes unavailable data for none', async () => {
    const costExplorer = await connect(() => jsonError('DataUnavailableException'));
    expect(await costExplorer.savingsPlansUtilization(march)).toEqual({ outcome: 'noData' });
  });

  it('waits for quota when AWS says that a limit is exceeded', async () => {
    const costExplorer = await connect((_, nth) => (nth === 1 ? jsonError('LimitExceededException') : empty));
    expect(await costExplorer.costAndUsage(query)).toMatchObject({ outcome: 'page' });
    expect(stub.connections.operationCounts()).toContainEqual(expect.objectContaining({ operation: 'GetCostAndUsage', calls: 2, throttled: 1 }));
  });

  it('trap 1: always names a service to the reservation APIs, which take none for EC2', async () => {
    const costExplorer = await connect(() => recorded('GetReservationUtilization_rds_2024-02'));
    const answer = await costExplorer.reservationUtilization({ start: '2024-02-01', end: '2024-03-01' }, 'Amazon Relational Database Service');
    expect(asked()[0]).toMatchObject({
      Filter: { Dimensions: { Key: 'SERVICE', Values: ['Amazon Relational Database Service'] } },
      GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
    });
    expect(asked()[0]).not.toHaveProperty('Granularity');
    if (answer.outcome !== 'page') throw new Error(answer.outcome);
    expect(answer.page[0]).toMatchObject({
      subscriptionId: '12121212121',
      attributes: { upfrontFee: '106.0', averageOnDemandHourlyRate: '0.018000000000000002' },
      utilization: { PurchasedHours: '696', AmortizedUpfrontFee: '8.42191781' },
    });
  });

  it('reads real savings plans with all parts of their utilization', async () => {
    const costExplorer = await connect(() => recorded('GetSavingsPlansUtilizationDetails_2024-02'));
    const answer = await costExplorer.savingsPlansUtilization({ start: '2024-02-01', end: '2024-03-01' });
    if (answer.outcome !== 'page') throw new Error(answer.outcome);
    expect(answer.page).toHaveLength(4);
    expect(answer.page[0]).toMatchObject({
      attributes: { UpfrontFee: '44.0' },
      utilization: { TotalCommitment: '6.96', NetSavings: '3.1864834368', AmortizedUpfrontCommitment: '3.49588968' },
    });
  });

  it('trap 19: a quantity whose unit is N/A has none: mixed units were added up', async () => {
    const amount = { UsageQuantity: { Amount: '17', Unit: 'N/A' } };
    const costExplorer = await connect((_, nth) =>
      nth === 1
        ? recorded('GetCostAndUsage_usageQuantity_account_x_usagetype_2024-02')
        : {
            json: { ResultsByTime: [{ TimePeriod: { Start: march.start, End: march.end }, Groups: [{ Keys: ['123456789012'], Metrics: amount }] }] },
          },
    );
    const ask = { ...query, metrics: ['UsageQuantity'] } as const;
    expect(await costExplorer.costAndUsage(ask)).toMatchObject({
      page: { results: [{ groups: [{ amounts: { UsageQuantity: { unit: 'Hrs' } } }, {}, {}, {}, {}, {}] }] },
    });
    const mixed = await costExplorer.costAndUsage(ask);
    expect(mixed).toMatchObject({
      page: { results: [{ estimated: true, groups: [{ amounts: { UsageQuantity: { amount: '17', unit: undefined } } }] }] },
    });
  });
});
