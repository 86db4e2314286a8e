import type { Json } from '../port.js';

/** JSON text by RFC 8785: members sorted by UTF-16 code units, numbers as ECMAScript prints them, no white space. Throws TypeError for what is not JSON. */
export const canonicalJson = (value: Json): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} is not JSON`);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value);
};

const canonicalObject = (value: Readonly<Record<string, Json | undefined>>): string => {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (jest, worker) have another Object.prototype: judged by depth, not identity.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new TypeError('an object with a class of its own is not JSON');
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
};

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
