/** HCL text that evaluates to `value`: JSON is an HCL expression once nothing in its strings can be taken for a template. */
export const hclValue = (value: unknown): string => escaped(JSON.stringify(value, undefined, 2));

export const hclString = (text: string): string => escaped(JSON.stringify(text));

/**
 * `${` becomes `$${` and `%{` becomes `%%{`; dollars before those are written as code points, for `$$${` is read in two ways.
 * HCL knows JSON's escapes but for `\b` and `\f`. @source HCL native syntax specification, "Quoted Templates"
 */
const escaped = (json: string): string =>
  json
    .replace(/\\(.)/g, (escape, letter) => (letter === 'b' ? '\\u0008' : letter === 'f' ? '\\u000c' : escape))
    .replace(/([$%]*)([$%])\{/g, (_, before: string, sign: string) => `${codePoints(before)}${sign}${sign}{`);

const codePoints = (text: string): string => text.replaceAll('$', '\\u0024').replaceAll('%', '\\u0025');
