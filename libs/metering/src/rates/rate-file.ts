import { divideHalfEven, formatUnits, isDay, parseExactUnits, refuse, scale } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { DayRate } from './rates.commands.js';

/** One day of a file: how many of each currency one euro is. */
export interface FileDay {
  readonly day: string;
  readonly perEuro: ReadonlyMap<string, Units>;
}

const currencyPattern = /^[A-Z]{3}$/;
const ratePattern = /^\d{1,12}(?:\.\d{1,10})?$/;

const wrong = (where: string, problem: string): never =>
  refuse('RATE_FILE_INVALID', 'content', `The rate file ${problem} (${where}): give it as the European Central Bank publishes it, CSV or XML.`);

const readRate = (where: string, text: string): Units => {
  const units = ratePattern.test(text) ? parseExactUnits(text) : 0n;
  return units > 0n ? units : wrong(where, `has the rate ${JSON.stringify(text.slice(0, 20))}`);
};

const readDay = (where: string, text: string): string => (isDay(text) ? text : wrong(where, `has the day ${JSON.stringify(text.slice(0, 20))}`));

const euro: readonly [string, Units] = ['EUR', parseExactUnits('1')];

/** `Date,USD,JPY,…` and a line per day; a currency that was not quoted says N/A. @source ECB eurofxref-hist.csv */
const readCsv = (content: string): readonly FileDay[] => {
  const [header = '', ...lines] = content.split(/\r?\n/);
  const [first, ...currencies] = header.split(',').map((cell) => cell.trim());
  if (first !== 'Date') wrong('line 1', 'does not begin with Date');
  currencies.forEach((currency) => currency === '' || currencyPattern.test(currency) || wrong('line 1', `has the currency ${currency.slice(0, 20)}`));
  return lines.flatMap((line, index): FileDay[] => {
    if (line.trim() === '') return [];
    const where = `line ${index + 2}`;
    const [day = '', ...cells] = line.split(',').map((cell) => cell.trim());
    if (cells.length < currencies.filter((currency) => currency !== '').length) wrong(where, 'has a line that is too short');
    const rates = currencies.flatMap((currency, column): (readonly [string, Units])[] => {
      const cell = cells[column] ?? '';
      return currency === '' || cell === '' || cell === 'N/A' ? [] : [[currency, readRate(where, cell)]];
    });
    return [{ day: readDay(where, day), perEuro: new Map([euro, ...rates]) }];
  });
};

/** `<Cube time="…"><Cube currency="…" rate="…"/>…</Cube>`. @source ECB eurofxref-hist.xml */
const readXml = (content: string): readonly FileDay[] => {
  const days: { readonly day: string; readonly perEuro: Map<string, Units> }[] = [];
  for (const [, attributes = ''] of content.matchAll(/<Cube\b([^>]*)>/g)) {
    const read = (name: string): string | undefined => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];
    const [time, currency, rate] = [read('time'), read('currency'), read('rate')];
    const where = `day ${time ?? days.at(-1)?.day ?? 'none'}`;
    if (time !== undefined) days.push({ day: readDay(where, time), perEuro: new Map([euro]) });
    if (currency === undefined && rate === undefined) continue;
    if (!currencyPattern.test(currency ?? '')) wrong(where, `has the currency ${JSON.stringify(currency ?? '')}`);
    const day = days.at(-1) ?? wrong(where, 'has a rate before any day');
    day.perEuro.set(currency ?? '', readRate(where, rate ?? ''));
  }
  return days;
};

/** The days of a file, in its order. Refuses with RATE_FILE_INVALID, naming the line or day. */
export const readRateFile = (content: string): readonly FileDay[] => {
  const days = content.trimStart().startsWith('<') ? readXml(content) : readCsv(content.replace(/^\ufeff/, ''));
  return days.length > 0 ? days : wrong('end of file', 'has no day');
};

/** How many `quote` one `base` is, ten digits half to even, on each day that quotes both; by quote, days ascending. */
export const crossRates = (days: readonly FileDay[], base: string): ReadonlyMap<string, readonly DayRate[]> => {
  const rates = new Map<string, Map<string, string>>();
  for (const { day, perEuro } of days) {
    const divisor = perEuro.get(base);
    if (divisor === undefined) continue;
    for (const [quote, units] of perEuro) {
      if (quote === base) continue;
      const rate = formatUnits(divideHalfEven(units * 10n ** BigInt(scale), divisor));
      rates.set(quote, (rates.get(quote) ?? new Map<string, string>()).set(day, rate));
    }
  }
  return new Map(
    [...rates].map(([quote, byDay]) => [quote, [...byDay].map(([day, rate]) => ({ day, rate })).toSorted((a, b) => (a.day < b.day ? -1 : 1))]),
  );
};
