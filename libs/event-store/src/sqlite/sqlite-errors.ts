import { AppendInDoubt, StoreUnavailable } from '../errors.js';

/** Primary result codes. @source https://www.sqlite.org/rescode.html */
const busy = 5;
const ioError = 10;
const unavailable: ReadonlyMap<number, string> = new Map([
  [busy, 'another process holds the event file; it stayed locked for the whole busy timeout'],
  [6, 'a table of the event file is locked'],
  [8, 'the event file is read-only: make it and its directory writable for this process'],
  [ioError, 'the disk of the event file reported an error'],
  [11, 'the event file is damaged: restore it from a backup'],
  [13, 'the disk of the event file is full: free some space'],
  [14, 'the event file cannot be opened: check that its directory exists and is writable'],
  [26, 'the event file is not an SQLite database'],
]);

/** Extended code SQLITE_CONSTRAINT_UNIQUE. */
const uniqueViolation = 2067;

const codeOf = (error: unknown): number | undefined => {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code : undefined;
};

export const isBusy = (error: unknown): boolean => ((codeOf(error) ?? 0) & 0xff) === busy;

export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === uniqueViolation;

/** SQLite's error in the port's terms; anything else as it is. After COMMIT was sent, an I/O error leaves the outcome open. */
export const toStoreError = (error: unknown, committing = false): Error => {
  const code = codeOf(error);
  const primary = code === undefined ? undefined : code & 0xff;
  if (primary === undefined) return error as Error;
  if (committing && primary === ioError)
    return new AppendInDoubt('the disk reported an error while the append was being committed', { cause: error });
  const reason = unavailable.get(primary);
  return reason === undefined ? (error as Error) : new StoreUnavailable(`${reason} (SQLite ${code})`, { cause: error });
};
