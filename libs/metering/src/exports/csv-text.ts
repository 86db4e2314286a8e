/** A column of an export: its name, what a row shows in it (undefined: nothing), and whether that is text that people wrote. */
export interface ExportColumn<Row> {
  readonly name: string;
  readonly value: (row: Row) => string | undefined;
  /** `text` may hold anything and is made harmless for spreadsheets; the other kinds cannot start a formula by their nature. */
  readonly kind: 'text' | 'number' | 'time';
}

const dangerous = /^[=+\-@\t\r]/;

/** Spreadsheets run cells that start with = + - @, tab or return: an apostrophe in front keeps them text. */
export const harmless = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** One record of RFC 4180, with its line end. */
export const csvRecord = (fields: readonly string[]): string => `${fields.map(quoted).join(',')}\r\n`;

export const csvHeading = (columns: readonly ExportColumn<never>[]): string => csvRecord(columns.map(({ name }) => name));

export const csvRow = <Row>(columns: readonly ExportColumn<Row>[], row: Row): string =>
  csvRecord(
    columns.map(({ value, kind }) => {
      const field = value(row) ?? '';
      return kind === 'text' ? harmless(field) : field;
    }),
  );
