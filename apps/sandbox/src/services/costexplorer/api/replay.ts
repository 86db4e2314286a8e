import type { Json } from '../../request-members.js';
import type { CostLedger } from '../facts/ledger.js';

/** A recorded answer to the operation, for the period that the request begins with; the first that fits. */
export const replayedAnswer = (ledger: CostLedger, operation: string, input: Json): unknown => {
  if (ledger.replayed.length === 0) return undefined;
  const start = (input.TimePeriod as { readonly Start?: unknown } | undefined)?.Start;
  return ledger.replayed.find((replayed) => replayed.operation === operation && (replayed.start === undefined || replayed.start === start))?.answer;
};
