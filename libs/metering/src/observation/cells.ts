import type { CellKey, ObservedCell } from './observation.events.js';

/** A cell as it is stored in rows: record type, service, 1 for marketplace, then the four metrics; null for an absent one. */
type StoredCell = readonly [string, string, 0 | 1, string, string, string | null, string | null];

const order = (a: CellKey, b: CellKey): number =>
  compare(a.recordType, b.recordType) || compare(a.service, b.service) || Number(a.marketplace) - Number(b.marketplace);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compact and canonical: the same cells in any order give the same text, so that texts compare as cells do. */
export const encodeCells = (cells: readonly ObservedCell[]): string =>
  JSON.stringify(
    [...cells]
      .sort(order)
      .map((cell): StoredCell => [
        cell.recordType,
        cell.service,
        cell.marketplace ? 1 : 0,
        cell.unblended,
        cell.amortized,
        cell.netUnblended ?? null,
        cell.netAmortized ?? null,
      ]),
  );

export const decodeCells = (text: string): readonly ObservedCell[] =>
  (JSON.parse(text) as readonly StoredCell[]).map(([recordType, service, marketplace, unblended, amortized, netUnblended, netAmortized]) => ({
    recordType,
    service,
    marketplace: marketplace === 1,
    unblended,
    amortized,
    ...(netUnblended === null ? {} : { netUnblended }),
    ...(netAmortized === null ? {} : { netAmortized }),
  }));

export const noCells = '[]';

const keyOf = ({ recordType, service, marketplace }: CellKey): string => JSON.stringify([recordType, service, marketplace]);

export interface CellChanges {
  readonly cells: readonly ObservedCell[];
  readonly gone: readonly CellKey[];
}

/** What differs between two encoded states of an account's month. */
export const diffCells = (before: string, after: string): CellChanges => {
  if (before === after) return { cells: [], gone: [] };
  const known = new Map(decodeCells(before).map((cell) => [keyOf(cell), cell]));
  const cells: ObservedCell[] = [];
  for (const cell of decodeCells(after)) {
    const last = known.get(keyOf(cell));
    known.delete(keyOf(cell));
    if (last === undefined || encodeCells([last]) !== encodeCells([cell])) cells.push(cell);
  }
  return { cells, gone: [...known.values()].map(({ recordType, service, marketplace }) => ({ recordType, service, marketplace })) };
};

/** The encoded state after changes. */
export const applyChanges = (before: string, { cells, gone }: CellChanges): string => {
  if (before === noCells) return encodeCells(cells);
  const state = new Map(decodeCells(before).map((cell) => [keyOf(cell), cell]));
  for (const key of gone) state.delete(keyOf(key));
  for (const cell of cells) state.set(keyOf(cell), cell);
  return encodeCells([...state.values()]);
};
