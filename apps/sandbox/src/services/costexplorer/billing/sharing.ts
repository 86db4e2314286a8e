import type { CostLedger, SharingChange } from '../facts/ledger.js';
import type { Month } from './calendar.js';

/** The preferences that count for a month: those in force at its last second, or now while it is open. */
export const sharingChangesOf = (ledger: CostLedger, month: Month, now: number): readonly SharingChange[] => {
  const moment = Math.min(month.end - 1000, now);
  return ledger.sharing.filter(({ at }) => at <= moment);
};

/** Who shares: a later change of an account, or of all, replaces the earlier ones. Shared at first. */
export const sharers = (changes: readonly SharingChange[]): ((accountId: string) => boolean) => {
  let all = true;
  const single = new Map<string, boolean>();
  for (const change of [...changes].sort((one, other) => one.at - other.at)) {
    if (change.accountId !== undefined) single.set(change.accountId, change.shared);
    else {
      all = change.shared;
      single.clear();
    }
  }
  return (accountId) => single.get(accountId) ?? all;
};
