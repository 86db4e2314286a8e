/** A column: its heading and what a row shows in it; amounts stand to the right. */
export type Column<Row> = readonly [heading: string, cell: (row: Row) => unknown, side?: 'right'];

const cellText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '–' : JSON.stringify(value);

/** Columns as wide as their widest cell, two blanks between them. */
export const renderTable = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string => {
  const lines = [columns.map(([heading]) => heading.toUpperCase()), ...rows.map((row) => columns.map(([, cell]) => cellText(cell(row))))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => (columns[index]?.[2] === 'right' ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** An object as indented `name: value` lines; absent values are left out. */
export const renderObject = (value: unknown, indent = ''): string => {
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${renderObject(item, `${indent}  `).trimStart()}`).join('\n');
  if (typeof value !== 'object' || value === null) return `${indent}${cellText(value)}`;
  return Object.entries(value)
    .filter(([name, item]) => name !== '__typename' && item !== null && item !== undefined && !(Array.isArray(item) && item.length === 0))
    .map(([name, item]) =>
      typeof item === 'object' ? `${indent}${name}:\n${renderObject(item, `${indent}  `)}` : `${indent}${name}: ${cellText(item)}`,
    )
    .join('\n');
};
