import { CollectionBench, payer } from './support/collection-bench.js';
import { payerAccountId, StubCostExplorer } from './support/stub-cost-explorer.js';
import { jsonError, queryError } from '@orgledger/aws/testing';
import { defaultBillingPolicy, unchangedSince } from '@orgledger/metering';
import type { PayerSettings } from '@orgledger/metering';

const [shop, lab, gone] = ['444444444444', '555555555555', '666666666666'] as const;

let bench: CollectionBench;
afterEach(() => bench.close());

/** Two accounts with a bill in May and June 2026, and a collector. */
const open = async (settings: Partial<PayerSettings> = {}, arrange: (aws: StubCostExplorer) => void = () => undefined): Promise<StubCostExplorer> => {
  const aws = new StubCostExplorer();
  aws.accounts.set(shop, 'shop').set(lab, 'lab');
  for (const month of ['2026-05', '2026-06'])
    aws.cells.set(month, [
      { accountId: shop, recordType: 'Usage', service: 'Amazon S3', unblended: '10.25' },
      { accountId: shop, recordType: 'Usage', service: 'Amazon EC2', unblended: '5.00' },
      { accountId: shop, recordType: 'Tax', service: 'Tax', unblended: '0.69' },
      { accountId: lab, recordType: 'Usage', service: 'Amazon S3', unblended: '3.00' },
    ]);
  aws.finalMonths.add('2026-05');
  arrange(aws);
  bench = await CollectionBench.open(aws, settings);
  return aws;
};

describe('a collection', () => {
  it('stores every cell with its raw text, once, and what it cost', async () => {
    const aws = await open();
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'completed', months: ['2026-05'], observedMonths: ['2026-05'], findings: [] });
    const shops = { [`${shop} Usage Amazon S3`]: '10.25', [`${shop} Usage Amazon EC2`]: '5.00', [`${shop} Tax Tax`]: '0.69' };
    expect(await bench.cells('2026-05')).toEqual({ ...shops, [`${lab} Usage Amazon S3`]: '3.00' });
    expect(pull.cost).toEqual({ requests: aws.requests, usd: '0.06', byOperation: aws.billed });
    expect(pull.checks.map(({ name, result }) => [name, result])).toEqual([
      ['credentials', 'passed'],
      ['assume_positive', 'passed'],
      ['identity_match', 'passed'],
      ['assume_without_external_id', 'passed'],
      ['assume_wrong_external_id', 'passed'],
    ]);
    expect(await bench.events('MonthObserved')).toMatchObject([
      { estimated: false, accounts: 2, changedAccounts: 2, totals: { unblended: '18.94' } },
    ]);
    expect((await bench.events('AccountJoinedOrganization')).map(({ name }) => name).sort()).toEqual(['lab', 'payer', 'shop']);
  });

  it('of an unchanged month appends no costs, and gives the same digest a day later', async () => {
    await open();
    await bench.startCollector();
    await bench.collect(['2026-05']);
    bench.setClock('2026-06-10T04:00:00.000Z');
    await bench.collect(['2026-05']);
    expect(await bench.events('CostCellsObserved')).toHaveLength(2);
    const observations = await bench.queries.monthObservations(payerAccountId, '2026-05');
    expect(observations.map(({ changedAccounts }) => changedAccounts)).toEqual([0, 2]);
    expect(unchangedSince(observations)).toMatchObject({
      first: expect.stringContaining('2026-06-09') as string,
      last: expect.stringContaining('2026-06-10') as string,
    });
  });

  it('stores of a changed month only the account and the cells that changed, what is gone included', async () => {
    const aws = await open();
    await bench.startCollector();
    await bench.collect(['2026-05']);
    const [first, , tax, last] = aws.cells.get('2026-05')!;
    aws.cells.set('2026-05', [{ ...first!, unblended: '10.26' }, tax!, last!]);
    await bench.collect(['2026-05']);
    const [, , change, ...others] = await bench.events('CostCellsObserved');
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      accountId: shop,
      cells: [{ service: 'Amazon S3', unblended: '10.26' }],
      gone: [{ recordType: 'Usage', service: 'Amazon EC2', marketplace: false }],
    });
    expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(3);
  });

  it('trap 10: takes what AWS restates after the month’s end as it comes', async () => {
    const aws = await open();
    await bench.startCollector();
    await bench.collect(['2026-05']);
    aws.cells.get('2026-05')!.push({ accountId: payerAccountId, recordType: 'Support', service: 'AWS Support (Business)', unblended: '100.00' });
    const { findings } = await bench.collect(['2026-05']);
    expect(findings).toEqual([]);
    expect(await bench.cells('2026-05')).toMatchObject({ [`${payerAccountId} Support AWS Support (Business)`]: '100.00' });
  });

  it('trap 13: keeps costs of an account that left the organization, and tells of it', async () => {
    const aws = await open();
    aws.accounts.set(gone, 'gone');
    await bench.startCollector();
    await bench.collect(['2026-05']);
    aws.accounts.delete(gone);
    aws.cells.get('2026-05')!.push({ accountId: gone, recordType: 'Usage', service: 'Amazon S3', unblended: '1.00' });
    await bench.collect(['2026-05']);
    const [, observed] = await bench.events('MonthObserved');
    expect(observed?.findings).toMatchObject([{ code: 'ACCOUNT_LEFT', accountId: gone }]);
    expect(await bench.cells('2026-05')).toMatchObject({ [`${gone} Usage Amazon S3`]: '1.00' });
    expect(await bench.events('AccountLeftOrganization')).toMatchObject([{ accountId: gone }]);
  });

  it('tells marketplace charges from others', async () => {
    await open({}, (aws) =>
      aws.cells.get('2026-05')!.push({ accountId: lab, recordType: 'Fee', service: 'Some Product', marketplace: true, unblended: '9.99' }),
    );
    await bench.startCollector();
    await bench.collect(['2026-05']);
    expect(await bench.cells('2026-05')).toMatchObject({ [`${lab} Fee Some Product marketplace`]: '9.99' });
  });

  it('of many pages asks each once, and goes on with its token', async () => {
    const aws = await open({}, (stub) => {
      stub.groupsPerPage = 2;
      stub.cells.set(
        '2026-05',
        Array.from({ length: 9 }, (_, index) => ({ accountId: shop, recordType: 'Usage', service: `Service ${index}`, unblended: `${index}.01` })),
      );
    });
    await bench.startCollector();
    const { cost } = await bench.collect(['2026-05']);
    expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(9);
    expect(cost.requests).toBe(aws.requests);
    expect(cost.byOperation).toEqual({ GetCostAndUsage: 8, GetDimensionValues: 1 });
  });

  it('trap 4: begins a sequence anew when its token died in the middle, counts the pages that were paid, and counts no cell twice', async () => {
    const aws = await open({}, (stub) => {
      stub.groupsPerPage = 1;
      stub.interfere = ({ input }) => {
        if (typeof input.NextPageToken === 'string' && stub.generation === 0) stub.generation = 1;
        return undefined;
      };
    });
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'completed', findings: [] });
    expect(pull.cost.requests).toBe(aws.requests);
    expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(4);
  });

  it.each(['RequestChangedException', 'InvalidNextTokenException'])(
    'trap 4: waits when AWS answers %s to every next page, and goes on when it does no more',
    async (code) => {
      let broken = true;
      const aws = await open({}, (stub) => {
        stub.groupsPerPage = 1;
        stub.interfere = ({ input }) => (broken && typeof input.NextPageToken === 'string' ? jsonError(code) : undefined);
      });
      await bench.startCollector();
      const pullId = await bench.request(['2026-05']);
      const waiting = await bench.reaches(pullId, 'waiting');
      expect(waiting).toMatchObject({ code: 'PAGES_UNSTABLE', observedMonths: [], cost: { requests: aws.requests } });
      expect(waiting.message).toContain('GetCostAndUsage');
      expect(waiting.remedy).toContain('by itself');
      expect(await bench.cells('2026-05')).toEqual({});
      broken = false;
      expect(await bench.reaches(pullId, 'completed')).toMatchObject({ findings: [], cost: { requests: aws.requests } });
      expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(4);
    },
  );

  it('takes a month without data for empty, and what was there before for kept', async () => {
    const aws = await open();
    await bench.startCollector();
    expect(await bench.collect(['2026-02'])).toMatchObject({ status: 'completed', observedMonths: ['2026-02'], findings: [] });
    await bench.collect(['2026-05']);
    aws.cells.delete('2026-05');
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'completed', observedMonths: [], findings: [{ code: 'MONTH_MISSING', month: '2026-05' }] });
    expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(4);
  });

  it('of amounts that are none fails with the place, and stores the other months', async () => {
    const aws = await open();
    aws.cells.get('2026-05')!.push({ accountId: lab, recordType: 'Usage', service: 'AWS Glue', unblended: '12,5' });
    await bench.startCollector();
    const pull = await bench.collect(['2026-06', '2026-05']);
    expect(pull).toMatchObject({ status: 'failed', code: 'AMOUNT_MALFORMED', observedMonths: ['2026-06'] });
    expect(pull.message).toContain(lab);
    expect(pull.remedy).toContain('kept');
    expect(await bench.cells('2026-05')).toEqual({});
  });

  it('of another currency fails instead of adding it up', async () => {
    await open({}, (aws) => (aws.unit = 'CNY'));
    await bench.startCollector();
    expect(await bench.collect(['2026-05'])).toMatchObject({ status: 'failed', code: 'CURRENCY_UNEXPECTED' });
  });

  it('tells when a reading is dated ahead of this one, and keeps the newer answer', async () => {
    const aws = await open();
    bench.setClock('2026-07-01T04:00:00.000Z');
    const early = await bench.startCollector();
    await bench.collect(['2026-05']);
    await early.stop();
    bench.setClock('2026-06-09T05:00:00.000Z');
    aws.cells.get('2026-05')!.pop();
    await bench.startCollector();
    await bench.collect(['2026-05']);
    const observed = (await bench.events('MonthObserved')).at(-1);
    expect(observed?.findings).toMatchObject([{ code: 'CLOCK_SKEW' }]);
    expect(Object.keys(await bench.cells('2026-05'))).toHaveLength(3);
  });

  it.each([
    [
      'ValidationException',
      (aws: StubCostExplorer, code: string) => (aws.interfere = () => jsonError(code, 'Start date cannot be after the current date')),
    ],
    [
      'SignatureDoesNotMatch',
      (aws: StubCostExplorer, code: string) => (aws.identity = () => queryError(code, 'Signature expired: 04:00 is now earlier than 05:15')),
    ],
  ])('of a wrong clock, for which AWS answers %s, ends and says to set the clock', async (code, arrange) => {
    await open({}, (aws) => arrange(aws, code));
    await bench.startCollector();
    const pull = await bench.reaches(await bench.request(['2026-05']), 'failed', 'waiting');
    expect(pull).toMatchObject({ code, observedMonths: [], cost: { requests: 0 } });
    expect(`${pull.message!} ${pull.remedy!}`).toContain('clock');
  });

  it('waits when AWS cannot be reached, and goes on by itself with the pages it has', async () => {
    const aws = await open();
    let broken = true;
    aws.interfere = (_, nth) => (broken && nth > 3 ? jsonError('InternalServerException', 'down', 500) : undefined);
    await bench.startCollector();
    const pullId = await bench.request(['2026-05']);
    const waiting = await bench.reaches(pullId, 'waiting');
    expect(waiting).toMatchObject({ code: 'InternalServerException', cost: { requests: 3 } });
    expect(Date.parse(waiting.retryAt!)).toBeGreaterThan(Date.parse('2026-06-09T04:00:00Z'));
    broken = false;
    const done = await bench.reaches(pullId, 'completed');
    expect(done.cost.requests).toBe(aws.requests);
    expect(done.cost.requests).toBe(6);
  });

  it('that AWS refuses ends with what to do', async () => {
    const aws = await open();
    aws.interfere = () => jsonError('AccessDeniedException', 'not authorized to perform: ce:GetDimensionValues');
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'failed', code: 'AccessDeniedException', retryAt: undefined });
    expect(pull.remedy).toContain('orgledger aws policies');
  });

  it('never uses a role that lets in a caller without the ExternalId', async () => {
    const aws = await open({}, (stub) => (stub.open = true));
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'failed', code: 'CONFUSED_DEPUTY', cost: { requests: 0 } });
    expect(pull.checks.find(({ name }) => name === 'assume_without_external_id')).toMatchObject({
      result: 'failed',
      useInstead: expect.stringContaining('sts:ExternalId') as string,
    });
    expect(aws.requests).toBe(0);
  });
});

describe('the schedule', () => {
  it('asks for one collection a day, whichever collector does, and reads what is due', async () => {
    await open();
    await bench.startCollector({ collectAt: '03:00', owner: 'one' });
    await bench.startCollector({ collectAt: '03:00', owner: 'two' });
    const first = await bench.reaches((await eventuallyRequested(1))[0]!.pullId, 'completed');
    expect(first.months).toHaveLength(13);
    bench.setClock('2026-06-10T03:00:30.000Z');
    const second = await bench.reaches((await eventuallyRequested(2))[1]!.pullId, 'completed');
    expect(second.months).toEqual(['2026-06', '2026-05']);
    expect(await bench.events('CollectionRequested')).toHaveLength(2);
    expect(await bench.events('CostCellsObserved')).toHaveLength(4);
  });
});

const eventuallyRequested = async (count: number) => {
  for (;;) {
    const requested = await bench.events('CollectionRequested');
    if (requested.length >= count) return requested;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('the request budget', () => {
  it('stops optional calls first, and says so', async () => {
    const aws = await open({ monthlyRequestBudget: '4', optionalCalls: { commitmentUsage: false, dailyCosts: true } });
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'completed', skipped: ['dailyCosts'], observedMonths: ['2026-05'] });
    expect(aws.requests).toBe(6);
  });

  it('leaves out older months before the needed calls of newer ones', async () => {
    await open({ monthlyRequestBudget: '0.30' });
    await bench.startCollector();
    const pull = await bench.collect(['2026-06', '2026-05', '2026-04']);
    expect(pull).toMatchObject({ status: 'completed', months: ['2026-06', '2026-05'], skipped: ['2026-04'] });
  });

  it('ends the pull with what to do when not even the needed calls fit', async () => {
    const aws = await open({ monthlyRequestBudget: '0.05' });
    await bench.startCollector();
    const pull = await bench.collect(['2026-05']);
    expect(pull).toMatchObject({ status: 'failed', code: 'BUDGET_EXHAUSTED', cost: { requests: 0 } });
    expect(pull.remedy).toContain('monthlyRequestBudget');
    expect(aws.requests).toBe(0);
    expect(payer.monthlyRequestBudget).not.toBe('0.05');
  });
});

describe('optional calls', () => {
  const plan = {
    SavingsPlanArn: 'arn:aws:savingsplans::111111111111:savingsplan/sp-1',
    Attributes: {
      AccountId: payerAccountId,
      SavingsPlansType: 'ComputeSavingsPlans',
      PaymentOption: 'All Upfront',
      PurchaseTerm: '1yr',
      StartDateTime: '2026-01-01T00:00:00.000Z',
      EndDateTime: '2026-12-31T23:59:59.000Z',
      HourlyCommitment: '1',
      UpfrontFee: '8760',
      RecurringHourlyFee: '0',
      Status: 'Active',
    },
    Utilization: { TotalCommitment: '744', UsedCommitment: '700', UnusedCommitment: '44' },
    Savings: { NetSavings: '10', OnDemandCostEquivalent: '754' },
    AmortizedCommitment: { AmortizedRecurringCommitment: '0', AmortizedUpfrontCommitment: '744', TotalAmortizedCommitment: '744' },
  };

  it('read commitments and who used them, and store nothing that did not change', async () => {
    await open({ optionalCalls: { commitmentUsage: true, dailyCosts: false } }, (aws) => {
      aws.savingsPlans = [plan];
      aws.usage.set(plan.SavingsPlanArn, { [shop]: '500', [lab]: '200' });
    });
    await bench.startCollector();
    await bench.collect(['2026-05']);
    await bench.collect(['2026-05']);
    expect(await bench.events('SavingsPlanObserved')).toMatchObject([{ month: '2026-05', utilization: { amortizedUpfront: '744' } }]);
    expect(await bench.events('CommitmentUsageObserved')).toMatchObject([
      {
        usage: [
          { accountId: shop, amortized: '500' },
          { accountId: lab, amortized: '200' },
        ],
      },
    ]);
    expect(await bench.queries.commitmentMonths(payerAccountId, '2026-05')).toMatchObject([
      { month: '2026-05', terms: { kind: 'savingsPlan', termHours: 8_760 }, usage: [{ accountId: shop }, { accountId: lab }] },
    ]);
  });

  it('take users that a filter does not find for unknown, not for none', async () => {
    await open({ optionalCalls: { commitmentUsage: true, dailyCosts: false } }, (aws) => (aws.savingsPlans = [plan]));
    await bench.startCollector();
    await bench.collect(['2026-05']);
    expect(await bench.events('CommitmentUsageObserved')).toEqual([]);
    expect((await bench.events('MonthObserved')).at(-1)?.findings).toMatchObject([{ code: 'USAGE_NOT_FOUND', subject: plan.SavingsPlanArn }]);
  });

  it('keep what was known of a commitment when AWS and its terms disagree', async () => {
    const aws = await open({}, (stub) => (stub.savingsPlans = [plan]));
    await bench.changePolicy({ ...defaultBillingPolicy, savingsPlanFairChargeback: { effectiveFrom: '2026-01' } });
    await bench.startCollector();
    await bench.collect(['2026-05']);
    aws.savingsPlans = [{ ...plan, AmortizedCommitment: { ...plan.AmortizedCommitment, AmortizedUpfrontCommitment: '745' } }];
    await bench.collect(['2026-05']);
    expect((await bench.events('MonthObserved')).at(-1)?.findings).toMatchObject([{ code: 'AMORTIZATION_DISAGREES', subject: plan.SavingsPlanArn }]);
    expect(await bench.queries.commitmentMonths(payerAccountId, '2026-05')).toMatchObject([{ utilization: { amortizedUpfront: '744' } }]);
  });

  it('trap 1, trap 3: with fair chargeback ask for the reservations of every service and for savings plans before today; without, for neither', async () => {
    const aws = await open();
    await bench.startCollector();
    await bench.collect(['2026-06']);
    expect(Object.keys(aws.billed).sort()).toEqual(['GetCostAndUsage', 'GetDimensionValues']);
    await bench.changePolicy({
      ...defaultBillingPolicy,
      reservedInstanceFairChargeback: { effectiveFrom: '2026-01' },
      savingsPlanFairChargeback: { effectiveFrom: '2026-01' },
    });
    await bench.collect(['2026-06']);
    expect(aws.billed.GetReservationUtilization).toBe(7);
    const asked = bench.stub.aws.requests.find(({ operation }) => operation === 'GetSavingsPlansUtilizationDetails');
    expect(asked?.input.TimePeriod).toEqual({ Start: '2026-06-01', End: '2026-06-08' });
  });

  it('read costs by day, once for each day that changed', async () => {
    await open({ optionalCalls: { commitmentUsage: false, dailyCosts: true } });
    await bench.startCollector();
    await bench.collect(['2026-06']);
    await bench.collect(['2026-06']);
    expect(await bench.events('DailyCostsObserved')).toMatchObject([{ part: 1, parts: 1, costs: [{ accountId: shop }, { accountId: lab }] }]);
  });
});
