export * from './check-csv.js';
export { FocusChecker } from './checker.js';
export type { CheckOptions } from './checker.js';
export { corrections } from './corrections.js';
export type { Correction } from './corrections.js';
export { CsvError, CsvParser } from './csv-reader.js';
export * from './model.js';
export * from './model-file.js';
export * from './report.js';
