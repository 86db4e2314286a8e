import { dayOf, methodOn } from '@orgledger/governance';
import type { PaymentMethodContent, PaymentMethodEvent, ProjectEvent, Tags, TenantEvent, WorkspaceEvent } from '@orgledger/governance';
import { fromJson, projectionOf, toJson } from '@orgledger/projections';
import type { AnyTables, Apply, ViewPart } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { addSeconds } from '../collection/days.js';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import type { StatementHolder } from '../statement/statement.js';
import type { TenantRef } from './account-tenancy.events.js';
import { tenantsOfMonth } from './account-tenancy.view.js';
import type { AccountTenancyTables } from './account-tenancy.view.js';
import { holdersOf, projectKey } from './holder-facts.js';
import type { HolderFacts, OwnerFacts, PaymentFacts, TenantFacts } from './holder-facts.js';

/** Null: none. Members that are not there would keep what was stored before. */
export interface StoredProject {
  readonly tags: Tags;
  readonly paymentMethodIdentifier?: string | null;
  readonly substituteIdentifier?: string | null;
}

export interface StoredMethod {
  readonly displayName: string;
  readonly tags: Tags;
  readonly expiresOn: string | null;
  readonly deleted: boolean;
}

interface Values {
  readonly tenant: TenantFacts;
  readonly workspace: OwnerFacts;
  readonly project: StoredProject;
  /** Subject `workspace/method`. */
  readonly paymentMethod: StoredMethod;
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

type Source = WorkspaceEvent | ProjectEvent | TenantEvent | PaymentMethodEvent;

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
const project = ({ workspaceIdentifier, projectIdentifier }: InProject, value: Partial<StoredProject>): Change<'project'> => ({
  kind: 'project',
  subject: projectKey(workspaceIdentifier, projectIdentifier),
  value,
});

const methodKey = (workspaceIdentifier: string, paymentMethodIdentifier: string): string => `${workspaceIdentifier}/${paymentMethodIdentifier}`;

interface InMethod {
  readonly workspaceIdentifier: string;
  readonly paymentMethodIdentifier: string;
}
const paymentMethod = ({ workspaceIdentifier, paymentMethodIdentifier }: InMethod, value: Partial<StoredMethod>): Change<'paymentMethod'> => ({
  kind: 'paymentMethod',
  subject: methodKey(workspaceIdentifier, paymentMethodIdentifier),
  value,
});
const contentOf = ({ displayName, tags, expiresOn }: PaymentMethodContent) => ({ displayName, tags, expiresOn: expiresOn ?? null });

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
    PaymentMethodCreated: on<'PaymentMethodCreated'>((event) => paymentMethod(event, { ...contentOf(event), deleted: false })),
    PaymentMethodChanged: on<'PaymentMethodChanged'>((event) => paymentMethod(event, contentOf(event))),
    PaymentMethodDeleted: on<'PaymentMethodDeleted'>((event) => paymentMethod(event, { deleted: true })),
    ProjectPaymentMethodAssigned: on<'ProjectPaymentMethodAssigned'>(({ paymentMethodIdentifier = null, substituteIdentifier = null, ...event }) =>
      project(event, { paymentMethodIdentifier, substituteIdentifier }),
    ),
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
export const holderFactsProjection = projectionOf('metering-holder-facts', 2, part);

/** What a project pays by on the day of an instant, from its facts of that instant: what expires that day pays still. */
export const paymentOf = (
  workspaceIdentifier: string,
  { paymentMethodIdentifier, substituteIdentifier }: StoredProject,
  find: (key: string) => StoredMethod | undefined,
  instant: string,
): PaymentFacts | undefined => {
  const payment = { ...(paymentMethodIdentifier ? { paymentMethodIdentifier } : {}), ...(substituteIdentifier ? { substituteIdentifier } : {}) };
  const validity = (identifier: string) => {
    const method = find(methodKey(workspaceIdentifier, identifier));
    return method && { ...method, expiresOn: method.expiresOn ?? undefined };
  };
  const found = methodOn(payment, validity, dayOf(instant));
  return found && { identifier: found.identifier, displayName: found.method.displayName, tags: found.method.tags };
};

const factsAt = async (db: Kysely<HolderFactTables>, instant: string): Promise<HolderFacts> => {
  const { rows } = await sql<Pick<FactRow, 'kind' | 'subject' | 'value'>>`
    SELECT kind, subject, value FROM metering_holder_facts AS fact
    WHERE from_at = (SELECT max(from_at) FROM metering_holder_facts WHERE kind = fact.kind AND subject = fact.subject AND from_at <= ${instant})`.execute(
    db,
  );
  const of = <K extends Kind>(kind: K): ReadonlyMap<string, Values[K]> =>
    new Map(rows.filter((row) => row.kind === kind).map(({ subject, value }) => [subject, fromJson<Values[K]>(value)]));
  const methods = of('paymentMethod');
  const projects = [...of('project')].map(([key, stored]): [string, OwnerFacts] => {
    const payment = paymentOf(key.slice(0, key.indexOf('/')), stored, (method) => methods.get(method), instant);
    return [key, { tags: stored.tags, ...(payment ? { payment } : {}) }];
  });
  return { tenants: of('tenant'), workspaces: of('workspace'), projects: new Map(projects) };
};

/** What one project pays by at an instant; undefined: by nothing. */
export const projectPaymentAt = async (
  db: Kysely<HolderFactTables>,
  { workspaceIdentifier, projectIdentifier }: InProject,
  instant: string,
): Promise<PaymentFacts | undefined> => {
  const read = async <K extends Kind>(kind: K, subjects: readonly string[]): Promise<ReadonlyMap<string, Values[K]>> => {
    const found = new Map<string, Values[K]>();
    for (const subject of subjects) {
      const { rows } = await sql<Pick<FactRow, 'value'>>`SELECT value FROM metering_holder_facts
        WHERE kind = ${kind} AND subject = ${subject} AND from_at <= ${instant} ORDER BY from_at DESC LIMIT 1`.execute(db);
      if (rows[0]) found.set(subject, fromJson<Values[K]>(rows[0].value));
    }
    return found;
  };
  const key = projectKey(workspaceIdentifier, projectIdentifier);
  const stored = (await read('project', [key])).get(key);
  if (!stored) return undefined;
  const named = [stored.paymentMethodIdentifier, stored.substituteIdentifier].flatMap((name) => name ?? []);
  const methods = await read(
    'paymentMethod',
    named.map((name) => methodKey(workspaceIdentifier, name)),
  );
  return paymentOf(workspaceIdentifier, stored, (method) => methods.get(method), instant);
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
  return { tenantOf, holders: holdersOf(await factsAt(db, addSeconds(endOf(month), -0.001)), tenantOf.values()) };
};
