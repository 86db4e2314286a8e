import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCsv, corrections, CsvError, focusModel, renderReport } from './index.js';
import type { CheckOptions, FocusReport } from './index.js';

const model = focusModel();
const examples = join(__dirname, '../testing/examples');

const check = (text: string, options: CheckOptions = {}): Promise<FocusReport> => checkCsv([text], model, options);
const example = (name: string, options: CheckOptions = {}): Promise<FocusReport> =>
  check(readFileSync(join(examples, `${name}.csv`), 'utf8'), options);
const of = (report: FocusReport, ruleId: string) => report.rules.find((rule) => rule.ruleId === ruleId);
const failures = (report: FocusReport, ...kinds: readonly string[]) =>
  report.rules.filter(({ status, kind }) => status === 'failed' && !kinds.includes(kind)).map(({ ruleId, rows }) => [ruleId, ...rows]);

describe('the model', () => {
  it('has the 621 rules of FOCUS 1.2', () => {
    const kinds = [...model.rules.values()].reduce<Record<string, number>>((sum, { kind }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});
    expect(kinds).toEqual({ Composite: 143, Presence: 63, Validation: 172, Format: 84, Type: 56, Nullability: 103 });
  });

  it('corrects only rules that it has', () => {
    expect(corrections.filter(({ ruleId }) => !model.rules.has(ruleId))).toEqual([]);
  });
});

describe('the worked examples of the specification', () => {
  // They are parts of tables: columns are missing from each. Beside that, these rules find real slips in three of them.
  it.each([
    ['commitment_discount_purchase_scenario_1', []],
    [
      'commitment_discount_purchase_scenario_2',
      [
        ['ChargePeriodEnd-C-001-M', 3],
        ['ChargePeriodEnd-C-002-M', 3],
      ],
    ],
    [
      'commitment_discount_purchase_scenario_3',
      [
        ['ChargePeriodEnd-C-001-M', 4],
        ['ChargePeriodEnd-C-002-M', 4],
      ],
    ],
    ['commitment_discount_usage_scenario_1', []],
    ['commitment_discount_usage_scenario_2', []],
    ['commitment_discount_usage_scenario_3', []],
    ['commitment_discount_usage_scenario_4', []],
    ['correction_closed_period_scenario_1_partial_reallocation_delta', []],
    [
      'one_hundred_percent_utilization_with_commitment_discount_flexibility_with_1_resource',
      [
        ['ListUnitPrice-C-010-C', 2],
        ['ListCost-C-009-C', 2],
      ],
    ],
    ['one_hundred_percent_utilization_with_commitment_discount_flexibility_with_2_resources', []],
    ['one_hundred_percent_utilization_without_commitment_discount_flexibility', []],
    ['zero_percent_utilization_without_commitment_discount_flexibility', [['ConsumedQuantity-C-004-C', 2]]],
  ])('%s', async (name, expected) => {
    const report = await example(name);
    expect(failures(report, 'Presence', 'Composite')).toEqual(expected);
    const missing = report.rules.filter(({ kind, status }) => kind === 'Presence' && status === 'failed');
    expect(missing.map(({ reason }) => reason)).toEqual(missing.map(({ ruleId }) => `the file has no column ${columnOf(ruleId)}`));
    const header = new Set(report.columns);
    const present = report.rules.filter(({ kind, status }) => kind === 'Presence' && status === 'passed').map(({ ruleId }) => columnOf(ruleId));
    expect(present.filter((column) => !header.has(column))).toEqual([]);
    expect([...header].filter((column) => isFocusColumn(column) && !present.includes(column))).toEqual([]);
  });

  it('says of a slip what is wrong, and which groups of rules are broken by it', async () => {
    const report = await example('commitment_discount_purchase_scenario_2');
    expect(of(report, 'ChargePeriodEnd-C-002-M')).toMatchObject({
      status: 'failed',
      violations: 1,
      reason: 'ChargePeriodEnd is "2023-02-01T30:00:00Z", not a moment as YYYY-MM-DDTHH:mm:ssZ',
    });
    expect(of(report, 'ChargePeriodEnd-C-000-M')).toMatchObject({
      status: 'failed',
      reason: 'not met: ChargePeriodEnd-C-001-M, ChargePeriodEnd-C-002-M',
    });
  });

  it('would all break rules that contradict their own words, were those followed as written', async () => {
    const report = await example('commitment_discount_usage_scenario_4', { asWritten: true });
    expect(failures(report, 'Presence', 'Composite')).toEqual([
      ['CommitmentDiscountStatus-C-003-C', 2],
      ['CommitmentDiscountStatus-C-004-C', 2],
      ['CommitmentDiscountStatus-C-005-M', 1],
    ]);
    expect(of(await example('commitment_discount_usage_scenario_4'), 'CommitmentDiscountStatus-C-003-C')).toMatchObject({
      status: 'passed',
      correction: 'says "MUST be null", checks that it is not null',
    });
  });
});

const columnOf = (ruleId: string): string => {
  const rule = model.rules.get(ruleId);
  return rule?.check?.fn === 'ColumnPresent' ? rule.check.column : '';
};
const isFocusColumn = (column: string): boolean => [...model.rules.keys()].some((ruleId) => columnOf(ruleId) === column);

describe('conditions and groups', () => {
  it('a part inherits the condition of its group', async () => {
    // SkuPriceId-C-008-M: one SkuId for each SkuPriceId, within "when SkuPriceId is not null".
    const report = await check('SkuPriceId,SkuId\n,s1\n,s2\np1,s1\n');
    expect(of(report, 'SkuPriceId-C-008-M')).toMatchObject({ status: 'passed' });
    expect(of(await check('SkuPriceId,SkuId\np1,s1\np1,s2\n'), 'SkuPriceId-C-008-M')).toMatchObject({
      status: 'failed',
      rows: [2],
      reason: 'SkuPriceId "p1" has SkuId "s1" and "s2", not exactly 1',
    });
  });

  it('a null class is not "Correction"', async () => {
    const report = await check('ChargeCategory,ChargeClass,PricingQuantity\nUsage,,\nUsage,Correction,\nTax,,\n');
    expect(of(report, 'PricingQuantity-C-005-C')).toMatchObject({ status: 'failed', rows: [1], violations: 1 });
  });

  it('each row may meet another one of several ways', async () => {
    const mixed = await check('InvoiceId,BilledCost\n,1\nI-1,1\n');
    expect(of(mixed, 'InvoiceId-C-003-C')).toMatchObject({ status: 'passed' });
    expect(of(mixed, 'InvoiceId-C-004-C')).toMatchObject({ status: 'skipped', reason: 'one way of several to meet InvoiceId-C-003-C' });
  });

  it('what is permitted cannot be broken, and advice does not break a group that must be met', async () => {
    const report = await check('Tags,ChargeDescription\n"{""a"":1}",\n');
    expect(of(report, 'Tags-C-002-O')).toMatchObject({ status: 'skipped', reason: 'permits and demands nothing' });
    expect(of(report, 'ChargeDescription-C-003-O')).toMatchObject({ status: 'failed', level: 'should' });
    expect(of(report, 'ChargeDescription-C-000-M')).toMatchObject({ status: 'skipped' });
  });

  it('rules that no file can show are skipped and counted as such', async () => {
    const report = await check('BilledCost\n1\n');
    expect(of(report, 'BilledCost-C-006-M')).toMatchObject({ status: 'skipped', reason: 'no file alone can show whether this is met' });
    expect(report.total.passed + report.total.failed + report.total.skipped).toBe(621);
  });
});

describe('applicability', () => {
  const file = 'BilledCost\n1\n';

  it('rules of criteria that do not hold are skipped, with all their parts', async () => {
    const report = await check(file, { criteria: ['SUB_ACCOUNT_SUPPORTED'] });
    expect(of(report, 'CostAndUsage-D-019-C')).toMatchObject({ status: 'failed' });
    expect(of(report, 'CostAndUsage-D-063-C')).toMatchObject({ status: 'skipped', reason: 'applies where REGION_SUPPORTED' });
    expect(of(report, 'RegionId-C-001-M')).toMatchObject({
      status: 'skipped',
      reason: 'applies where the group of rules that it is part of does',
    });
  });

  it('all criteria of a rule must hold', async () => {
    const report = await check(file, { criteria: ['PUBLIC_PRICE_LIST_SUPPORTED'] });
    expect(of(report, 'CostAndUsage-D-060-C')).toMatchObject({ status: 'skipped', reason: 'applies where UNIT_PRICING_SUPPORTED' });
  });

  it('an unknown criterion is refused', async () => {
    await expect(check(file, { criteria: ['FREE_BEER'] })).rejects.toThrow('FREE_BEER is no applicability criterion of FOCUS 1.2');
  });
});

describe('files', () => {
  it('are read in any pieces, with quoted fields, either line end and a byte order mark', async () => {
    const bytes = new TextEncoder().encode(
      '\ufeffServiceName,ServiceCategory\r\n"S ""1"", größer",Compute\r\n"two\nlines",Storage\n\n"S ""1"", größer",Storage',
    );
    for (const size of [1, 2, 3, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
      const report = await checkCsv(pieces, model);
      expect([report.rows, of(report, 'ServiceName-C-005-C')]).toMatchObject([
        3,
        { status: 'failed', rows: [3], reason: 'ServiceName "S \\"1\\", größer" has ServiceCategory "Compute" and "Storage", not exactly 1' },
      ]);
    }
  });

  it.each([
    ['', 'line 1: the file is empty: a heading with the names of the columns is expected'],
    ['A,B\n1\n', 'line 2: row 1 has 1 fields, the heading has 2'],
    ['A,A\n1,2\n', 'line 1: the column A stands twice in the heading'],
    ['A\n"open', 'line 2: the file ends inside a quoted field'],
    ['A\nx"y\n', 'line 2: a quotation mark stands inside a field that does not start with one'],
    ['A\n"x"y\n', 'line 2: text follows a closing quotation mark'],
  ])('that are no table are refused: %j', async (text, message) => {
    await expect(check(text)).rejects.toThrow(new CsvError(message.replace(/^line \d: /, ''), Number(/\d/.exec(message)?.[0])));
  });

  it('name the first rows at fault and count all', async () => {
    const report = await check(`BilledCost\n${'x\n'.repeat(10_000)}`, { rowsShown: 3 });
    expect(of(report, 'BilledCost-C-002-M')).toMatchObject({ violations: 10_000, rows: [1, 2, 3] });
  });
});

it('the report for people names missing columns, failures with their rows, and the figures', async () => {
  const text = renderReport(await check('BilledCost,ChargeFrequency\n1,Usage-Based\n+1,weekly\n', { criteria: [] }));
  expect(text).toContain('FOCUS 1.2: 2 rows, 2 columns');
  expect(text).toContain('✗ 2 columns that SHOULD be present are missing:\n    InvoiceId, ServiceSubcategory');
  expect(text).toContain('✗ BilledCost-C-002-M  BilledCost MUST conform to NumericFormat requirements.\n    BilledCost is "+1", not a number');
  expect(text).toContain('ChargeFrequency is "weekly", not one of "One-Time", "Recurring", "Usage-Based" — 1 violation (row 2)');
  expect(text).toMatch(
    /\d+ passed, \d+ failed, \d+ skipped of 621 rules\nConformance \d+\.\d % of the rules that apply; \d+\.\d % of MUST and MUST NOT$/,
  );
});
