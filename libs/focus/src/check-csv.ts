import { FocusChecker } from './checker.js';
import type { CheckOptions } from './checker.js';
import { CsvError, CsvParser } from './csv-reader.js';
import type { FocusModel } from './model.js';
import type { FocusReport } from './report.js';

/** Checks a CSV file that comes in pieces of bytes or text; holds one piece at a time. Throws CsvError for what is no table. */
export const checkCsv = async (
  pieces: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  model: FocusModel,
  options: CheckOptions = {},
): Promise<FocusReport> => {
  const decoder = new TextDecoder('utf-8');
  let checker: FocusChecker | undefined;
  let records = 0;
  let width = 0;
  const parser = new CsvParser((fields) => {
    records += 1;
    if (!checker) {
      width = fields.length;
      checker = new FocusChecker(model, headingOf(fields), options);
    } else if (fields.length !== width) {
      throw new CsvError(`row ${records - 1} has ${fields.length} fields, the heading has ${width}`, records);
    } else checker.row(fields);
  });
  for await (const piece of pieces) parser.write(typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
  parser.write(decoder.decode());
  parser.end();
  if (!checker) throw new CsvError('the file is empty: a heading with the names of the columns is expected', 1);
  return checker.report();
};

const headingOf = (fields: readonly string[]): readonly string[] => {
  const names = fields.map((name) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CsvError(`the column ${twice} stands twice in the heading`, 1);
  return names;
};
