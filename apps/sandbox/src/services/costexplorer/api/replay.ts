import type { Json } from '../../request-members.js';
import type { CostLedger, ReplayedAnswer } from '../facts/ledger.js';

interface Group {
  readonly Type?: unknown;
  readonly Key?: unknown;
}

const groupsOf = (groups: unknown): string =>
  Array.isArray(groups) ? (groups as Group[]).map(({ Type, Key }) => `${String(Type)} ${String(Key)}`).join(', ') : '';

/** An answer that says by what it is grouped belongs to requests with these groups. */
const fits = ({ start, answer }: ReplayedAnswer, period: { readonly Start?: unknown } | undefined, groups: string): boolean =>
  (start === undefined || start === period?.Start) && (answer.GroupDefinitions === undefined || groupsOf(answer.GroupDefinitions) === groups);

/** A recorded answer to the operation, for the period that the request begins with and its groups; the first that fits. */
export const replayedAnswer = (ledger: CostLedger, operation: string, input: Json): unknown => {
  if (ledger.replayed.length === 0) return undefined;
  const period = input.TimePeriod as { readonly Start?: unknown } | undefined;
  const groups = groupsOf(input.GroupBy);
  return ledger.replayed.find((replayed) => replayed.operation === operation && fits(replayed, period, groups))?.answer;
};
