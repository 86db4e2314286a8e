import { groupBy } from '../grouping.js';
import type { SnapshotGrant } from '../tenant-snapshot.js';

/** `until` is exclusive; undefined: without end. ISO 8601 UTC with milliseconds, so that texts compare as instants do. */
export interface Interval {
  readonly from: string;
  readonly until: string | undefined;
}

export interface Grant extends Interval {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
}

const earlier = (a: string | undefined, b: string | undefined): string | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
};

/** The part of a grant inside another interval. */
const within = (grant: Grant, limit: Interval): Grant[] => {
  const from = grant.from > limit.from ? grant.from : limit.from;
  const until = earlier(grant.until, limit.until);
  return until === undefined || from < until ? [{ ...grant, from, until }] : [];
};

/**
 * What project grants are worth: a person who has, or had, a role in the workspace gets into its accounts only while that role lasts.
 * Who never had one is not limited. @source specs/governance.md "An expired workspace role also ends cloud access"
 */
export const limitByWorkspaceRoles = (projectGrants: readonly Grant[], workspaceGrants: readonly Grant[]): readonly SnapshotGrant[] => {
  const limits = groupBy(workspaceGrants, ({ subjectId }) => subjectId);
  return projectGrants.flatMap((grant) => {
    const ofPerson = limits.get(grant.subjectId);
    return (ofPerson ? unite(ofPerson).flatMap((limit) => within(grant, limit)) : [grant]).map(toSnapshotGrant);
  });
};

/** The same time as separate intervals, so that two workspace roles at once do not double a grant. */
const unite = (intervals: readonly Interval[]): readonly Interval[] => {
  const united: Interval[] = [];
  for (const { from, until } of intervals.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = united.at(-1);
    if (last && (last.until === undefined || from <= last.until)) {
      const later = last.until === undefined || until === undefined ? undefined : last.until > until ? last.until : until;
      united[united.length - 1] = { from: last.from, until: later };
    } else {
      united.push({ from, until });
    }
  }
  return united;
};

const toSnapshotGrant = ({ bindingId, subjectId, roleIdentifier, from, until }: Grant): SnapshotGrant => ({
  bindingId,
  subjectId,
  roleIdentifier,
  from,
  ...(until === undefined ? {} : { until }),
});

export const covers = ({ from, until }: { readonly from: string; readonly until?: string | undefined }, at: string): boolean =>
  from <= at && (until === undefined || at < until);
