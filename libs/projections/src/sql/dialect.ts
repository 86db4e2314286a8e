import type { Money } from '@orgledger/kernel';
import { sql } from 'kysely';
import type { AliasableExpression, RawBuilder } from 'kysely';

/**
 * What differs between SQL engines, in one place. Conventions of every table: times are ISO 8601 UTC text, JSON is text, booleans are
 * bound as such and read with `toBoolean`, money is decimal text, positions are text, counts are integers below 2^53.
 */
export const toBoolean = (stored: unknown): boolean => stored === true || stored === 1 || stored === 1n;

export const toJson = (value: unknown): string => JSON.stringify(value);

export const fromJson = <Value>(stored: unknown): Value => (typeof stored === 'string' ? JSON.parse(stored) : stored) as Value;

export const toMoneyText = (money: Money): string => money.toString();

/** Exact sum of a column of decimal text; '0' when there is no row. SQL's own SUM would count in floating point. */
export const moneySum = (column: AliasableExpression<string> | string): RawBuilder<string> =>
  typeof column === 'string' ? sql<string>`money_sum(${sql.ref(column)})` : sql<string>`money_sum(${column})`;
