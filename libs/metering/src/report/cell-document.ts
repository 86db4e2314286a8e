import { formatUnits } from '@orgledger/kernel';
import type { CellKey, ObservedCell } from '../observation/observation.events.js';
import type { Amounts } from './cost-amounts.js';
import { isNothing, minus, negated, nothing, observedAmounts, plus, storedUnits } from './cost-amounts.js';

export interface ReportCell extends CellKey {
  readonly amounts: Amounts;
}

/** Cells by record type, service and marketplace. A cell without any amount is no cell: sums alone decide what is in it. */
export type Cells = ReadonlyMap<string, ReportCell>;

export const cellKeyOf = ({ recordType, service, marketplace }: CellKey): string => `${recordType}\n${service}\n${marketplace ? 1 : 0}`;

/** record type, service, marketplace, unblended, amortized and, where they differ from these, the net ones. */
type Tuple = readonly [string, string, 0 | 1, string, string] | readonly [string, string, 0 | 1, string, string, string, string];

/** Compact JSON in the order of keys: equal cells make equal texts. */
export const writeCells = (cells: Cells): string =>
  JSON.stringify(
    [...cells]
      .filter(([, { amounts }]) => !isNothing(amounts))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { recordType, service, marketplace, amounts }]): Tuple => {
        const gross = [recordType, service, marketplace ? 1 : 0, formatUnits(amounts.unblended), formatUnits(amounts.amortized)] as const;
        return amounts.netUnblended === amounts.unblended && amounts.netAmortized === amounts.amortized
          ? gross
          : [...gross, formatUnits(amounts.netUnblended), formatUnits(amounts.netAmortized)];
      }),
  );

export const readCells = (text: string): ReportCell[] =>
  (JSON.parse(text) as readonly Tuple[]).map(([recordType, service, marketplace, u, a, nu, na]) => {
    const unblended = storedUnits(u);
    const amortized = storedUnits(a);
    const netUnblended = nu === undefined ? unblended : storedUnits(nu);
    const netAmortized = na === undefined ? amortized : storedUnits(na);
    return { recordType, service, marketplace: marketplace === 1, amounts: { unblended, amortized, netUnblended, netAmortized } };
  });

export const cellsOf = (cells: Iterable<ReportCell>): Cells => new Map([...cells].map((cell) => [cellKeyOf(cell), cell]));

export const sumCells = (cells: Iterable<ReportCell>): Amounts => {
  let sum = nothing;
  for (const { amounts } of cells) sum = plus(sum, amounts);
  return sum;
};

/** What an observation changes: new amounts minus what was known, by cell. */
export const changesOf = (known: Cells, observed: readonly ObservedCell[], gone: readonly CellKey[]): Cells => {
  const changes = new Map<string, ReportCell>();
  for (const key of gone) {
    const before = known.get(cellKeyOf(key));
    if (before) changes.set(cellKeyOf(key), { ...before, amounts: negated(before.amounts) });
  }
  for (const { recordType, service, marketplace, ...raw } of observed) {
    const key = { recordType, service, marketplace };
    const amounts = minus(observedAmounts(raw), known.get(cellKeyOf(key))?.amounts ?? nothing);
    changes.set(cellKeyOf(key), { ...key, amounts });
  }
  return changes;
};

export const addCells = (cells: Cells, changes: Cells): Cells => {
  const sums = new Map(cells);
  for (const [key, change] of changes) sums.set(key, { ...change, amounts: plus(sums.get(key)?.amounts ?? nothing, change.amounts) });
  return sums;
};

export const negatedCells = (cells: Cells): Cells => new Map([...cells].map(([key, cell]) => [key, { ...cell, amounts: negated(cell.amounts) }]));
