import type { ProjectEvent, Tags, TenantEvent, WorkspaceEvent } from '@orgledger/governance';
import { fromJson, projectionOf, toJson } from '@orgledger/projections';
import type { AnyTables, Apply, ViewPart } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import type { StatementHolder } from '../statement/statement.js';
import type { TenantRef } from './account-tenancy.events.js';
import { tenantsOfMonth } from './account-tenancy.view.js';
import type { AccountTenancyTables } from './account-tenancy.view.js';
import { holdersOf, projectKey } from './holder-facts.js';
import type { HolderFacts, OwnerFacts, TenantFacts } from './holder-facts.js';

interface Values {
  readonly tenant: TenantFacts;
  readonly workspace: OwnerFacts;
  readonly project: OwnerFacts;
}

type Kind = keyof Values;

interface FactRow {
  readonly kind: Kind;
  readonly subject: string;
  /** ISO 8601 UTC; holds until the next row of the same kind and subject. */
  readonly from_at: string;
  readonly value: string;
}

export interface HolderFactTables {
  readonly metering_holder_facts: FactRow;
}

/** What an event says of an object: all of it for a new one, else what changed. */
interface Change<K extends Kind = Kind> {
  readonly kind: K;
  readonly subject: string;
  readonly value: Partial<Values[K]>;
}

const store = async (tx: Transaction<AnyTables>, table: string, { kind, subject, value }: Change, at: string): Promise<void> => {
  const last = (await tx
    .selectFrom(table)
    .selectAll()
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst()) as FactRow | undefined;
  const merged = toJson({ ...(last && fromJson<object>(last.value)), ...value });
  // A clock that went back does not make the newer fact the older one.
  const from = last && last.from_at > at ? last.from_at : at;
  await tx
    .insertInto(table)
    .values({ kind, subject, from_at: from, value: merged })
    .onConflict((conflict) => conflict.columns(['kind', 'subject', 'from_at']).doUpdateSet({ value: merged }))
    .execute();
};

type Source = WorkspaceEvent | ProjectEvent | TenantEvent;

const on = <Type extends Source['type']>(change: (event: Extract<Source, { readonly type: Type }>) => Change): Apply<never> => {
  const apply: Apply<Extract<Source, { readonly type: Type }>> = (tx, { event, at }, table) =>
    store(tx, table('metering_holder_facts'), change(event), at);
  return apply as Apply<never>;
};

const workspace = (workspaceIdentifier: string, tags: Tags): Change<'workspace'> => ({
  kind: 'workspace',
  subject: workspaceIdentifier,
  value: { tags },
});

interface InProject {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
}
const project = ({ workspaceIdentifier, projectIdentifier }: InProject, value: Partial<OwnerFacts>): Change<'project'> => ({
  kind: 'project',
  subject: projectKey(workspaceIdentifier, projectIdentifier),
  value,
});

const tenant = (tenantId: string, value: Partial<TenantFacts>): Change<'tenant'> => ({ kind: 'tenant', subject: tenantId, value });

const part: ViewPart = {
  tables: {
    metering_holder_facts: {
      columns: { kind: 'text', subject: 'text', from_at: 'text', value: 'text' },
      key: ['kind', 'subject', 'from_at'],
    },
  },
  apply: {
    WorkspaceCreated: on<'WorkspaceCreated'>((event) => workspace(event.workspaceIdentifier, event.tags)),
    WorkspaceTagsChanged: on<'WorkspaceTagsChanged'>((event) => workspace(event.workspaceIdentifier, event.tags)),
    ProjectCreated: on<'ProjectCreated'>((event) => project(event, { tags: event.tags })),
    ProjectTagsChanged: on<'ProjectTagsChanged'>((event) => project(event, { tags: event.tags })),
    TenantRequested: on<'TenantRequested'>((event) => {
      const { workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier } = event;
      return tenant(event.tenantId, { workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier, stands: false });
    }),
    TenantAccountAssigned: on<'TenantAccountAssigned'>((event) => tenant(event.tenantId, { stands: true })),
    TenantLandingZoneChanged: on<'TenantLandingZoneChanged'>((event) =>
      tenant(event.tenantId, { landingZoneIdentifier: event.landingZoneIdentifier }),
    ),
  },
};

/** Facts of governance with the time since when they hold: a statement keeps what held at its month's end. */
export const holderFactsProjection = projectionOf('metering-holder-facts', 1, part);

const factsAt = async (db: Kysely<HolderFactTables>, before: string): Promise<HolderFacts> => {
  const { rows } = await sql<Pick<FactRow, 'kind' | 'subject' | 'value'>>`
    SELECT kind, subject, value FROM metering_holder_facts AS fact
    WHERE from_at = (SELECT max(from_at) FROM metering_holder_facts WHERE kind = fact.kind AND subject = fact.subject AND from_at < ${before})`.execute(
    db,
  );
  const of = <K extends Kind>(kind: K): ReadonlyMap<string, Values[K]> =>
    new Map(rows.filter((row) => row.kind === kind).map(({ subject, value }) => [subject, fromJson<Values[K]>(value)]));
  return { tenants: of('tenant'), workspaces: of('workspace'), projects: of('project') };
};

export interface HoldersOfMonth {
  /** By account id; accounts of nobody are left out. */
  readonly tenantOf: ReadonlyMap<string, TenantRef>;
  /** Every tenant that stands at the month's end or bears an account of the month, as it was at the month's end. */
  readonly holders: ReadonlyMap<string, StatementHolder>;
}

/** Who bears a month's costs, and what statements keep of them. Two queries, whatever the number of accounts; for worker threads too. */
export const holdersOfMonth = async (db: Kysely<HolderFactTables & AccountTenancyTables>, month: Month): Promise<HoldersOfMonth> => {
  const tenantOf = await tenantsOfMonth(db, month);
  return { tenantOf, holders: holdersOf(await factsAt(db, endOf(month)), tenantOf.values()) };
};
