import { createMeteringReportQueries, meteringStreams } from '@orgledger/metering';
import type {
  CommitmentTerms,
  CommitmentUtilization,
  MeteringReportQueries,
  Month,
  ObservedCell,
  Statement,
} from '@orgledger/metering';
import { formatUnits, parseExactUnits, parseUnits } from '@orgledger/kernel';
import { accounts, cell, ClosingLab, example51, payer } from './support/closing-lab.js';

const june: Month = '2026-06';
const rds = 'Amazon Relational Database Service';

/** @source specs/chargeback.md §5.2 */
const terms: CommitmentTerms = {
  commitmentId: 'arn:aws:rds:us-east-1:000000000002:ri:one',
  kind: 'reservation',
  ownerAccountId: accounts.beta,
  paymentOption: 'All Upfront',
  upfrontFee: '1000.00',
  recurringHourlyFee: '0',
  start: '2026-06-15T12:00:00.000Z',
  end: '2027-06-15T12:00:00.000Z',
  termHours: 8760,
  quantity: 1,
  service: rds,
  description: 'db.m5.large',
  status: 'active',
};

const juneUse: CommitmentUtilization = {
  purchased: '372',
  used: '300',
  unused: '72',
  amortizedUpfront: '42.46575342',
  amortizedRecurring: '0',
  totalAmortized: '42.46575342',
  onDemandEquivalent: '60',
  netSavings: '17.53424658',
  unusedCost: '8.21917808',
};

const example52 = {
  [accounts.beta]: [cell('Fee', '1000.00', '0', rds), cell('RIFee', '0', '8.21917808', rds), cell('DiscountedUsage', '0', '22.83105023', rds)],
  [accounts.gamma]: [cell('DiscountedUsage', '0', '11.41552511', rds)],
};

describe('reports beside statements', () => {
  let lab: ClosingLab;
  let reports: MeteringReportQueries;
  beforeEach(async () => {
    lab = await ClosingLab.start();
    reports = createMeteringReportQueries(lab.views.read as Parameters<typeof createMeteringReportQueries>[0], lab.store);
  });
  afterEach(() => lab.stop());

  const byGroup = async (
    groupBy: 'tenant' | 'kind' | 'service',
    metric: 'amortized' | 'unblended' = 'amortized',
  ): Promise<Record<string, string>> => {
    await lab.settled();
    const { groups } = await reports.costReport({ from: june, to: june, granularity: 'month', metric, groupBy: [groupBy] });
    const named = groups.map(({ keys: [key = ''], total }): [string, string] => [key === '' ? 'unassigned' : key, total[metric]]);
    return Object.fromEntries(named.filter(([, sum]) => sum !== '0'));
  };
  const statements = async (): Promise<readonly Statement[]> => {
    const { nodes } = await lab.statements.statements({ payerAccountId: payer, month: june });
    return Promise.all(nodes.map(({ holder }) => lab.statement(june, holder.tenantId)));
  };
  const exactBy = (found: readonly Statement[], keyOf: (line: Statement['lines'][number], tenantId: string) => string): Record<string, string> => {
    const sums = new Map<string, bigint>();
    for (const { holder, lines } of found)
      for (const line of lines) {
        const key = keyOf(line, holder.tenantId);
        sums.set(key, (sums.get(key) ?? 0n) + parseExactUnits(line.exact));
      }
    return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).map(([key, sum]) => [key, formatUnits(sum)]));
  };

  it('agree to the tenth digit by tenant, kind and service, an account that moved in mid-month included', async () => {
    const noise: readonly ObservedCell[] = [
      cell('Usage', '0.0000000036', undefined, 'AWS Lambda'),
      cell('Tax', '5.19', undefined, 'Tax'),
      cell('Credit', '-3.3333333333'),
    ];
    await lab.settleMonth(june, { ...example51, '000000000004': noise, '000000000009': [cell('Usage', '7.5000000001')] });
    await lab.assign('000000000004', 'gamma', '2026-01-01T00:00:00.000Z');
    await lab.assign('000000000004', 'beta', '2026-06-17T12:00:00.000Z');
    expect(await lab.close(june)).toMatchObject({ kind: 'closed' });
    const found = await statements();
    expect(await byGroup('tenant')).toEqual(exactBy(found, (_, tenantId) => tenantId));
    expect(await byGroup('kind')).toEqual(exactBy(found, ({ kind }) => kind));
    expect(await byGroup('service')).toEqual(exactBy(found, ({ service }) => service ?? ''));
    expect((await byGroup('tenant')).beta).toBe(formatUnits(parseUnits('300.10') + parseUnits('1.8566666703')));
  });

  it('agree with statements on the cash basis', async () => {
    await lab.policy({ basis: 'cash' });
    await lab.settleMonth(june, example51);
    await lab.close(june);
    expect(await byGroup('tenant', 'unblended')).toEqual(exactBy(await statements(), (_, tenantId) => tenantId));
  });

  it('explain fair chargeback by the statements’ own lines (5.2)', async () => {
    await lab.policy({ reservedInstanceFairChargeback: { effectiveFrom: '2026-01' } });
    const observation = { payerAccountId: payer, commitmentId: terms.commitmentId, pullId: 'p', pulledAt: '2026-07-07T03:00:00.000Z' };
    await lab.append(meteringStreams.commitment(payer, terms.commitmentId), {
      type: 'ReservationObserved',
      ...{ ...observation, month: june, terms, utilization: juneUse },
    });
    await lab.settleMonth(june, example52);
    await lab.settled();
    const before = await reports.commitment(payer, terms.commitmentId);
    expect(before?.charges).toEqual([]);
    expect(before?.fairChargeback).toMatchObject({ fair: true });
    expect(before?.fairChargeback.reasons.at(-1)).toBe('No month with a share of it has been closed yet.');

    expect(await lab.close(june)).toMatchObject({ kind: 'closed' });
    const report = await reports.commitment(payer, terms.commitmentId);
    const lines = (await lab.statement(june, 'beta')).lines.filter(({ commitmentId }) => commitmentId === terms.commitmentId);
    expect(report?.charges).toEqual(lines.map(({ kind, lineId, exact, amount }) => ({ month: june, tenantId: 'beta', kind, lineId, exact, amount })));
    expect(report?.charges.map(({ kind, exact }) => [kind, formatUnits(parseExactUnits(exact))]).toSorted()).toEqual([
      ['COMMITMENT_UPFRONT', '1000'],
      ['COMMITMENT_UPFRONT_DISCOUNT', '-42.46575342'],
    ]);
    expect(report?.fairChargeback.reasons.at(-1)).toMatch(/^On the statements of 2026-06: fee 1000\.00, credits -42\.4[67]\.$/);
    expect(report?.usage).toMatchObject([
      {
        month: june,
        source: 'cells',
        userCount: 2,
        users: [
          { accountId: accounts.beta, tenantId: 'beta', amortized: '22.83105023' },
          { accountId: accounts.gamma, tenantId: 'gamma', amortized: '11.41552511' },
        ],
      },
    ]);
    const spread = report?.upfront.shares.reduce((sum, { amount }) => sum + parseUnits(amount), parseUnits(report.upfront.trueUp));
    expect(formatUnits(spread ?? 0n)).toBe('1000');
  });

  it('spread an upfront fee by the terms in a month that still ran when it was read', async () => {
    const observation = { payerAccountId: payer, commitmentId: terms.commitmentId, pullId: 'p', terms };
    const partly = { ...juneUse, purchased: '96', used: '96', unused: '0', amortizedUpfront: '10.9589041', totalAmortized: '10.9589041' };
    await lab.append(
      meteringStreams.commitment(payer, terms.commitmentId),
      { type: 'ReservationObserved', ...observation, month: june, pulledAt: '2026-07-02T03:00:00.000Z', utilization: juneUse },
      { type: 'ReservationObserved', ...observation, month: '2026-07', pulledAt: '2026-07-05T03:00:00.000Z', utilization: partly },
    );
    await lab.settled();
    const report = await reports.commitment(payer, terms.commitmentId);
    expect(report?.upfront.shares.slice(0, 3)).toEqual([
      { month: '2026-06', amount: '42.46575342', source: 'observed' },
      { month: '2026-07', amount: '84.93150685', source: 'computed' },
      { month: '2026-08', amount: '84.93150685', source: 'computed' },
    ]);
    expect(report?.months).toMatchObject([{ month: '2026-06' }, { month: '2026-07', totalAmortized: '10.9589041' }]);
  });
});
