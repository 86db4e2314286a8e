import { equalJson, formatDigits } from '@orgledger/kernel';
import { parseCents } from './corrections.js';
import type { Statement, StatementLine } from './statement.js';

export interface ChangedLine {
  readonly lineId: string;
  readonly before: StatementLine;
  readonly after: StatementLine;
}

/** What a later version of a statement has otherwise. Amounts: cents of the billing currency, and of each one's own currency. */
export interface StatementDiff {
  readonly added: readonly StatementLine[];
  readonly removed: readonly StatementLine[];
  readonly changed: readonly ChangedLine[];
  readonly unchanged: number;
  readonly totalBefore: string;
  readonly totalAfter: string;
  /** `totalAfter` less `totalBefore`. */
  readonly difference: string;
}

/** Line by line, by `lineId`; in the order of the later version, removed ones in that of the earlier. */
export const diffStatements = (before: Statement, after: Statement): StatementDiff => {
  const earlier = new Map(before.lines.map((line) => [line.lineId, line]));
  const later = new Set(after.lines.map(({ lineId }) => lineId));
  const pairs = after.lines.map((line) => ({ line, known: earlier.get(line.lineId) }));
  const changed = pairs.flatMap(({ line, known }) => (known && !equalJson(known, line) ? [{ lineId: line.lineId, before: known, after: line }] : []));
  const added = pairs.flatMap(({ line, known }) => (known ? [] : [line]));
  return {
    added,
    removed: before.lines.filter(({ lineId }) => !later.has(lineId)),
    changed,
    unchanged: after.lines.length - added.length - changed.length,
    totalBefore: before.total,
    totalAfter: after.total,
    difference: formatDigits(parseCents(after.total) - parseCents(before.total), 2),
  };
};
