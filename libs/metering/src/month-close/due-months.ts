import type { CloseCheck } from './month.events.js';

/** A month as the schedule looks at it. */
export interface DueCandidate {
  readonly month: string;
  readonly status: 'open' | 'asked' | 'closed' | 'reopened';
  /** Failed checks that are known without computing the month. */
  readonly failing: readonly string[];
  /** Failed checks of the last attempt, if it was blocked. */
  readonly blocked?: readonly CloseCheck[];
  readonly waitIsOver: boolean;
}

/**
 * The month that the schedule asks to close now: the oldest that is not closed, when something is to be gained by asking: it can go ahead, or it is blocked
 * by other checks than the last time, which people should see. A reopened month waits for whoever reopened it.
 */
export const monthToClose = (oldestFirst: readonly DueCandidate[]): string | undefined => {
  const next = oldestFirst.find(({ status }) => status !== 'closed');
  if (next?.status !== 'open' || !next.waitIsOver) return undefined;
  const known = (next.blocked ?? []).filter(({ passed }) => !passed).map(({ code }) => code);
  return next.failing.length === 0 || next.failing.some((code) => !known.includes(code)) ? next.month : undefined;
};
