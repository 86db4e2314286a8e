import type { RequestMembers } from '../../request-members.js';
import type { BillAccount } from '../billing/accounts.js';
import type { BillLines } from '../billing/bill-lines.js';
import { filterableDimensions, shapeReader } from './dimensions.js';
import { validation } from './errors.js';

/** A filter expression as parsed; values of one leaf are alternatives. */
export type Filter =
  | { readonly kind: 'and'; readonly parts: readonly Filter[] }
  | { readonly kind: 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'dimension'; readonly key: string; readonly values: readonly string[] }
  /** No cost allocation tag and no cost category is active: only ABSENT finds anything. */
  | { readonly kind: 'tag'; readonly absent: boolean };

const roots = ['And', 'Or', 'Not', 'Dimensions', 'Tags', 'CostCategories'] as const;
const MOST_VALUES = 1_000;
const matchOptions = ['EQUALS', 'ABSENT', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CASE_SENSITIVE', 'CASE_INSENSITIVE', 'GREATER_THAN_OR_EQUAL'] as const; // prettier-ignore

const readMatch = (members: RequestMembers, allowed: readonly string[]): readonly string[] => {
  const options = members.has('MatchOptions') ? members.manyOf('MatchOptions', matchOptions) : [];
  const refused = options.find((option) => !allowed.includes(option));
  if (refused !== undefined) throw validation(`MatchOption ${refused} is not supported here. Valid values are ${allowed.join(', ')}.`);
  return options;
};

const readDimension = (members: RequestMembers, dimensions: readonly string[]): Filter => {
  const key = members.text('Key');
  if (!dimensions.includes(key)) throw validation(`Dimension ${key} is not supported for this operation.`);
  readMatch(members, ['EQUALS', 'CASE_SENSITIVE']);
  const values = members.texts('Values', { max: 1024 });
  if (values.length === 0 || values.length > MOST_VALUES) throw validation(`Values of ${key} must be 1 to ${MOST_VALUES}.`);
  return { kind: 'dimension', key, values };
};

const readTag = (members: RequestMembers): Filter => {
  const options = readMatch(members, ['EQUALS', 'ABSENT', 'CASE_SENSITIVE']);
  return { kind: 'tag', absent: options.includes('ABSENT') };
};

/** Reads an Expression. @source the SDK's documentation of Expression, its error words included */
export const readExpression = (members: RequestMembers, dimensions: readonly string[] = filterableDimensions): Filter => {
  const given = members.names().filter((name) => members.has(name));
  const found = roots.filter((root) => given.includes(root));
  const [root] = found;
  if (root === undefined) throw validation('Expression is missing a root operator: And, Or, Not, Dimensions, Tags, CostCategories');
  if (found.length > 1)
    throw validation(
      'Expression has more than one roots. Only one root operator is allowed for each expression: And, Or, Not, Dimensions, Tags, CostCategories',
    );
  if (root === 'And' || root === 'Or') {
    const parts = members.structures(root).map((part) => readExpression(part, dimensions));
    if (parts.length < 2) throw validation(`${root} must have at least two expressions.`);
    return root === 'And' ? { kind: 'and', parts } : { kind: 'or', parts };
  }
  if (root === 'Not') return { kind: 'not', part: readExpression(members.structure('Not'), dimensions) };
  return root === 'Dimensions' ? readDimension(members.structure(root), dimensions) : readTag(members.structure(root));
};

export const readFilter = (members: RequestMembers, dimensions?: readonly string[]): Filter | undefined =>
  members.has('Filter') ? readExpression(members.structure('Filter'), dimensions) : undefined;

/** Reservation and savings plan operations take And only, one level deep. */
export const readFlatFilter = (members: RequestMembers, dimensions: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const filter = readFilter(members, dimensions);
  if (!filter) return new Map();
  const parts = filter.kind === 'and' ? filter.parts : [filter];
  const values = new Map<string, readonly string[]>();
  for (const part of parts) {
    if (part.kind === 'tag') throw validation('Tags are not supported for this operation.');
    if (part.kind !== 'dimension')
      throw validation('Only AND is supported among each dimension, and nesting is supported up to only one level deep.');
    values.set(part.key, part.values);
  }
  return values;
};

export type Admits = (account: number, shape: number) => boolean;

/** The filter over one month's lines: leaves are looked up per shape or account, so that a line costs a few array reads. */
export const compileFilter = (filter: Filter | undefined, lines: BillLines, accounts: readonly BillAccount[]): Admits => {
  if (!filter) return () => true;
  switch (filter.kind) {
    case 'and': {
      const parts = filter.parts.map((part) => compileFilter(part, lines, accounts));
      return (account, shape) => parts.every((part) => part(account, shape));
    }
    case 'or': {
      const parts = filter.parts.map((part) => compileFilter(part, lines, accounts));
      return (account, shape) => parts.some((part) => part(account, shape));
    }
    case 'not': {
      const part = compileFilter(filter.part, lines, accounts);
      return (account, shape) => !part(account, shape);
    }
    case 'tag':
      return () => filter.absent;
    case 'dimension': {
      const values = new Set(filter.values);
      if (filter.key === 'LINKED_ACCOUNT') {
        const marks = Uint8Array.from(accounts, ({ id }) => (values.has(id) ? 1 : 0));
        return (account) => marks[account] === 1;
      }
      const read = shapeReader(filter.key);
      const marks = Uint8Array.from(lines.shapes, (shape) => (values.has(read(shape)) ? 1 : 0));
      return (_, shape) => marks[shape] === 1;
    }
  }
};
