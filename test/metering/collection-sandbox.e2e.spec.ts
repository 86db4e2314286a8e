import { parseUnits } from '@orgledger/kernel';
import { addMonths } from '@orgledger/metering';
import type { CollectionView, Month } from '@orgledger/metering';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';
import { everyPage } from '../sandbox/support/cost-sandbox.js';
import { startMeteringLab } from './support/metering-lab.js';
import type { MeteringLab } from './support/metering-lab.js';

const [march, february, january] = ['2026-03', '2026-02', '2026-01'] as const;
const months = [march, february, january];
const cent = 100_000_000n;

let lab: MeteringLab;
let first: CollectionView;
let billed: unknown;
let calls: readonly LoggedCall[];
beforeAll(async () => {
  lab = await startMeteringLab({ at: '2026-03-19T08:00:00Z', seed: { accounts: 14, costs: { months: 3 } } });
  await lab.collecting.startCollector();
  first = await lab.collecting.collect(months);
  billed = await lab.control.costs();
  calls = (await lab.control.calls()).filter(({ principal }) => /metering|MeshCostExplorer/.test(principal ?? ''));
});
afterAll(() => lab.close());

type Cells = Readonly<Record<string, readonly [unblended: bigint, amortized: bigint]>>;

/** The month as its administrator reads it: account after account, by record type and service. */
const shown = async (month: Month): Promise<Cells> => {
  const of = (...keys: readonly string[]) => ({
    TimePeriod: { Start: `${month}-01`, End: `${addMonths(month, 1)}-01` },
    Granularity: 'MONTHLY' as const,
    Metrics: ['UnblendedCost', 'AmortizedCost'],
    GroupBy: keys.map((Key) => ({ Type: 'DIMENSION' as const, Key })),
  });
  const [{ Groups: accounts = [] } = {}] = await everyPage(lab.costExplorer, of('LINKED_ACCOUNT'));
  const found: Record<string, readonly [bigint, bigint]> = {};
  for (const { Keys: [account = ''] = [] } of accounts) {
    const Filter = { Dimensions: { Key: 'LINKED_ACCOUNT' as const, Values: [account] } };
    const [{ Groups = [] } = {}] = await everyPage(lab.costExplorer, { ...of('RECORD_TYPE', 'SERVICE'), Filter });
    for (const { Keys = [], Metrics } of Groups)
      found[[account, ...Keys].join(' ')] = [parseUnits(Metrics!.UnblendedCost!.Amount!), parseUnits(Metrics!.AmortizedCost!.Amount!)];
  }
  return found;
};

/** The month as it is stored; what was sold on the marketplace is with the rest, as Cost Explorer has it without a filter. */
const stored = async (month: Month): Promise<Cells> => {
  const unblended = await lab.collecting.cells(month);
  const amortized = await lab.collecting.cells(month, 'amortized');
  const found: Record<string, readonly [bigint, bigint]> = {};
  for (const [key, amount] of Object.entries(unblended)) {
    const [before, beforeAmortized] = found[key.replace(/ marketplace$/, '')] ?? [0n, 0n];
    found[key.replace(/ marketplace$/, '')] = [before + parseUnits(amount), beforeAmortized + parseUnits(amortized[key]!)];
  }
  return found;
};

const total = (cells: Cells): bigint => Object.values(cells).reduce((sum, [unblended]) => sum + unblended, 0n);

describe('a collection from Cost Explorer, by the printed policies alone', () => {
  it('completes without findings, and pays what the sandbox bills', () => {
    expect(first).toMatchObject({ status: 'completed', observedMonths: months, skipped: [], findings: [] });
    expect(first.cost).toEqual(billed);
    expect(first.cost.requests).toBeGreaterThan(100);
    expect(calls.filter(({ service }) => service === 'costexplorer')).toHaveLength(first.cost.requests);
    const refused = calls.filter(({ decision }) => decision?.allowed === false);
    expect(refused.map(({ operation, decision }) => [operation, decision?.decidedBy, decision?.probe])).toEqual([
      ['AssumeRole', 'trust', true],
      ['AssumeRole', 'trust', true],
    ]);
  });

  it.each(months)('stores %s cell by cell as its administrator reads it', async (month) => {
    const cells = await stored(month);
    expect(Object.keys(cells).length).toBeGreaterThan(300);
    expect(cells).toEqual(await shown(month));
  });

  it.each([february, january])('stores of %s what the invoice sums to, but for its rounding line by line', async (month) => {
    const invoice = await lab.control.invoice(month);
    const difference = total(await stored(month)) - parseUnits(invoice.total);
    expect(difference <= (cent * BigInt(invoice.lines.length)) / 2n && -difference <= (cent * BigInt(invoice.lines.length)) / 2n).toBe(true);
  });

  it('stores days that sum to their month', async () => {
    const days = (await lab.collecting.events('DailyCostsObserved')).filter(({ day }) => day.startsWith(february));
    expect(days).toHaveLength(28);
    const sum = days.flatMap(({ costs }) => costs).reduce((all, { unblended }) => all + parseUnits(unblended), 0n);
    expect(sum).toBe(total(await stored(february)));
  });

  it('stores commitments of which what accounts used and what nobody used is all that was amortised', async () => {
    const commitments = await lab.collecting.queries.commitmentMonths(lab.payerAccountId, february, february);
    expect(new Set(commitments.map(({ terms }) => terms.kind))).toEqual(new Set(['reservation', 'savingsPlan']));
    for (const { terms, utilization, usage } of commitments) {
      const used = (usage ?? []).reduce((sum, { amortized }) => sum + parseUnits(amortized), 0n);
      const gap = used + parseUnits(utilization!.unusedCost) - parseUnits(utilization!.totalAmortized);
      // A unit of the tenth digit for each account, and AWS's eight digits of what was not used.
      expect({ of: terms.commitmentId, gap: gap < 200n && gap > -200n }).toEqual({ of: terms.commitmentId, gap: true });
    }
  });

  it('of the same months appends no costs', async () => {
    const before = (await lab.collecting.events('CostCellsObserved')).length;
    expect(await lab.collecting.collect([february, january])).toMatchObject({ status: 'completed', observedMonths: [february, january] });
    expect(await lab.collecting.events('CostCellsObserved')).toHaveLength(before);
  });

  it('trap 9, trap 13: takes restated costs to the last digit, of a record type that nobody knows and of an account that left', async () => {
    const [gone, ...others] = [...new Set(Object.keys(await stored(january)).map((key) => key.split(' ')[0]!))].filter(
      (id) => id !== lab.payerAccountId,
    );
    const line = { month: january, service: 'Amazon Quantum Ledger', amount: '0.0000000036' };
    await lab.control.plantCosts({
      lines: [
        { ...line, accountId: gone, recordType: 'Usage' },
        { ...line, accountId: others[0], recordType: 'Quantum Surcharge', amount: '-12.3456789012' },
      ],
      leave: [gone],
    });
    const before = (await lab.collecting.events('CostCellsObserved')).length;
    const pull = await lab.collecting.collect([january]);
    expect(pull.findings.map(({ code, subject, accountId }) => [code, subject ?? accountId])).toEqual([
      ['UNKNOWN_RECORD_TYPE', 'Quantum Surcharge'],
      ['ACCOUNT_LEFT', gone],
    ]);
    const changed = (await lab.collecting.events('CostCellsObserved')).slice(before);
    expect(changed.map(({ accountId }) => accountId)).toEqual(expect.arrayContaining([gone, others[0]]));
    expect(await lab.collecting.cells(january)).toMatchObject({
      // As Cost Explorer writes it.
      [`${gone!} Usage Amazon Quantum Ledger`]: '3.6E-9',
      [`${others[0]!} Quantum Surcharge Amazon Quantum Ledger`]: '-12.3456789012',
    });
    expect(await stored(january)).toEqual(await shown(january));
  });
});
