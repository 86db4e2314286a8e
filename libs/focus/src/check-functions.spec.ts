import { FocusChecker, focusModel, readModel } from './index.js';
import type { CheckFunction } from './index.js';

interface Case {
  readonly check: object;
  readonly heading: readonly string[];
  readonly good: readonly (readonly string[])[];
  readonly bad: readonly (readonly string[])[];
  readonly reason: string;
  readonly rows?: readonly number[];
}

const one = (fn: string, good: readonly string[], bad: string, expected: string): Case => ({
  check: { CheckFunction: fn, ColumnName: 'A' },
  heading: ['A'],
  good: [...good, ''].map((value) => [value]),
  bad: [[good[0] ?? ''], [bad]],
  reason: `A is ${JSON.stringify(bad)}, not ${expected}`,
  rows: [2],
});

const value = (column: string, is: string | number | null) => ({ CheckFunction: 'CheckValue', ColumnName: column, Value: is });

const cases: Readonly<Record<CheckFunction, Case>> = {
  AND: {
    check: { CheckFunction: 'AND', Items: [value('A', 'x'), value('B', 'y')] },
    heading: ['A', 'B'],
    good: [['x', 'y']],
    bad: [
      ['x', 'y'],
      ['x', 'z'],
    ],
    reason: 'B is "z", not "y"',
    rows: [2],
  },
  OR: {
    check: { CheckFunction: 'OR', Items: [value('A', 'x'), value('A', 'y')] },
    heading: ['A'],
    good: [['x'], ['y'], ['']],
    bad: [['x'], ['z'], ['Y']],
    reason: 'A is "z", not one of "x", "y"',
    rows: [2, 3],
  },
  ColumnPresent: {
    check: { CheckFunction: 'ColumnPresent', ColumnName: 'A' },
    heading: ['A'],
    good: [],
    bad: [],
    reason: 'the file has no column A',
    rows: [],
  },
  CheckModelRule: {
    check: { CheckFunction: 'AND', Items: [{ CheckFunction: 'CheckModelRule', ModelRuleId: 'PART' }] },
    heading: ['A'],
    good: [['x']],
    bad: [['z']],
    reason: 'not met: PART',
    rows: [],
  },
  CheckValue: {
    check: value('A', 0),
    heading: ['A'],
    good: [['0'], ['0.00'], ['-0'], ['0E3'], ['']],
    bad: [['0'], ['0.01']],
    reason: 'A is "0.01", not "0"',
    rows: [2],
  },
  CheckNotValue: {
    check: { CheckFunction: 'CheckNotValue', ColumnName: 'A', Value: null },
    heading: ['A'],
    good: [['x'], [' ']],
    bad: [['x'], [''], ['null']],
    reason: 'A is null',
    rows: [2, 3],
  },
  CheckSameValue: {
    check: { CheckFunction: 'CheckSameValue', ColumnAName: 'A', ColumnBName: 'B' },
    heading: ['A', 'B'],
    good: [
      ['x', 'x'],
      ['', 'y'],
    ],
    bad: [['x', 'y']],
    reason: 'A is "x", but B is "y"',
  },
  CheckNotSameValue: {
    check: { CheckFunction: 'CheckNotSameValue', ColumnAName: 'A', ColumnBName: 'B' },
    heading: ['A', 'B'],
    good: [['x', 'y']],
    bad: [['x', 'x']],
    reason: 'A and B are both "x"',
  },
  CheckGreaterOrEqualThanValue: {
    check: { CheckFunction: 'CheckGreaterOrEqualThanValue', ColumnName: 'A', Value: 0 },
    heading: ['A'],
    good: [['0'], ['1E-30'], ['99999999999999999999999.5'], ['']],
    bad: [['-1E-30']],
    reason: 'A is "-1E-30", less than 0',
  },
  CheckDistinctCount: {
    check: { CheckFunction: 'CheckDistinctCount', ColumnAName: 'A', ColumnBName: 'B', ExpectedCount: 1 },
    heading: ['A', 'B'],
    good: [
      ['x', '1'],
      ['y', '2'],
      ['x', '1'],
    ],
    bad: [
      ['x', '1'],
      ['y', '2'],
      ['x', '3'],
    ],
    reason: 'A "x" has B "1" and "3", not exactly 1',
    rows: [3],
  },
  ColumnByColumnEqualsColumnValue: {
    check: { CheckFunction: 'ColumnByColumnEqualsColumnValue', ColumnAName: 'A', ColumnBName: 'B', ResultColumnName: 'C' },
    heading: ['A', 'B', 'C'],
    good: [
      ['0.1', '3', '0.30'],
      ['1.5', '-200', '-3E2'],
      ['', '3', '7'],
    ],
    bad: [['0.333', '3.00', '1']],
    reason: 'A "0.333" × B "3.00" is not C "1"',
  },
  TypeString: one('TypeString', ['x', '12', 'Gerät 日本'], 'no\ufffdtext', 'valid Unicode text'),
  TypeDecimal: one('TypeDecimal', ['1', '-1.50', '.5', '3.2E-7', '12E4'], '1,5', 'a decimal number'),
  CheckDecimalValue: one('CheckDecimalValue', ['1'], 'one', 'a decimal number'),
  TypeDateTime: one('TypeDateTime', ['2026-02-28T23:59:59Z'], '2023-02-01T30:00:00Z', 'a moment as YYYY-MM-DDTHH:mm:ssZ'),
  FormatDateTime: one('FormatDateTime', ['2026-01-01T00:00:00Z'], '2026-02-30T00:00:00Z', 'a moment as YYYY-MM-DDTHH:mm:ssZ'),
  FormatNumeric: one('FormatNumeric', ['1', '-0.5', '1E5', '1E-5'], '+1', 'a number without plus sign, separators or units'),
  FormatString: one('FormatString', ['x', 'Größe, "日本"'], ' ', 'text without control characters that is not blank'),
  FormatKeyValue: one('FormatKeyValue', ['{}', '{"a":"b","c":true,"d":null,"e":1}'], '{"a":{"b":1}}', 'a JSON object of plain values'),
  FormatUnit: one(
    'FormatUnit',
    ['Hours', 'GB', 'GiB', 'GB-Hours', '1000 Requests', 'Units/3 Months', 'Normalized Hour', 'USD', 'Connections/Minute'],
    'gb-hours',
    'a unit such as Hours, GB or GB-Month',
  ),
  FormatCurrency: one('FormatCurrency', ['EUR', 'Compute credits'], 'XQZ', 'a currency'),
  CheckNationalCurrency: one('CheckNationalCurrency', ['USD'], 'usd', 'a currency of ISO 4217'),
};

const rule = (check: object) => ({
  Function: 'Validation',
  Reference: 'A',
  EntityType: 'Column',
  Type: 'Static',
  ApplicabilityCriteria: [],
  ValidationCriteria: { MustSatisfy: 'words', Keyword: 'MUST', Requirement: check, Condition: {}, Dependencies: [] },
});

const resultOf = (check: object, heading: readonly string[], rows: readonly (readonly string[])[]) => {
  const model = readModel(
    JSON.stringify({
      Details: { FOCUSVersion: 'test' },
      ApplicabilityCriteria: {},
      CheckFunctions: {},
      ModelRules: { RULE: rule(check), PART: rule(value('A', 'x')) },
    }),
  );
  const checker = new FocusChecker(model, heading);
  for (const row of rows) checker.row(row);
  return checker.report().rules.find(({ ruleId }) => ruleId === 'RULE');
};

describe('the check functions of FOCUS 1.2', () => {
  it('are all known', () => {
    expect([...focusModel().checkFunctions].sort()).toEqual(Object.keys(cases).sort());
    expect(Object.keys(cases)).toHaveLength(22);
  });

  describe.each(Object.entries(cases))('%s', (_, { check, heading, good, bad, reason, rows = [1] }) => {
    it('passes what it should', () => {
      expect(resultOf(check, heading, good)).toMatchObject({ status: 'passed', violations: 0, rows: [] });
    });

    it('fails what it should, and says why', () => {
      const present = 'ColumnName' in check && check.ColumnName === 'A' && bad.length === 0 ? ['B'] : heading;
      expect(resultOf(check, present, bad)).toMatchObject({ status: 'failed', reason, rows });
    });
  });

  it.each(['1/2', '1.', '1e5', '1E+5', '$1', '1 GB', '1,000', '--1', ''.padEnd(3)])('take %j for no number', (text) => {
    expect(resultOf({ CheckFunction: 'FormatNumeric', ColumnName: 'A' }, ['A'], [[text]])).toMatchObject({ status: 'failed' });
  });

  it.each(['["a"]', '{"a":[1]}', '{"a":1,"a":2}', 'a=b', '{"a":1'])('take %j for no key-value object', (text) => {
    expect(resultOf({ CheckFunction: 'FormatKeyValue', ColumnName: 'A' }, ['A'], [[text]])).toMatchObject({ status: 'failed' });
  });

  it('an unknown function is refused with the rule that uses it', () => {
    expect(() => resultOf({ CheckFunction: 'FormatPoem', ColumnName: 'A' }, ['A'], [])).toThrow('RULE: the check function FormatPoem is not known');
  });
});
