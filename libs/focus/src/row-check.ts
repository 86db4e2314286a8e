import { cellOf, shown } from './cell.js';
import type { Cell } from './cell.js';
import { compareExact, multiplyExact, parseExact } from './exact-decimal.js';
import { isCurrency, isDateTime, isKeyValue, isNationalCurrency, isNumeric, isText, isUnicode } from './formats.js';
import { isUnit } from './unit-format.js';
import type { Format } from './formats.js';
import { columnsOf } from './model.js';
import type { Check, ColumnFunction } from './model.js';

export type Row = readonly Cell[];
/** Whether a row keeps a requirement, or falls under a condition. */
export type RowTest = (row: Row) => boolean;
/** Where a column stands; undefined when the file does not have it. */
export type Columns = (name: string) => number | undefined;

const formats: Readonly<Record<Exclude<ColumnFunction, 'ColumnPresent'>, readonly [format: Format, expected: string]>> = {
  TypeString: [isUnicode, 'valid Unicode text'],
  TypeDecimal: [isNumeric, 'a decimal number'],
  CheckDecimalValue: [isNumeric, 'a decimal number'],
  FormatNumeric: [isNumeric, 'a number without plus sign, separators or units'],
  TypeDateTime: [isDateTime, 'a moment as YYYY-MM-DDTHH:mm:ssZ'],
  FormatDateTime: [isDateTime, 'a moment as YYYY-MM-DDTHH:mm:ssZ'],
  FormatString: [isText, 'text without control characters that is not blank'],
  FormatKeyValue: [isKeyValue, 'a JSON object of plain values'],
  FormatUnit: [isUnit, 'a unit such as Hours, GB or GB-Month'],
  FormatCurrency: [isCurrency, 'a currency'],
  CheckNationalCurrency: [isNationalCurrency, 'a currency of ISO 4217'],
};

const always: RowTest = () => true;
const absent = (): Cell => null;

/** Reads a column; where the file lacks it, it is null in every row. */
const reader = (columns: Columns, name: string): ((row: Row) => Cell) => {
  const at = columns(name);
  return at === undefined ? absent : (row) => row[at] ?? null;
};

const equals = (cell: string, value: string | number): boolean => {
  if (typeof value === 'string') return cell === value;
  const number = parseExact(cell);
  const expected = parseExact(String(value));
  return number !== undefined && expected !== undefined && compareExact(number, expected) === 0;
};

/** `unknown` is what a comparison with null says: a requirement lets it pass, a condition does not hold. */
const compile = (check: Check, columns: Columns, unknown: boolean): RowTest => {
  switch (check.fn) {
    case 'AND': {
      const tests = check.items.map((item) => compile(item, columns, unknown));
      return (row) => tests.every((test) => test(row));
    }
    case 'OR': {
      const tests = check.items.map((item) => compile(item, columns, unknown));
      return (row) => tests.some((test) => test(row));
    }
    case 'CheckValue': {
      const [read, { value }] = [reader(columns, check.column), check];
      if (value === null) return (row) => read(row) === null;
      return (row) => {
        const cell = read(row);
        return cell === null ? unknown : equals(cell, value);
      };
    }
    case 'CheckNotValue': {
      const [read, { value }] = [reader(columns, check.column), check];
      if (value === null) return (row) => read(row) !== null;
      // Null is not "Correction": a row without a class falls under "when ChargeClass is not Correction".
      return (row) => {
        const cell = read(row);
        return cell === null || !equals(cell, value);
      };
    }
    case 'CheckSameValue':
    case 'CheckNotSameValue': {
      const [a, b, same] = [reader(columns, check.column), reader(columns, check.other), check.fn === 'CheckSameValue'];
      return (row) => {
        const [left, right] = [a(row), b(row)];
        return left === null || right === null ? unknown : (left === right) === same;
      };
    }
    case 'CheckGreaterOrEqualThanValue': {
      const [read, least] = [reader(columns, check.column), parseExact(String(check.value))];
      return (row) => {
        const number = parsed(read(row));
        return number === undefined || least === undefined ? unknown : compareExact(number, least) >= 0;
      };
    }
    case 'ColumnByColumnEqualsColumnValue': {
      const [a, b, result] = [reader(columns, check.column), reader(columns, check.other), reader(columns, check.result)];
      return (row) => {
        const [left, right, product] = [parsed(a(row)), parsed(b(row)), parsed(result(row))];
        return left && right && product ? compareExact(multiplyExact(left, right), product) === 0 : unknown;
      };
    }
    case 'ColumnPresent':
      return columns(check.column) === undefined ? () => false : always;
    case 'CheckDistinctCount':
    case 'CheckModelRule':
      throw new TypeError(`${check.fn} cannot be decided row by row`);
    default: {
      const [read, [format]] = [reader(columns, check.column), formats[check.fn]];
      return (row) => {
        const cell = read(row);
        return cell === null ? unknown : format(cell);
      };
    }
  }
};

const parsed = (cell: Cell) => (cell === null ? undefined : parseExact(cell));

export const requirementOf = (check: Check, columns: Columns): RowTest => compile(check, columns, true);
export const conditionOf = (check: Check, columns: Columns): RowTest => compile(check, columns, false);

/** Why a row breaks a requirement, in words. */
export const explain = (check: Check, columns: Columns, row: Row): string => {
  const value = (name: string): string => shown(reader(columns, name)(row));
  switch (check.fn) {
    case 'AND':
      return check.items
        .filter((item) => !requirementOf(item, columns)(row))
        .map((item) => explain(item, columns, row))
        .join(' and ');
    case 'OR': {
      const alternatives = check.items.flatMap((item) => (item.fn === 'CheckValue' ? [shown(item.value === null ? null : String(item.value))] : []));
      const [first] = check.items;
      if (alternatives.length === check.items.length && first?.fn === 'CheckValue')
        return `${first.column} is ${value(first.column)}, not one of ${alternatives.join(', ')}`;
      const names = new Set(
        check.items.flatMap((item) => (item.fn === 'AND' ? item.items : [item])).flatMap((item) => ('column' in item ? [item.column] : [])),
      );
      return `none of the allowed combinations: ${[...names].map((name) => `${name} is ${value(name)}`).join(', ')}`;
    }
    case 'CheckValue':
      return `${check.column} is ${value(check.column)}, not ${shown(check.value === null ? null : cellOf(String(check.value)))}`;
    case 'CheckNotValue':
      return check.value === null ? `${check.column} is null` : `${check.column} is ${shown(String(check.value))}`;
    case 'CheckSameValue':
      return `${check.column} is ${value(check.column)}, but ${check.other} is ${value(check.other)}`;
    case 'CheckNotSameValue':
      return `${check.column} and ${check.other} are both ${value(check.column)}`;
    case 'CheckGreaterOrEqualThanValue':
      return `${check.column} is ${value(check.column)}, less than ${check.value}`;
    case 'ColumnByColumnEqualsColumnValue':
      return `${check.column} ${value(check.column)} × ${check.other} ${value(check.other)} is not ${check.result} ${value(check.result)}`;
    case 'ColumnPresent':
      return `the file has no column ${check.column}`;
    case 'CheckDistinctCount':
      return `${check.column} ${value(check.column)} does not have ${check.count} ${check.other}`;
    case 'CheckModelRule':
      return `${check.ruleId} is not met`;
    default:
      return `${check.column} is ${value(check.column)}, not ${formats[check.fn][1]}`;
  }
};

/** Columns that must not be null for a check to say anything about a row. */
export const speaksOf = (check: Check): readonly string[] => {
  switch (check.fn) {
    case 'AND':
    case 'OR':
    case 'ColumnPresent':
    case 'CheckModelRule':
    case 'CheckValue':
    case 'CheckNotValue':
      return [];
    case 'CheckDistinctCount':
      return [check.column];
    default:
      return columnsOf(check);
  }
};
