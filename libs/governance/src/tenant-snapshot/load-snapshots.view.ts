import type { PersonStore } from '@orgledger/event-store';
import { fromJson } from '@orgledger/projections';
import { groupBy } from '../grouping.js';
import { toLandingZoneView } from '../landing-zone/landing-zone.view.js';
import type { PlatformSettings } from '../platform-settings.js';
import type { WhatIf } from '../query-types.js';
import { projectKeyOf } from '../project/project.view.js';
import type { RoleBindingRow } from '../role-binding/role-binding.view.js';
import { workspaceRoles } from '../role-binding/workspace-roles.js';
import { toRoleMappingView } from '../role-mapping/role-mapping.view.js';
import type { Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { parseTemplates } from '../template/render-names.js';
import type { TenantRow } from '../tenant/tenant.view.js';
import type { TenantSnapshot } from '../tenant-snapshot.js';
import type { GovernanceDatabase } from '../views/governance-tables.view.js';
import type { Grant } from './access-intervals.js';
import { composeSnapshot } from './compose-snapshot.js';
import { supposing } from './what-if.js';
import type { PersonFacts, PlatformContext, TenantFactsOfViews } from './compose-snapshot.js';

/** Snapshots of tenants of one platform: a fixed number of queries for the whole batch. */
export const loadSnapshots = async (
  db: GovernanceDatabase,
  people: PersonStore,
  tenants: readonly TenantRow[],
  whatIf: WhatIf = {},
): Promise<readonly TenantSnapshot[]> => {
  const [first] = tenants;
  const saved = first && (await loadPlatform(db, first.platformIdentifier));
  if (!saved) return [];
  const context = supposing(saved, whatIf);
  const facts = await loadTenantFacts(db, tenants);
  const persons = await loadPeople(db, people, facts);
  return facts.map((tenant) => composeSnapshot(tenant, context, persons));
};

/** Undefined when there is no such platform. */
export const loadPlatform = async (db: GovernanceDatabase, platformIdentifier: string): Promise<PlatformContext | undefined> => {
  const platform = await db.selectFrom('platforms').selectAll().where('platformIdentifier', '=', platformIdentifier).executeTakeFirst();
  if (!platform) return undefined;
  const zones = await db.selectFrom('landing_zones').selectAll().where('platformIdentifier', '=', platformIdentifier).execute();
  const mappings = await db.selectFrom('role_mappings').selectAll().where('platformIdentifier', '=', platformIdentifier).execute();
  const roles = new Set((await db.selectFrom('project_roles').select('roleIdentifier').execute()).map(({ roleIdentifier }) => roleIdentifier));
  const definitions = await db.selectFrom('tag_definitions').selectAll().where('target', 'in', ['workspace', 'project', 'paymentMethod']).execute();
  const settings = fromJson<PlatformSettings>(platform.settings);
  return {
    settings,
    templates: parseTemplates(settings.templates),
    removed: platform.status === 'removed',
    landingZones: new Map(zones.filter(({ status }) => status !== 'deleted').map((zone) => [zone.landingZoneIdentifier, toLandingZoneView(zone)])),
    roleMappings: mappings.map(toRoleMappingView).filter(({ roleIdentifier }) => roles.has(roleIdentifier)),
    roles,
    tagDefinitions: definitions.map(({ definition }) => fromJson<TagDefinition>(definition)),
  };
};

export const loadTenantFacts = async (db: GovernanceDatabase, tenants: readonly TenantRow[]): Promise<readonly TenantFactsOfViews[]> => {
  const workspaceIds = [...new Set(tenants.map(({ workspaceIdentifier }) => workspaceIdentifier))];
  const projectIds = [...new Set(tenants.map(({ projectIdentifier }) => projectIdentifier))];
  const workspaces = await db
    .selectFrom('workspaces')
    .select(['workspaceIdentifier', 'tags'])
    .where('workspaceIdentifier', 'in', workspaceIds)
    .execute();
  const projects = await db
    .selectFrom('projects')
    .leftJoin('payment_methods', (join) =>
      join
        .onRef('payment_methods.workspaceIdentifier', '=', 'projects.workspaceIdentifier')
        .onRef('payment_methods.paymentMethodIdentifier', '=', 'projects.paymentMethodIdentifier'),
    )
    .select(['projectKey', 'projects.tags', 'payment_methods.tags as paymentMethodTags'])
    .where('projectKey', 'in', [...new Set(tenants.map(projectKeyOf))])
    .execute();
  const bindings = await db
    .selectFrom('role_bindings')
    .selectAll()
    .where('workspaceIdentifier', 'in', workspaceIds)
    .where((builder) => builder.or([builder('projectIdentifier', 'is', null), builder('projectIdentifier', 'in', projectIds)]))
    .execute();
  const workspaceTags = new Map(workspaces.map(({ workspaceIdentifier, tags }) => [workspaceIdentifier, fromJson<Tags>(tags)]));
  const projectTags = new Map(projects.map(({ projectKey, tags }) => [projectKey, fromJson<Tags>(tags)]));
  const paymentMethodTags = new Map(
    projects.map(({ projectKey, paymentMethodTags: tags }) => [projectKey, tags === null ? {} : fromJson<Tags>(tags)]),
  );
  const byWorkspace = groupBy(bindings, ({ workspaceIdentifier }) => workspaceIdentifier);
  return tenants.map(({ accountId, ...tenant }) => ({
    ...tenant,
    accountId: accountId ?? undefined,
    workspaceTags: workspaceTags.get(tenant.workspaceIdentifier) ?? {},
    projectTags: projectTags.get(projectKeyOf(tenant)) ?? {},
    paymentMethodTags: paymentMethodTags.get(projectKeyOf(tenant)) ?? {},
    ...grantsFor(tenant.projectIdentifier, byWorkspace.get(tenant.workspaceIdentifier) ?? []),
  }));
};

const grantsFor = (project: string, bindings: readonly RoleBindingRow[]): Pick<TenantFactsOfViews, 'projectGrants' | 'workspaceGrants'> => {
  const isWorkspaceRole = ({ roleIdentifier }: RoleBindingRow): boolean => workspaceRoles.includes(roleIdentifier);
  const projectBindings = bindings.filter(
    (row) => !isWorkspaceRole(row) && row.status === 'granted' && (row.projectIdentifier === null || row.projectIdentifier === project),
  );
  return { projectGrants: projectBindings.map(toGrant), workspaceGrants: bindings.filter(isWorkspaceRole).map(toGrant) };
};

/** A revoked grant is worth nothing, and still says that there was one. */
const toGrant = ({ bindingId, subjectId, roleIdentifier, from, until, status }: RoleBindingRow): Grant => ({
  bindingId,
  subjectId,
  roleIdentifier,
  from,
  until: status === 'revoked' ? from : (until ?? undefined),
});

const maxParameters = 500;

const loadPeople = async (
  db: GovernanceDatabase,
  people: PersonStore,
  tenants: readonly TenantFactsOfViews[],
): Promise<ReadonlyMap<string, PersonFacts>> => {
  const subjects = [...new Set(tenants.flatMap(({ projectGrants }) => projectGrants.map(({ subjectId }) => subjectId)))];
  const persons = await people.getMany(subjects);
  const facts = new Map<string, PersonFacts>();
  for (let start = 0; start < subjects.length; start += maxParameters) {
    const some = subjects.slice(start, start + maxParameters);
    const users = await db.selectFrom('users').selectAll().where('subjectId', 'in', some).execute();
    for (const { subjectId, status } of users) facts.set(subjectId, { active: status === 'active', euid: persons.get(subjectId)?.euid });
  }
  return facts;
};
