/** Ids in code-unit order: paging, insertion and removal without a scan, and tokens that survive changes between two pages. */
export type SortedIds = string[];

/** Index of the first id that is not before `id`. */
const lowerBound = (ids: readonly string[], id: string): number => {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Keeps the order; an id that is there already stays alone. */
export const insertId = (ids: SortedIds, id: string): void => {
  const at = lowerBound(ids, id);
  if (ids[at] !== id) ids.splice(at, 0, id);
};

export const removeId = (ids: SortedIds, id: string): void => {
  const at = lowerBound(ids, id);
  if (ids[at] === id) ids.splice(at, 1);
};

export const hasId = (ids: readonly string[], id: string): boolean => ids[lowerBound(ids, id)] === id;

/** Index of the first id after `id`, or 0 without one. */
export const startAfter = (ids: readonly string[], id: string | undefined): number => {
  if (id === undefined) return 0;
  const at = lowerBound(ids, id);
  return ids[at] === id ? at + 1 : at;
};

/** Adds many ids at once: one sort in place of a splice per id. */
export const insertAll = (ids: SortedIds, more: readonly string[]): void => {
  const all = [...new Set([...ids, ...more])].sort();
  ids.splice(0, ids.length);
  for (const id of all) ids.push(id);
};
