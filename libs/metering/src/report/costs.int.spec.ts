import { formatUnits, parseUnits } from '@orgledger/kernel';
import { sql } from 'kysely';
import fc from 'fast-check';
import { startProjected } from '../../testing/projected.js';
import type { Projected, StoredSample } from '../../testing/projected.js';
import { assigned, cell, observed, payer, registered, released } from '../../testing/cost-samples.js';
import type { CostObservationEvent } from '../observation/observation.events.js';
import type { CostQueries } from './cost-queries.view.js';
import { costQueries } from './cost-queries.view.js';
import { holderFactsProjection } from '../tenancy/holder-facts.view.js';
import { costsProjection } from './costs.view.js';
import type { CostTables } from './cost-tables.view.js';
import type { ViewsDatabase } from '@orgledger/projections';

const queriesOf = ({ views }: Projected): CostQueries => costQueries((views as ViewsDatabase<CostTables>).read);

const june = { from: '2026-06', to: '2026-06', granularity: 'month', metric: 'amortized' } as const;

describe('cost reports', () => {
  let projected: Projected;
  let costs: CostQueries;
  beforeEach(async () => {
    projected = await startProjected(costsProjection, holderFactsProjection);
    costs = queriesOf(projected);
    await projected.apply([registered]);
  });
  afterEach(() => projected.close());

  const amounts = async (groupBy: readonly string[], query: object = {}): Promise<Record<string, string>> => {
    const report = await costs.costReport({ ...june, groupBy: groupBy as never, ...query });
    return Object.fromEntries(report.groups.map(({ keys, total }) => [keys.join(' + '), total.amortized]));
  };

  const example = [
    assigned('A', '2026-01-01T00:00:00.000Z', 'alpha', 'prod'),
    assigned('B', '2026-01-01T00:00:00.000Z', 'beta', 'dev'),
    observed('A', '2026-06', [
      cell('Usage', 'EC2', '12.345678'),
      cell('SavingsPlanCoveredUsage', 'EC2', '300.00', '400.00'),
      cell('SavingsPlanNegation', 'EC2', '0', '-400.00'),
      cell('SavingsPlanRecurringFee', 'Savings Plans', '70.00', '720.00'),
    ]),
    observed('B', '2026-06', [
      cell('Usage', 'S3', '50.10'),
      cell('SavingsPlanCoveredUsage', 'EC2', '250.00', '320.00'),
      cell('Tax', 'Tax', '0.0000000001'),
    ]),
    observed('C', '2026-06', [cell('Usage', 'S3', '3.6E-9')]),
  ];

  it('group by every dimension, and say who nobody is', async () => {
    await projected.apply(example);
    expect(await amounts(['workspace'])).toEqual({ alpha: '382.345678', beta: '300.1000000001', '': '0.0000000036' });
    expect(await amounts(['project'])).toEqual({ 'alpha/prod': '382.345678', 'beta/dev': '300.1000000001', '': '0.0000000036' });
    expect(await amounts(['account'])).toEqual({ A: '382.345678', B: '300.1000000001', C: '0.0000000036' });
    expect(await amounts(['service'])).toEqual({ EC2: '562.345678', 'Savings Plans': '70', S3: '50.1000000036', Tax: '0.0000000001' });
    expect(await amounts(['kind'])).toEqual({ SP_USAGE: '550', SP_UNUSED: '70', USAGE: '62.4456780036', TAX: '0.0000000001' });
    expect(await amounts(['workspace', 'kind'], { filter: { workspaces: ['beta'] } })).toEqual({
      'beta + SP_USAGE': '250',
      'beta + USAGE': '50.1',
      'beta + TAX': '0.0000000001',
    });
  });

  it('show every metric and keep the rest beside the largest', async () => {
    await projected.apply(example);
    const report = await costs.costReport({ ...june, groupBy: ['workspace'], top: 1, metric: 'unblended' });
    expect(report.groups).toHaveLength(1);
    expect(report.groups[0]).toMatchObject({
      keys: ['alpha'],
      total: { amortized: '382.345678', unblended: '732.345678', netAmortized: '382.345678' },
    });
    expect(report.rest).toMatchObject({ groups: 2, total: { amortized: '300.1000000037', unblended: '370.1000000037' } });
    expect(report.totals.total.unblended).toBe('1102.4456780037');
  });

  it('follow a restatement: changed, new and vanished cells', async () => {
    await projected.apply(example);
    await projected.apply([
      observed('B', '2026-06', [cell('Credit', 'S3', '-5.00'), cell('Usage', 'S3', '50.20')], {
        gone: [{ recordType: 'Tax', service: 'Tax', marketplace: false }],
        estimated: true,
      }),
    ]);
    expect(await amounts(['recordType'], { filter: { workspaces: ['beta'] } })).toEqual({
      SavingsPlanCoveredUsage: '250',
      Usage: '50.2',
      Credit: '-5',
    });
    expect(await costs.costReport({ ...june, from: '2026-05' })).toMatchObject({ estimated: ['2026-06'], missing: ['2026-05'] });
  });

  it('give an account’s whole month to who holds it at the end, and back when that is corrected', async () => {
    await projected.apply(example);
    await projected.apply([assigned('A', '2026-06-30T23:59:59.999Z', 'beta', 'dev')]);
    expect(await amounts(['workspace'])).toEqual({ beta: '682.4456780001', '': '0.0000000036' });
    await projected.apply([released('A', '2026-06-30T23:59:59.999Z')]);
    expect(await amounts(['workspace'])).toEqual({ alpha: '382.345678', beta: '300.1000000001', '': '0.0000000036' });
    await projected.apply([released('A', '2026-06-01T00:00:00.000Z')]);
    expect(await amounts(['workspace'])).toMatchObject({ '': '382.3456780036' });
  });

  it('know tags as of the month, a project’s before its payment method’s before its workspace’s', async () => {
    const tags = (type: string, stream: string, at: string, more: object): StoredSample => ({
      stream,
      at,
      event: { type, ...more },
    });
    await projected.apply(example);
    await projected.apply([
      tags('WorkspaceCreated', 'workspace-alpha', '2026-05-01T00:00:00.000Z', { workspaceIdentifier: 'alpha', tags: { cost: '1', env: 'w' } }),
      tags('WorkspaceTagsChanged', 'workspace-alpha', '2026-07-02T00:00:00.000Z', { workspaceIdentifier: 'alpha', tags: { cost: '2', env: 'w' } }),
      tags('ProjectCreated', 'project-alpha.prod', '2026-05-01T00:00:00.000Z', {
        workspaceIdentifier: 'alpha',
        projectIdentifier: 'prod',
        tags: { env: 'p' },
      }),
      observed('A', '2026-07', [cell('Usage', 'EC2', '1')]),
    ]);
    expect(await amounts(['tag:cost'])).toEqual({ 1: '382.345678', '': '300.1000000037' });
    expect(await amounts(['tag:cost'], { from: '2026-07', to: '2026-07' })).toEqual({ 2: '1' });
    expect(await amounts(['workspace'], { filter: { tags: [{ key: 'env', values: ['p'] }] } })).toEqual({ alpha: '382.345678' });
    const method = { workspaceIdentifier: 'alpha', paymentMethodIdentifier: 'card' };
    const content = { displayName: 'Card', expiresOn: '2026-07-30', tags: { env: 'c', payer: 'finance' } };
    const assignment = { workspaceIdentifier: 'alpha', projectIdentifier: 'prod', paymentMethodIdentifier: 'card', why: 'set' };
    await projected.apply([
      tags('PaymentMethodCreated', 'paymentmethod-alpha', '2026-06-10T00:00:00.000Z', { ...method, ...content }),
      tags('ProjectPaymentMethodAssigned', 'paymentmethod-alpha', '2026-06-30T23:59:59.999Z', assignment),
    ]);
    // A method that has expired at the month's end pays nothing any more; the project's own value goes before it.
    expect(await amounts(['tag:payer'])).toEqual({ finance: '382.345678', '': '300.1000000037' });
    expect(await amounts(['tag:payer'], { from: '2026-07', to: '2026-07' })).toEqual({ '': '1' });
    expect(await amounts(['tag:env'])).toEqual({ p: '382.345678', '': '300.1000000037' });
    await expect(amounts(['tag:coast'])).rejects.toMatchObject({
      code: 'TAG_UNKNOWN',
      field: 'groupBy[0]',
      message: 'No workspace, project or payment method has ever had a tag coast: in use are cost, env, payer.',
    });
  });

  it('refuse to add up different currencies', async () => {
    await projected.apply([
      { stream: 'payer-2', event: { type: 'PayerRegistered', payerAccountId: '2', billingCurrency: 'CNY' } as StoredSample['event'] },
    ]);
    await expect(costs.costReport(june)).rejects.toMatchObject({ code: 'CURRENCIES_INVALID', field: 'filter.payers' });
    await expect(costs.costReport({ ...june, filter: { payers: ['2'] } })).resolves.toMatchObject({ currency: 'CNY' });
  });
});

/** Sums of a list of events by the definition: newest cells, holder at the month's end. No part of the read model is used. */
const sumsByHand = (samples: readonly StoredSample[]): Record<string, string> => {
  const newest = new Map<string, { account: string; month: string; unblended: string }>();
  const holders = new Map<string, { from: string; workspace: string }[]>();
  for (const { event } of samples) {
    if (event.type === 'CostCellsObserved') {
      const { accountId: account, month, cells, gone } = event as CostObservationEvent;
      for (const { recordType, service } of gone) newest.delete([account, month, recordType, service].join());
      for (const { recordType, service, unblended } of cells) newest.set([account, month, recordType, service].join(), { account, month, unblended });
    }
    if (event.type === 'AccountAssigned') {
      const { accountId, from, workspaceIdentifier } = event as unknown as Record<string, string>;
      holders.set(accountId!, [...(holders.get(accountId!) ?? []), { from: from!, workspace: workspaceIdentifier! }]);
    }
  }
  const sums = new Map<string, bigint>();
  for (const { account, month, unblended } of newest.values()) {
    let best: { from: string; workspace: string } | undefined;
    for (const holder of holders.get(account) ?? []) if (holder.from.slice(0, 7) <= month && (!best || holder.from >= best.from)) best = holder;
    const workspace = best?.workspace ?? '';
    sums.set(workspace, (sums.get(workspace) ?? 0n) + parseUnits(unblended));
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).map(([key, sum]) => [key, formatUnits(sum)]));
};

const accounts = ['A', 'B', 'C', 'D'];
const months = ['2026-01', '2026-02', '2026-03'];

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fc.constantFrom('', 'E-2'))
  .map(([units, exponent]) => `${formatUnits(units)}${exponent}`);

const anyObservation = fc
  .record({
    account: fc.constantFrom(...accounts),
    month: fc.constantFrom(...months),
    cells: fc.uniqueArray(fc.tuple(fc.constantFrom('Usage', 'Tax', 'RIFee'), fc.constantFrom('EC2', 'S3'), amount, amount), {
      maxLength: 4,
      selector: ([recordType, service]) => `${recordType}${service}`,
    }),
    gone: fc.boolean(),
  })
  .map(({ account, month, cells, gone }) =>
    gone
      ? observed(account, month, [], { gone: cells.map(([recordType, service]) => ({ recordType, service, marketplace: false })) })
      : observed(
          account,
          month,
          cells.map(([recordType, service, a, u]) => cell(recordType, service, a, u)),
        ),
  );

const anyAssignment = fc
  .tuple(
    fc.constantFrom(...accounts),
    fc.constantFrom(...months),
    fc.integer({ min: 1, max: 28 }),
    fc.constantFrom('alpha', 'beta'),
    fc.constantFrom('p', 'q'),
  )
  .map(([account, month, day, workspace, project]) =>
    assigned(account, `${month}-${String(day).padStart(2, '0')}T10:00:00.000Z`, workspace, project),
  );

const anyDay = fc
  .record({
    day: fc.constantFrom('2026-01-01', '2026-01-02', '2026-02-01'),
    costs: fc.uniqueArray(fc.tuple(fc.constantFrom(...accounts), amount), { maxLength: 4, selector: ([account]) => account }),
    pullId: fc.uuid(),
    cut: fc.nat({ max: 4 }),
  })
  .map(({ day, costs, pullId, cut }): StoredSample[] => {
    const parts = [costs.slice(0, cut), costs.slice(cut)];
    return parts.map((part, index) => ({
      stream: `collection-${pullId}`,
      event: {
        type: 'DailyCostsObserved',
        payerAccountId: payer,
        pullId,
        day,
        costs: part.map(([accountId, text]) => ({ accountId, unblended: text, amortized: text })),
        part: index + 1,
        parts: 2,
      } as StoredSample['event'],
    }));
  });

const rowsOf = async ({ views }: Projected): Promise<Record<string, unknown[]>> => {
  const rows: Record<string, unknown[]> = {};
  for (const table of [
    'cost_accounts',
    'cost_account_cells',
    'cost_projects',
    'cost_project_cells',
    'cost_workspaces',
    'cost_workspace_cells',
    'cost_months',
    'cost_account_days',
    'cost_project_days',
  ])
    rows[table] = (await sql`SELECT * FROM ${sql.table(table)} ORDER BY 1`.execute(views.read)).rows.map((row) => ({ ...(row as object) }));
  return rows;
};

const isEmpty = (row: unknown): boolean => (row as { cells?: string; days?: string }).cells === '[]' || (row as { days?: string }).days === '[]';

describe('rollups', () => {
  const opened: Projected[] = [];
  const open = async (): Promise<Projected> => {
    const projected = await startProjected(costsProjection);
    opened.push(projected);
    await projected.apply([registered]);
    return projected;
  };
  afterEach(async () => {
    for (const projected of opened.splice(0)) await projected.close();
  });

  it('agree with an independent sum of the raw events to the tenth digit, and with a rebuild from the same facts in another order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyObservation, { minLength: 1, maxLength: 12 }),
        fc.array(anyAssignment, { maxLength: 6 }),
        fc.array(anyDay, { maxLength: 4 }),
        fc.infiniteStream(fc.boolean()),
        async (observations, assignments, days, coins) => {
          // The order within observations and within assignments is kept, as streams keep it; how they mix is free.
          const daily = days.flat();
          const mixed: StoredSample[] = [];
          const [a, b] = [[...observations, ...daily], [...assignments]];
          while (a.length > 0 || b.length > 0) mixed.push((a.length > 0 && (b.length === 0 || coins.next().value === true) ? a : b).shift()!);
          const [incremental, rebuilt] = [await open(), await open()];
          for (const sample of mixed) await incremental.apply([sample]);
          await rebuilt.apply([...assignments, ...observations, ...daily]);

          const [left, right] = [await rowsOf(incremental), await rowsOf(rebuilt)];
          expect(left).toEqual(right);

          const query = { from: '2026-01', to: '2026-03', granularity: 'month', metric: 'unblended' } as const;
          const report = await queriesOf(incremental).costReport({ ...query, groupBy: ['workspace'] });
          const shown = Object.fromEntries(
            report.groups.map(({ keys, total }) => [keys[0]!, total.unblended] as const).filter(([, sum]) => sum !== '0'),
          );
          expect(shown).toEqual(sumsByHand(mixed));
          for (const groupBy of [['account'], ['service'], ['tenant', 'kind'], ['project']] as const) {
            const { groups, totals, rest } = await queriesOf(incremental).costReport({ ...query, groupBy, top: 2 });
            const sum = [...groups, rest].reduce((total, group) => total + parseUnits(group.total.unblended), 0n);
            expect(formatUnits(sum)).toBe(totals.total.unblended);
            expect(totals.total.unblended).toBe(report.totals.total.unblended);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keep no row of a project that has no account left', async () => {
    const projected = await open();
    await projected.apply([assigned('A', '2026-01-01T00:00:00.000Z', 'alpha', 'p'), observed('A', '2026-01', [cell('Usage', 'EC2', '1')])]);
    await projected.apply([assigned('A', '2026-01-02T00:00:00.000Z', 'beta', 'p')]);
    const rows = await rowsOf(projected);
    expect(rows.cost_projects).toEqual([expect.objectContaining({ workspace: 'beta', accounts: 1, amortized: '1' })]);
    expect(rows.cost_project_cells!.filter(isEmpty)).toEqual([]);
  });
});

describe('daily costs', () => {
  let projected: Projected;
  beforeEach(async () => {
    projected = await startProjected(costsProjection);
    await projected.apply([registered, assigned('A', '2026-01-01T00:00:00.000Z', 'alpha', 'prod')]);
  });
  afterEach(() => projected.close());

  const day = (number: number, costs: Record<string, string>, pullId = 'p'): StoredSample => ({
    stream: `collection-${pullId}`,
    event: {
      type: 'DailyCostsObserved',
      payerAccountId: payer,
      pullId,
      day: `2026-06-${String(number).padStart(2, '0')}`,
      costs: Object.entries(costs).map(([accountId, amortized]) => ({ accountId, amortized, unblended: amortized })),
      part: 1,
      parts: 1,
    } as StoredSample['event'],
  });

  const daily = async (groupBy: readonly 'account'[] = []) =>
    queriesOf(projected).costReport({ from: '2026-06-01', to: '2026-06-04', granularity: 'day', metric: 'amortized', groupBy });

  it('trap 5: the unused reservations that AWS books on day 1 are laid evenly on the days, never shown as a spike', async () => {
    await projected.apply([
      observed('A', '2026-06', [cell('Usage', 'EC2', '8'), cell('RIFee', 'EC2', '90.0000000001')]),
      day(1, { A: '92.0000000001' }),
      day(2, { A: '2' }),
      day(3, { A: '2' }),
      day(4, { A: '2' }),
    ]);
    const report = await daily();
    expect(report.totals.byPeriod.map(({ amortized }) => amortized)).toEqual(['24.5000000001', '24.5', '24.5', '24.5']);
    expect(report).toMatchObject({ spread: '90.0000000001', totals: { total: { amortized: '98.0000000001' } } });
    expect((await daily(['account'])).groups[0]).toMatchObject({ keys: ['A'], total: { amortized: '98.0000000001' } });
    // Cash is booked when it is booked: only the amortised view is spread.
    expect(report.totals.byPeriod.map(({ unblended }) => unblended)).toEqual(['92.0000000001', '2', '2', '2']);
  });

  it('tell days that were never collected from days without cost', async () => {
    await projected.apply([day(1, { A: '1' }), day(3, {})]);
    expect(await daily()).toMatchObject({ missing: ['2026-06-02', '2026-06-04'], totals: { total: { amortized: '1' } } });
  });

  it('are replaced by a later pull, accounts that vanished included', async () => {
    await projected.apply([day(1, { A: '1', B: '2' }), day(1, { A: '3' }, 'q')]);
    expect((await daily()).totals.total.amortized).toBe('3');
  });

  it.each([
    [{ groupBy: ['service'] }, 'groupBy[0]'],
    [{ filter: { kinds: ['TAX'] } }, 'filter.kinds'],
    [{ metric: 'netAmortized' }, 'metric'],
    [{ from: '2026-02-30' }, 'from'],
    [{ to: '2026-05-31' }, 'to'],
    [{ to: '2027-05-31' }, 'to'],
    [{ top: 0 }, 'top'],
    [{ groupBy: ['colour'] }, 'groupBy[0]'],
    [{ filter: { accounts: [] } }, 'filter.accounts'],
  ])('refuse %j and name the field', async (wrong, field) => {
    const query = { from: '2026-06-01', to: '2026-06-04', granularity: 'day', metric: 'amortized', ...wrong };
    await expect(queriesOf(projected).costReport(query as never)).rejects.toMatchObject({ code: 'FIELD_MALFORMED', field });
  });
});
