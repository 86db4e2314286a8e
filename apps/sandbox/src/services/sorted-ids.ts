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

/** How an id gets into its list: in its place, or by a `BulkInsertion` at the end. */
export type AddId = (ids: SortedIds, id: string) => void;

/** Adds many ids to many lists and puts each list in order once. Until `finish` the lists are in no order. */
export class BulkInsertion {
  private readonly touched = new Set<SortedIds>();

  readonly add: AddId = (ids, id) => {
    ids.push(id);
    this.touched.add(ids);
  };

  finish(): void {
    for (const ids of this.touched) {
      const ordered = [...new Set(ids)].sort();
      ids.length = 0;
      for (const id of ordered) ids.push(id);
    }
    this.touched.clear();
  }
}

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
