import type { Level } from './model.js';

/** What became of one rule. */
export interface RuleResult {
  readonly ruleId: string;
  readonly kind: string;
  readonly subject: string;
  readonly level: Level;
  /** `skipped`: it does not apply, or no file can show whether it is met; `reason` says which. */
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The rule in words. */
  readonly text: string;
  /** Why it failed or was skipped. */
  readonly reason?: string;
  readonly violations: number;
  /** Numbers of the first rows at fault; the first row after the heading is 1. */
  readonly rows: readonly number[];
  /** Set where the rule file contradicts its own words and the words were followed. */
  readonly correction?: string;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface FocusReport {
  readonly version: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly criteria: readonly string[];
  readonly rules: readonly RuleResult[];
  readonly total: Tally;
  readonly byLevel: Readonly<Record<'must' | 'should', Tally>>;
  /** Share of the rules that apply and are met, per cent with one digit, rounded down: 100.0 means all of them. */
  readonly conformance: string;
  /** The same over MUST and MUST NOT alone. */
  readonly mandatory: string;
}

export const tallyOf = (rules: readonly RuleResult[]): Tally => {
  const count = (status: RuleResult['status']): number => rules.filter((rule) => rule.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
};

/** Rounded down, so that only a file without a failure shows 100.0. */
export const share = ({ passed, failed }: Tally): string => {
  const tenths = passed + failed === 0 ? 0 : Math.floor((passed * 1000) / (passed + failed));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const rowList = ({ rows, violations }: RuleResult): string =>
  rows.length === 0 ? '' : ` (${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}${violations > rows.length ? ', …' : ''})`;

const failureLines = (rule: RuleResult): readonly string[] => [
  `✗ ${rule.ruleId}  ${rule.text}`,
  `    ${rule.reason ?? 'not met'}${rule.violations > 0 ? ` — ${plural(rule.violations, 'violation')}` : ''}${rowList(rule)}`,
];

/** The report for people: failures with their rows, what they entail in one line, and the figures. `all` lists every rule. */
export const renderReport = (report: FocusReport, all = false): string => {
  const failed = report.rules.filter(({ status }) => status === 'failed');
  const own = failed.filter(({ kind }) => kind !== 'Composite' && kind !== 'Presence');
  const missing = failed.filter(({ kind }) => kind === 'Presence');
  const groups = failed.filter(({ kind }) => kind === 'Composite');
  const lines = [
    `FOCUS ${report.version}: ${plural(report.rows, 'row')}, ${plural(report.columns.length, 'column')}`,
    '',
    ...missingLines(missing),
    ...own.flatMap(failureLines),
    ...(groups.length > 0 ? ['', `Groups of rules that are not met because of this: ${groups.map(({ ruleId }) => ruleId).join(', ')}`] : []),
    ...(own.length > 0 ? [''] : []),
    ...(all ? [...report.rules.filter(({ status }) => status !== 'failed').map(otherLine), ''] : []),
    `${report.total.passed} passed, ${report.total.failed} failed, ${report.total.skipped} skipped of ${plural(report.rules.length, 'rule')}`,
    `Conformance ${report.conformance} % of the rules that apply; ${report.mandatory} % of MUST and MUST NOT`,
  ];
  return lines.join('\n');
};

const missingLines = (missing: readonly RuleResult[]): readonly string[] => {
  const line = (level: Level, what: string): readonly string[] => {
    const names = missing.filter((rule) => rule.level === level).map(({ subject }) => subject);
    return names.length === 0
      ? []
      : [`✗ ${plural(names.length, 'column')} that ${what} ${names.length === 1 ? 'is' : 'are'} missing:`, `    ${names.join(', ')}`];
  };
  const lines = [...line('must', 'MUST be present'), ...line('should', 'SHOULD be present')];
  return lines.length === 0 ? [] : [...lines, ''];
};

const otherLine = ({ status, ruleId, text, reason }: RuleResult): string =>
  `${status === 'passed' ? '✓' : '–'} ${ruleId}  ${text}${reason === undefined ? '' : ` [${reason}]`}`;
