/** How binding a rule is: MUST, or only advice, or a permission that cannot be broken. */
export type Level = 'must' | 'should' | 'may';

/** One check of the rule file, in one shape: the file writes some of them in others. */
export type Check =
  | { readonly fn: 'AND' | 'OR'; readonly items: readonly Check[] }
  | { readonly fn: 'CheckModelRule'; readonly ruleId: string }
  | { readonly fn: 'CheckValue' | 'CheckNotValue'; readonly column: string; readonly value: string | number | null }
  | { readonly fn: 'CheckGreaterOrEqualThanValue'; readonly column: string; readonly value: number }
  | { readonly fn: 'CheckSameValue' | 'CheckNotSameValue'; readonly column: string; readonly other: string }
  | { readonly fn: 'CheckDistinctCount'; readonly column: string; readonly other: string; readonly count: number }
  | { readonly fn: 'ColumnByColumnEqualsColumnValue'; readonly column: string; readonly other: string; readonly result: string }
  | { readonly fn: ColumnFunction; readonly column: string };

export type ColumnFunction =
  | 'ColumnPresent'
  | 'TypeString'
  | 'TypeDecimal'
  | 'TypeDateTime'
  | 'FormatString'
  | 'FormatNumeric'
  | 'FormatDateTime'
  | 'FormatKeyValue'
  | 'FormatUnit'
  | 'FormatCurrency'
  | 'CheckNationalCurrency'
  | 'CheckDecimalValue';

export type CheckFunction = Check['fn'];

export interface FocusRule {
  readonly ruleId: string;
  readonly kind: string;
  /** Column, attribute or dataset that the rule speaks of. */
  readonly subject: string;
  readonly entity: string;
  readonly level: Level;
  /** The rule in words. */
  readonly text: string;
  /** Needs knowledge that no file holds, so that no program can decide it from the file alone. */
  readonly dynamic: boolean;
  readonly criteria: readonly string[];
  readonly check: Check | undefined;
  readonly condition: Check | undefined;
  readonly dependencies: readonly string[];
}

export interface FocusModel {
  readonly version: string;
  readonly rules: ReadonlyMap<string, FocusRule>;
  /** Every applicability criterion with what it means. */
  readonly criteria: ReadonlyMap<string, string>;
  /** The check functions that the file declares. */
  readonly checkFunctions: readonly string[];
}

interface RawRule {
  readonly Function: string;
  readonly Reference: string;
  readonly EntityType: string;
  readonly Type: string;
  readonly ApplicabilityCriteria: readonly string[];
  readonly ValidationCriteria: {
    readonly MustSatisfy: string;
    readonly Keyword: string;
    readonly Requirement: RawCheck;
    readonly Condition: RawCheck;
    readonly Dependencies: readonly string[];
  };
}

type RawCheck = Readonly<Record<string, unknown>>;

interface RawModel {
  readonly Details: { readonly FOCUSVersion: string };
  readonly ApplicabilityCriteria: Readonly<Record<string, { readonly Description: string }>>;
  readonly CheckFunctions: Readonly<Record<string, unknown>>;
  readonly ModelRules: Readonly<Record<string, RawRule>>;
}

/** Reads the text of a FOCUS rule file. Throws TypeError that names the rule for a check that is not known. */
export const readModel = (json: string): FocusModel => {
  const raw = JSON.parse(json) as RawModel;
  return {
    version: raw.Details.FOCUSVersion,
    rules: new Map(Object.entries(raw.ModelRules).map(([ruleId, rule]) => [ruleId, readRule(ruleId, rule)])),
    criteria: new Map(Object.entries(raw.ApplicabilityCriteria).map(([name, { Description }]) => [name, Description])),
    checkFunctions: Object.keys(raw.CheckFunctions),
  };
};

const readRule = (ruleId: string, raw: RawRule): FocusRule => {
  const { MustSatisfy, Keyword, Requirement, Condition, Dependencies } = raw.ValidationCriteria;
  return {
    ruleId,
    kind: raw.Function,
    subject: raw.Reference,
    entity: raw.EntityType,
    level: Keyword.startsWith('MUST') ? 'must' : Keyword === 'MAY' ? 'may' : 'should',
    text: MustSatisfy,
    dynamic: raw.Type === 'Dynamic',
    criteria: raw.ApplicabilityCriteria,
    check: readCheck(ruleId, Requirement),
    condition: readCheck(ruleId, Condition),
    dependencies: Dependencies,
  };
};

const columnFunctions: ReadonlySet<string> = new Set<ColumnFunction>([
  'ColumnPresent',
  'TypeString',
  'TypeDecimal',
  'TypeDateTime',
  'FormatString',
  'FormatNumeric',
  'FormatDateTime',
  'FormatKeyValue',
  'FormatUnit',
  'FormatCurrency',
  'CheckNationalCurrency',
  'CheckDecimalValue',
]);

/** Undefined for an empty object, which is how the file says "none". */
export const readCheck = (ruleId: string, raw: RawCheck): Check | undefined => {
  if (Object.keys(raw).length === 0) return undefined;
  const text = (name: string): string => {
    const value = raw[name];
    if (typeof value !== 'string') throw new TypeError(`${ruleId}: ${String(raw.CheckFunction)} has no ${name}`);
    return value;
  };
  const items = (list: unknown): readonly Check[] =>
    [list].flat().flatMap((item) => {
      const check = readCheck(ruleId, item as RawCheck);
      return check ? [check] : [];
    });
  // Some conditions of the file are written {"AND": …} instead of {"CheckFunction": "AND", "Items": …}.
  if (raw.AND !== undefined) return { fn: 'AND', items: items(raw.AND) };
  const fn = text('CheckFunction');
  switch (fn) {
    case 'AND':
    case 'OR':
      return { fn, items: items(raw.Items) };
    case 'CheckModelRule':
      return { fn, ruleId: text('ModelRuleId') };
    case 'CheckValue':
    case 'CheckNotValue':
      // Two conditions name their column "CheckCondition".
      return { fn, column: text(raw.ColumnName === undefined ? 'CheckCondition' : 'ColumnName'), value: raw.Value as string | number | null };
    case 'CheckGreaterOrEqualThanValue':
      return { fn, column: text('ColumnName'), value: Number(raw.Value) };
    case 'CheckSameValue':
    case 'CheckNotSameValue':
      return { fn, column: text('ColumnAName'), other: text('ColumnBName') };
    case 'CheckDistinctCount':
      return { fn, column: text('ColumnAName'), other: text('ColumnBName'), count: Number(raw.ExpectedCount) };
    case 'ColumnByColumnEqualsColumnValue':
      return { fn, column: text('ColumnAName'), other: text('ColumnBName'), result: text('ResultColumnName') };
    default:
      if (!columnFunctions.has(fn)) throw new TypeError(`${ruleId}: the check function ${fn} is not known`);
      return { fn: fn as ColumnFunction, column: text('ColumnName') };
  }
};

/** Columns that a check reads. */
export const columnsOf = (check: Check): readonly string[] => {
  switch (check.fn) {
    case 'AND':
    case 'OR':
      return check.items.flatMap(columnsOf);
    case 'CheckModelRule':
      return [];
    case 'CheckSameValue':
    case 'CheckNotSameValue':
    case 'CheckDistinctCount':
      return [check.column, check.other];
    case 'ColumnByColumnEqualsColumnValue':
      return [check.column, check.other, check.result];
    default:
      return [check.column];
  }
};
