import type { CostLedger, PlantedLine } from '../facts/ledger.js';
import type { Month } from './calendar.js';

interface Index {
  readonly version: number;
  readonly byMonth: ReadonlyMap<string, readonly PlantedLine[]>;
}

const indexes = new WeakMap<CostLedger, Index>();

/** The planted lines of a month that are visible now. */
export const plantedLines = (ledger: CostLedger, month: Month, now: number): readonly PlantedLine[] => {
  let index = indexes.get(ledger);
  if (index?.version !== ledger.version) {
    const byMonth = new Map<string, PlantedLine[]>();
    for (const line of ledger.lines) {
      const known = byMonth.get(line.month);
      if (known) known.push(line);
      else byMonth.set(line.month, [line]);
    }
    index = { version: ledger.version, byMonth };
    indexes.set(ledger, index);
  }
  return (index.byMonth.get(month.key) ?? []).filter((line) => line.visibleFrom <= now);
};
