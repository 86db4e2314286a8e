import type { SortedIds } from '../sorted-ids.js';
import { insertId, removeId } from '../sorted-ids.js';
import type { OperationLog } from './state.js';

const NEWEST_FIRST = 1e12;

/** Files an operation that starts: it is open, and its key puts the newest first. `serial` grows with each operation. */
export const record = <R extends { readonly requestId: string }>(log: OperationLog<R>, open: SortedIds, serial: number, operation: R): void => {
  const entry = `${String(NEWEST_FIRST - serial).padStart(12, '0')}|${operation.requestId}`;
  log.byId[operation.requestId] = operation;
  insertId(log.order, entry);
  insertId(open, entry);
};

export const requestIdOf = (entry: string): string => entry.slice(entry.indexOf('|') + 1);

/** The operations of a log's entries. */
export const recordsOf = <R>(log: OperationLog<R>, entries: readonly string[]): readonly R[] =>
  entries.flatMap((entry) => log.byId[requestIdOf(entry)] ?? []);

/** Takes what became due out of the open ones. */
export const takeDue = <R extends { readonly dueAt: number }>(log: OperationLog<R>, open: SortedIds, now: number): readonly R[] => {
  const due = open.filter((entry) => (log.byId[requestIdOf(entry)]?.dueAt ?? 0) <= now);
  for (const entry of due) removeId(open, entry);
  return recordsOf(log, due);
};
