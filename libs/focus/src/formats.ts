import { parseExact } from './exact-decimal.js';

/** Whether text keeps a format of FOCUS 1.2. Null is no matter of format. */
export type Format = (text: string) => boolean;

const instant = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;

/** `YYYY-MM-DDTHH:mm:ssZ` that names a moment which exists. */
export const isDateTime: Format = (text) => {
  const match = instant.exec(text);
  if (!match) return false;
  const [, , , , hour, minute, second] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text.replace('Z', '.000Z');
};

export const isNumeric: Format = (text) => parseExact(text) !== undefined;

/** Bytes that were no UTF-8 were read as U+FFFD. */
export const isUnicode: Format = (text) => !/[\p{Surrogate}\ufffd]/u.test(text);

/** Not blank, and without control characters. */
export const isText: Format = (text) => isUnicode(text) && text.trim() !== '' && !hasControls(text);

const hasControls = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) return true;
  }
  return false;
};

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217. */
export const isNationalCurrency: Format = (text) => currencies.has(text);

/** ISO 4217, or the name of a virtual currency: text that three capital letters could not be mistaken for. */
export const isCurrency: Format = (text) => (/^[A-Za-z]{3}$/.test(text) ? isNationalCurrency(text) : isText(text));

/** A JSON object with unique keys whose values are numbers, strings, booleans or null. */
export const isKeyValue: Format = (text) => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    if (!Object.values(value).every((item) => item === null || typeof item !== 'object')) return false;
    // JSON.parse keeps the last of equal keys in silence.
    return [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*:/g)].length === Object.keys(value).length;
  } catch {
    return false;
  }
};
