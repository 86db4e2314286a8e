// A double holds fifteen digits exactly; Excel shows no more.
const mostDigits = 15;

/** Decimal text as a number where that loses nothing, else as text: no cent is ever lost to floating point. */
export const exactCell = (text: string): string | number => {
  const digits = (text.includes('.') ? text.replace(/0+$/, '') : text).replaceAll(/\D/g, '').replace(/^0+/, '');
  if (digits.length > mostDigits) return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};
