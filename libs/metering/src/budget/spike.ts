import type { Units } from '@orgledger/kernel';
import { median, spreadOf } from './robust.js';

export interface SpikeInputs {
  /** Cost by day of one account, first-day lumps of unused reservations spread. */
  readonly days: ReadonlyMap<string, Units>;
  /** Days to judge, `YYYY-MM-DD`. */
  readonly judged: readonly string[];
  /** Charges that come once a month, of a judged day's month: on the 1st fees, support and tax; on the 6th and 7th support and tax. */
  readonly onceAMonth: (month: string) => { readonly fees: Units; readonly late: Units };
  /** Least excess that is worth a word, in the billing currency. */
  readonly minimum: Units;
}

export interface Spike {
  readonly day: string;
  readonly amount: Units;
  readonly usual: Units;
  readonly excess: Units;
}

const windowDays = 28;
const leastDays = 7;
const spreads = 6n;

const dayBefore = (day: string, count: number): number => Date.parse(day) - count * 86_400_000;

/** What a monthly charge may have added to this day: daily costs do not say what they are made of. */
const expectedLump = (day: string, { fees, late }: ReturnType<SpikeInputs['onceAMonth']>): Units => {
  const number = day.slice(8);
  if (number === '01') return fees + late;
  return number === '06' || number === '07' ? late : 0n;
};

/**
 * Days that cost far more than the four weeks before: by more than six spreads (scaled median distance from the median), by more than half of
 * the usual day, and by `minimum`. The median does not follow a single high day, so neither earlier lumps nor earlier spikes hide a new one.
 */
export const findSpikes = ({ days, judged, onceAMonth, minimum }: SpikeInputs): readonly Spike[] =>
  judged.flatMap((day): Spike[] => {
    const amount = days.get(day);
    if (amount === undefined) return [];
    const before = [...days].filter(([other]) => other < day && Date.parse(other) >= dayBefore(day, windowDays)).map(([, cost]) => cost);
    if (before.length < leastDays) return [];
    const usual = median(before);
    const excess = amount - usual - expectedLump(day, onceAMonth(day.slice(0, 7)));
    const found = excess >= minimum && excess > spreads * spreadOf(before) && excess * 2n > usual;
    return found ? [{ day, amount, usual, excess }] : [];
  });
