import { addSeconds } from '../collection/days.js';
import { addMonths, endOf, monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { CollectionFinding } from '../collection/collection.events.js';
import type { CloseCheck } from './month.events.js';

/** A whole reading of the month. */
export interface PullSeen {
  readonly pulledAt: string;
  readonly digest: string;
  readonly estimated: boolean;
}

/** What is known of a month when somebody wants to close it. */
export interface CloseFacts {
  readonly now: string;
  readonly month: Month;
  readonly closeAfterDays: number;
  /** Oldest first. */
  readonly pulls: readonly PullSeen[];
  /** Of the newest pull. */
  readonly findings: readonly CollectionFinding[];
  /** Whether the stored cells are exactly those of the newest whole pull: they are not while a collection is under way. */
  readonly cellsAsObserved: boolean;
  /** Earlier months with costs that are not closed. */
  readonly openBefore: readonly Month[];
  /** Months between the first that was collected and this one that never were. */
  readonly missingBefore: readonly Month[];
  /** Currencies in use that have no rate for the month, with the workspaces that use them. */
  readonly missingRates: readonly { readonly base: string; readonly quote: string; readonly workspaces: readonly string[] }[];
}

/** Findings after which the cells are not the whole month. All others are reported and do not hold a closing up. */
export const blockingFindings: ReadonlySet<string> = new Set(['CUBES_DISAGREE', 'MONTH_MISSING', 'ACCOUNT_INCOMPLETE']);

const daySeconds = 86_400;
const toleratedSeconds = 300;
/** Cost Explorer answers for so many months back: an older one cannot be collected any more. */
const reachMonths = 13;

/** First instant at which the month may close: days after its end, at 00:00 UTC. */
export const closableFrom = (month: Month, closeAfterDays: number): string => addSeconds(endOf(month), closeAfterDays * daySeconds);

/** Everything that must hold before a month's statements are computed, in the order in which a person would look. @source specs/chargeback.md §2.7, §4.8 */
export const closeChecks = (facts: CloseFacts): readonly CloseCheck[] => [
  waitPeriod(facts),
  clocksAgree(facts),
  collected(facts),
  notEstimated(facts),
  twoEqualPulls(facts),
  previousClosed(facts),
  ratesPresent(facts),
];

const check = (code: string, passed: boolean, good: string, bad: string, remedy: string): CloseCheck =>
  passed ? { code, passed, message: good } : { code, passed, message: bad, remedy };

const waitPeriod = ({ now, month, closeAfterDays }: CloseFacts): CloseCheck => {
  const from = closableFrom(month, closeAfterDays);
  return check(
    'WAIT_PERIOD',
    now >= from,
    `The wait of ${closeAfterDays} days after ${month} is over.`,
    `${month} may close from ${from} on: AWS still books support fees, credits and refunds until then.`,
    `Wait, or lower closeAfterDays (${closeAfterDays}) in the billing policy.`,
  );
};

/** Two collections a day apart prove nothing when their clock is not ours. */
const clocksAgree = ({ now, month, pulls }: CloseFacts): CloseCheck => {
  const ahead = pulls.map(({ pulledAt }) => pulledAt).findLast((pulledAt) => pulledAt > addSeconds(now, toleratedSeconds));
  return check(
    'CLOCK_SKEW',
    ahead === undefined,
    'No collection is dated ahead of the clock that closes.',
    `A collection of ${month} is dated ${ahead ?? ''}, but it is ${now}: the clocks of the processes that collect and close differ.`,
    `Set the clocks right (NTP). Once it is ${ahead ?? ''}, collect the month again.`,
  );
};

const collected = ({ month, pulls, findings, cellsAsObserved }: CloseFacts): CloseCheck => {
  const blocking = findings.filter(({ code }) => blockingFindings.has(code));
  const newest = pulls.at(-1);
  const bad = !newest
    ? `The costs of ${month} have not been collected.`
    : newest.pulledAt < endOf(month)
      ? `The last collection of ${month}, at ${newest.pulledAt}, was before its end.`
      : blocking.length > 0
        ? `The last collection of ${month} is incomplete: ${blocking.map(({ code, message }) => `${code}: ${message}`).join(' ')}`
        : cellsAsObserved
          ? undefined
          : `The stored costs of ${month} are not those of its last whole collection: one is under way or was interrupted.`;
  return check(
    'NOT_COLLECTED',
    bad === undefined,
    `${month} was collected whole at ${newest?.pulledAt ?? ''}.`,
    bad ?? '',
    'Collect the month again (orgledger collection request); when that fails, its message says what to mend.',
  );
};

const notEstimated = ({ month, pulls }: CloseFacts): CloseCheck =>
  check(
    'STILL_ESTIMATED',
    pulls.at(-1)?.estimated === false,
    'AWS has finalised the month for every account.',
    `AWS still calls the costs of ${month} estimated.`,
    'Wait for AWS to finalise its bill; the daily collection notices.',
  );

const twoEqualPulls = ({ month, pulls }: CloseFacts): CloseCheck => {
  const last = pulls.at(-1);
  const end = endOf(month);
  // Every pull since the first equal one must be equal, too: A B A is not calm.
  const lastOther = pulls.findLastIndex(({ digest }) => digest !== last?.digest);
  const first = pulls.slice(lastOther + 1).find(({ pulledAt }) => pulledAt >= end);
  const calm = last !== undefined && first !== undefined && Date.parse(last.pulledAt) - Date.parse(first.pulledAt) >= daySeconds * 1000;
  return check(
    'PULLS_DIFFER',
    calm,
    `The collections of ${first?.pulledAt ?? ''} and ${last?.pulledAt ?? ''} are the same.`,
    first === undefined
      ? `There is no collection of ${month} after its end to compare with.`
      : `No two collections of ${month} that are 24 hours apart are the same yet; the costs last changed in the one of ${first.pulledAt}.`,
    `Collect again from ${first === undefined ? end : addSeconds(first.pulledAt, daySeconds)} on; the schedule does so daily.`,
  );
};

const previousClosed = ({ now, openBefore, missingBefore }: CloseFacts): CloseCheck => {
  const missing = missingBefore.filter((month) => month >= addMonths(monthOf(now), -reachMonths));
  const first = [...openBefore, ...missing].toSorted()[0] ?? '';
  return check(
    'PREVIOUS_MONTH_OPEN',
    first === '',
    'Every earlier month is closed.',
    [
      ...(openBefore.length > 0 ? [`Earlier months are not closed: ${openBefore.join(', ')}.`] : []),
      ...(missing.length > 0 ? [`Earlier months were never collected: ${missing.join(', ')}.`] : []),
    ].join(' '),
    missing.includes(first)
      ? `Collect ${first} (orgledger collection request) and close it first: corrections and discounts build on it.`
      : `Close ${first} first: corrections and discounts build on it.`,
  );
};

const ratesPresent = ({ month, missingRates }: CloseFacts): CloseCheck =>
  check(
    'CLOSE_BLOCKED_RATE',
    missingRates.length === 0,
    'Every currency in use has a rate.',
    missingRates
      .map(({ base, quote, workspaces }) => `There is no rate from ${base} to ${quote} for ${month}, the currency of ${named(workspaces)}.`)
      .join(' '),
    `Import reference rates that reach into ${month}, or set an own rate for it (orgledger rates set). Nothing is converted one to one.`,
  );

const shown = 5;
const named = (workspaces: readonly string[]): string =>
  workspaces.length > shown ? `${workspaces.slice(0, shown).join(', ')} and ${workspaces.length - shown} more` : workspaces.join(', ');
