import { uuidv5 } from '@orgledger/kernel';
import type { RunReason } from '../run/run.events.js';
import type { Candidate } from './queue.store.js';

export type NextOrder =
  | { readonly kind: 'resume'; readonly runId: string }
  | { readonly kind: 'start'; readonly runId: string; readonly reason: RunReason }
  /** The last run has seen all that was wanted. */
  | { readonly kind: 'nothing' };

/** What to do about a tenant at `now`. `isNewer` compares positions of the log. A run has exactly one successor, so run ids need no chance. */
export const nextOrder = ({ tenantId, wanted, state }: Candidate, now: string, isNewer: (a: string, b: string) => boolean): NextOrder => {
  if (state?.open_run_id != null) return { kind: 'resume', runId: state.open_run_id };
  const start = (reason: RunReason): NextOrder => ({ kind: 'start', runId: uuidv5(tenantId, `after:${state?.last_run_id ?? 'nothing'}`), reason });
  if (wanted && (!state || isNewer(wanted.position, state.seen) || state.last_status === 'superseded')) return start(wanted.reason);
  if (state?.retry_at != null && state.retry_at <= now) return start('retry');
  if (state?.next_due_at != null && state.next_due_at <= now) return start('expiry');
  return { kind: 'nothing' };
};
