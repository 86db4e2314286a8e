import type { Writable } from 'node:stream';

/** Where a command writes: results to standard output, progress and remarks to standard error. */
export interface Output {
  readonly json: boolean;
  /** A result: as JSON with --json, else as the text. */
  readonly result: (value: unknown, text: () => string) => void;
  readonly remark: (text: string) => void;
}

export const createOutput = (json: boolean, out: Writable = process.stdout, err: Writable = process.stderr): Output => ({
  json,
  result: (value, text) => void out.write(`${json ? JSON.stringify(value) : text()}\n`),
  remark: (text) => {
    if (!json) err.write(`${text}\n`);
  },
});
