import { CliFailure, exitCodes } from './exit-codes.js';

/** Cells of CSV text, line by line; quotes as RFC 4180 has them. Throws for a quote that is never closed. */
const cellsOf = (content: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  const endCell = (): void => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (content[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') endCell();
    else if (character === '\n') {
      endCell();
      rows.push([]);
    } else if (character !== '\r') cell += character;
  }
  if (quoted) throw new CliFailure(exitCodes.usage, `A quote is opened in line ${rows.length} and never closed.`);
  endCell();
  return rows.filter((row) => row.some((value) => value.trim() !== ''));
};

/** Rows of CSV with a header line, by the header's names; all of `columns` must be there, in any order. */
export const csvRows = <Column extends string>(content: string, columns: readonly Column[]): readonly Readonly<Record<Column, string>>[] => {
  const [header = [], ...rows] = cellsOf(content.replace(/^\ufeff/, ''));
  const names = header.map((name) => name.trim());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new CliFailure(exitCodes.usage, `The first line must name the columns ${columns.join(', ')}; ${missing.join(', ')} is missing.`);
  return rows.map((row, index) => {
    if (row.length !== names.length)
      throw new CliFailure(exitCodes.usage, `Row ${index + 1} has ${row.length} cells; the first line names ${names.length}.`);
    return Object.fromEntries(columns.map((column) => [column, (row[names.indexOf(column)] ?? '').trim()])) as Record<Column, string>;
  });
};
