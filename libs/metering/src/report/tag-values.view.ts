import { refuse } from '@orgledger/kernel';
import type { Tags } from '@orgledger/governance';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import { addSeconds } from '../collection/days.js';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import { projectKey } from '../tenancy/holder-facts.js';
import { paymentOf } from '../tenancy/holder-facts.view.js';
import type { StoredMethod, StoredProject } from '../tenancy/holder-facts.view.js';
import type { CheckedQuery } from './cost-query.js';
import type { TagValue } from './cost-report.js';
import type { CostDatabase } from './cost-tables.view.js';

interface FactRow {
  readonly kind: 'workspace' | 'project' | 'paymentMethod';
  readonly subject: string;
  readonly from_at: string;
  readonly value: string;
}

/** Versions of an object, the oldest first. */
type Versions<Value> = ReadonlyMap<string, readonly { readonly since: string; readonly value: Value }[]>;

const versionsOf = <Value>(rows: readonly FactRow[], kind: FactRow['kind']): Versions<Value> => {
  const versions = new Map<string, { readonly since: string; readonly value: Value }[]>();
  for (const { subject, from_at, value } of rows.filter((row) => row.kind === kind)) {
    const known = versions.get(subject) ?? [];
    versions.set(subject, known);
    known.push({ since: from_at, value: fromJson<Value>(value) });
  }
  return versions;
};

/** As of an instant; an object that is younger than its costs is as it was made. */
const valueAt = <Value>(versions: Versions<Value>, subject: string, instant: string): Value | undefined => {
  const known = versions.get(subject) ?? [];
  return (known.findLast(({ since }) => since <= instant) ?? known[0])?.value;
};

/**
 * Tags as statements have them: as of the month's end, a project's before its payment method's before its workspace's.
 * Throws TAG_UNKNOWN for a key that nothing ever had.
 */
export const tagValues = async (db: CostDatabase, query: CheckedQuery): Promise<TagValue> => {
  const { groupBy, filter } = query;
  if (!filter.tags && !groupBy.some((dimension) => dimension.startsWith('tag:'))) return () => '';
  const { rows } = await sql<FactRow>`SELECT kind, subject, from_at, value FROM metering_holder_facts
    WHERE kind IN ('workspace', 'project', 'paymentMethod') ORDER BY kind, subject, from_at`.execute(db);
  const workspaces = versionsOf<{ readonly tags: Tags }>(rows, 'workspace');
  const projects = versionsOf<StoredProject>(rows, 'project');
  const methods = versionsOf<StoredMethod>(rows, 'paymentMethod');
  checkTagKeys(query, keysOf(workspaces, projects, methods));
  const known = new Map<string, Tags>();
  const tagsOf = (workspace: string, project: string, month: Month): Tags => {
    const key = `${month} ${projectKey(workspace, project)}`;
    const found = known.get(key);
    if (found) return found;
    const instant = addSeconds(endOf(month), -0.001);
    const stored = valueAt(projects, projectKey(workspace, project), instant);
    const payment = stored && paymentOf(workspace, stored, (method) => valueAt(methods, method, instant), instant);
    const tags = { ...valueAt(workspaces, workspace, instant)?.tags, ...payment?.tags, ...stored?.tags };
    known.set(key, tags);
    return tags;
  };
  return (workspace, project, month, tag) => tagsOf(workspace, project, month)[tag] ?? '';
};

const keysOf = (...kinds: readonly Versions<{ readonly tags?: Tags }>[]): ReadonlySet<string> =>
  new Set(kinds.flatMap((versions) => [...versions.values()].flat().flatMap(({ value }) => Object.keys(value.tags ?? {}))));

/** A misspelt key would answer with no error and no value at all. */
const checkTagKeys = ({ groupBy, filter }: CheckedQuery, inUse: ReadonlySet<string>): void => {
  const asked = [
    ...groupBy.map((dimension, index) => ({
      field: `groupBy[${index}]`,
      key: dimension.startsWith('tag:') ? dimension.slice('tag:'.length) : undefined,
    })),
    ...(filter.tags ?? []).map(({ key }, index) => ({ field: `filter.tags[${index}].key`, key })),
  ];
  const keys = inUse.size === 0 ? 'none has any tag' : `in use are ${[...inUse].toSorted().slice(0, 50).join(', ')}`;
  for (const { field, key } of asked)
    if (key !== undefined && !inUse.has(key))
      refuse('TAG_UNKNOWN', field, `No workspace, project or payment method has ever had a tag ${key}: ${keys}.`);
};
