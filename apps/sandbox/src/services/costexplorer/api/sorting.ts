import type { RequestMembers } from '../../request-members.js';
import { validation } from './errors.js';

export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

export const readSortBy = (members: RequestMembers, keys: readonly string[]): SortOrder | undefined => {
  if (!members.has('SortBy')) return undefined;
  const sorting = members.structure('SortBy');
  const key = sorting.text('Key');
  if (!keys.includes(key)) throw validation(`SortBy key ${key} is invalid. Valid values are ${keys.join(', ')}.`);
  return { key, descending: sorting.optionalOneOf('SortOrder', ['ASCENDING', 'DESCENDING']) === 'DESCENDING' };
};

const compared = (one: unknown, other: unknown): number => {
  const [left, right] = [Number(one), Number(other)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(one) < String(other) ? -1 : Number(one !== other);
};

/** Sorts by a member of the answered rows, which are texts; the order among equals stays. */
export const sortedBy = <T>(rows: readonly T[], order: SortOrder | undefined, read: (row: T, key: string) => unknown): readonly T[] => {
  if (!order) return rows;
  const direction = order.descending ? -1 : 1;
  return [...rows].sort((one, other) => direction * compared(read(one, order.key), read(other, order.key)));
};
