const words = (text: string): readonly string[] => text.split(' ');

// The units that FOCUS 1.2 "Unit Format" recommends, in its capitals.
const dataSizes = [
  ...['b', 'B'].flatMap((unit) => ['', 'K', 'M', 'G', 'T', 'P', 'E'].map((prefix) => prefix + unit)),
  ...['b', 'B'].flatMap((unit) => ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((prefix) => prefix + unit)),
];
const counts = words(
  'Count Unit Request Token Connection Certificate Domain Core Activity API Call Credit Endpoint Event Instance Key Message Object Operation Record Transaction User Zone Lambda Query Job Pipeline Page Image Character',
);
const times = words('Year Month Week Day Hour Minute Second');
const units: ReadonlySet<string> = new Set([...dataSizes, ...counts, ...times]);
const unitsByName: ReadonlyMap<string, string> = new Map([...units].map((unit) => [unit.toLowerCase(), unit]));
const timeNames: ReadonlySet<string> = new Set(times.flatMap((time) => [time, `${time}s`]));

const singular = (word: string): string => (units.has(word) || !word.endsWith('s') ? word : word.slice(0, -1));

/** A listed unit in other capitals is wrong; a word that is not listed is a unit of its own. */
const isWord = (word: string): boolean => {
  const plain = singular(word);
  if (units.has(plain)) return true;
  if (dataSizes.some((size) => size.toLowerCase() === plain.toLowerCase())) return false;
  const listed = unitsByName.get(plain.toLowerCase());
  return listed === undefined ? /^\p{L}[\p{L}\p{N}]*$/u.test(plain) : listed === plain;
};

const isPlain = (text: string): boolean => {
  const parts = text.split(/[ -]/);
  return parts.length <= 4 && parts.every(isWord);
};

/** `<unit>`, `<number> <units>`, `<unit>-<time>`, `<unit>/<time>` or `<unit>/<number> <time>`. @source FOCUS 1.2 Unit Format */
export const isUnit = (text: string): boolean => {
  const [quantity = '', interval, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  if (interval !== undefined) {
    const [, time = ''] = /^(?:\d+ )?(\w+)$/.exec(interval) ?? [];
    if (!timeNames.has(time)) return false;
  }
  const [unit = '', ...per] = quantity.replace(/^\d+ /, '').split('-');
  if (per.length > 0 && !timeNames.has(per.at(-1) ?? '')) return isPlain([unit, ...per].join('-'));
  return isPlain([unit, ...per.slice(0, -1)].join('-'));
};
