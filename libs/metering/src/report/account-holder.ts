import { endOf, startOf } from '../month.js';
import type { Month } from '../month.js';

/** Who bears an account's costs in reports. Empty texts: nobody. */
export interface ReportHolder {
  readonly tenantId: string;
  readonly workspace: string;
  readonly project: string;
  readonly platform: string;
}

export const nobody: ReportHolder = { tenantId: '', workspace: '', project: '', platform: '' };

/** A change of an account's holder: from this instant (ISO 8601 UTC) on it is held by `holder`, or by nobody. `order`: as recorded. */
export interface HolderChange {
  readonly from: string;
  readonly order: number;
  readonly holder: ReportHolder | undefined;
}

/** The tenant that holds the account at the month's end, or held it last in the month. */
export const holderIn = (month: Month, changes: readonly HolderChange[]): ReportHolder => {
  const known = changes
    .filter(({ from }) => from < endOf(month))
    .toSorted((a, b) => (a.from === b.from ? a.order - b.order : a.from < b.from ? -1 : 1));
  const last = known.at(-1);
  if (!last) return nobody;
  if (last.holder) return last.holder;
  // Released: whoever held it last within the month, if anybody did.
  for (let index = known.length - 2, end = last.from; index >= 0 && end > startOf(month); index -= 1) {
    const { from, holder } = known[index] ?? last;
    if (holder && from < end) return holder;
    end = from;
  }
  return nobody;
};
