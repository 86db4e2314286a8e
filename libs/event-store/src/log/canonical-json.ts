import type { Json } from '../port.js';

/** JSON text by RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript prints them, no white space. Throws TypeError for what is not JSON. */
export const canonicalJson = (value: Json): string => {
  const seen = { unsortable: false };
  const copy = sortedCopy(value, seen);
  return seen.unsortable ? print(value) : JSON.stringify(copy);
};

/** A copy whose members are in order, so that the engine's own JSON.stringify, several times as fast, can print it. */
const sortedCopy = (value: Json, seen: { unsortable: boolean }): Json => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} is not JSON`);
  if (isArray(value)) return value.map((item) => sortedCopy(item, seen));
  assertPlain(value);
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    // Objects keep keys like "10" in numeric order whatever one does, and "__proto__" is no ordinary key.
    const first = key.charCodeAt(0);
    if ((first >= 48 && first <= 57) || key === '__proto__') seen.unsortable = true;
    else copy[key] = sortedCopy(member, seen);
  }
  return copy;
};

const print = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(sortedCopy(value, { unsortable: false }));
  if (isArray(value)) return `[${value.map(print).join(',')}]`;
  assertPlain(value);
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => (value[key] === undefined ? [] : [`${JSON.stringify(key)}:${print(value[key])}`]));
  return `{${members.join(',')}}`;
};

const finite = (value: number): number => {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
  return value;
};

/** Objects of another realm (jest, worker) have another Object.prototype: judged by depth, not identity. */
const assertPlain = (value: object): void => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new TypeError('an object with a class of its own is not JSON');
};

const isArray = (value: object): value is readonly Json[] => Array.isArray(value);
