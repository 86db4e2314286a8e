/** A value of a row; null is what FOCUS calls null. */
export type Cell = string | null;

/** An empty field is null, and so is the word, which FOCUS's own example tables use. */
export const cellOf = (field: string): Cell => (field === '' || field === 'null' || field === 'NULL' ? null : field);

export const shown = (cell: Cell): string => (cell === null ? 'null' : JSON.stringify(cell.length > 60 ? `${cell.slice(0, 57)}…` : cell));
