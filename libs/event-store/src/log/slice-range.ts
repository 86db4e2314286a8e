import type { ReadStreamOptions } from '../port.js';

/** The revisions `first` to `last`, both inclusive, that a read of a stream may deliver. */
export const sliceRange = (options: ReadStreamOptions, firstVisible: number, lastRevision: number) => {
  const forward = options.direction !== 'backward';
  const from = options.from === undefined ? undefined : Number(options.from);
  return {
    forward,
    first: forward ? Math.max(from ?? 0, firstVisible) : firstVisible,
    last: forward ? lastRevision : Math.min(from ?? lastRevision, lastRevision),
    limit: options.limit ?? Number.MAX_SAFE_INTEGER,
  };
};
