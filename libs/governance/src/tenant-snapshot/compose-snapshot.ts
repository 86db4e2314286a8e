import type { LandingZoneSettings, PlatformSettings, RoleMappingEntry, RoleMappingOverride } from '../platform-settings.js';
import type { Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { accountTags, inheritTags } from '../tags/account-tags.js';
import type { SnapshotRole, SnapshotUser, TenantSnapshot } from '../tenant-snapshot.js';
import { renderAccountAlias, renderAccountEmail, renderAccountName, renderGroupName, renderUserName } from '../template/render-names.js';
import type { NameValues, ParsedTemplates } from '../template/render-names.js';
import { limitByWorkspaceRoles } from './access-intervals.js';
import type { Grant } from './access-intervals.js';

/** What the tenants of one platform have in common. */
export interface PlatformContext {
  readonly settings: PlatformSettings;
  readonly templates: ParsedTemplates;
  readonly removed: boolean;
  readonly landingZones: ReadonlyMap<string, { readonly settings: LandingZoneSettings; readonly roleMappings: readonly RoleMappingOverride[] }>;
  /** Mappings of roles that exist. */
  readonly roleMappings: readonly RoleMappingEntry[];
  /** Roles that exist: overrides of others count for nothing. */
  readonly roles: ReadonlySet<string>;
  readonly tagDefinitions: readonly TagDefinition[];
}

export interface TenantFactsOfViews {
  readonly tenantId: string;
  readonly tenantNumber: number;
  readonly seed: string;
  readonly status: 'requested' | 'provisioning' | 'active';
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly accountId: string | undefined;
  readonly workspaceTags: Tags;
  readonly projectTags: Tags;
  /** Of what the project pays by. */
  readonly paymentMethodTags: Tags;
  /** Grants of project roles on the project or its whole workspace. */
  readonly projectGrants: readonly Grant[];
  /** Grants of workspace roles, ended ones included. */
  readonly workspaceGrants: readonly Grant[];
}

/** A person as far as replication needs one; `euid` undefined when none is known. */
export interface PersonFacts {
  readonly active: boolean;
  readonly euid: string | undefined;
}

type Problem = TenantSnapshot['problems'][number];

const missingZone: LandingZoneSettings = { targetOu: { kind: 'root' }, hierarchical: true, tags: {} };

/** Everything that says what a tenant should look like in AWS, from governance's facts alone. */
export const composeSnapshot = (tenant: TenantFactsOfViews, context: PlatformContext, people: ReadonlyMap<string, PersonFacts>): TenantSnapshot => {
  const sources = { workspace: tenant.workspaceTags, paymentMethod: tenant.paymentMethodTags, project: tenant.projectTags };
  const values: NameValues = { ...tenant, platform: tenant.platformIdentifier, tags: inheritTags(sources) };
  const landingZone = context.landingZones.get(tenant.landingZoneIdentifier);
  const names = [renderAccountName, renderAccountEmail, renderAccountAlias].map((render) => render(context.templates, values));
  const { tags, problems: tagProblems } = accountTags(sources, context.tagDefinitions, context.settings.tagPrefix);
  const { roles, problems: roleProblems } = rolesOf(context, landingZone?.roleMappings ?? [], values);
  const grants = limitByWorkspaceRoles(tenant.projectGrants, tenant.workspaceGrants);
  const [accountName = '', accountEmail = '', accountAlias = ''] = names.map(({ value }) => value);
  return {
    tenantId: tenant.tenantId,
    tenantNumber: tenant.tenantNumber,
    status: tenant.status === 'active' ? 'active' : 'provisioning',
    workspaceIdentifier: tenant.workspaceIdentifier,
    projectIdentifier: tenant.projectIdentifier,
    platformIdentifier: tenant.platformIdentifier,
    landingZoneIdentifier: tenant.landingZoneIdentifier,
    ...(tenant.accountId === undefined ? {} : { accountId: tenant.accountId }),
    accountName,
    accountEmail,
    accountAlias,
    accountTags: tags,
    roles,
    grants,
    users: usersOf(grants, context.templates, people),
    platform: context.settings,
    landingZone: landingZone?.settings ?? missingZone,
    problems: [
      ...(context.removed ? [platformRemoved(tenant.platformIdentifier)] : []),
      ...(landingZone ? [] : [zoneMissing(tenant.landingZoneIdentifier)]),
      ...names.flatMap(({ problem }) => (problem ? [{ code: problem.code, message: problem.message }] : [])),
      ...tagProblems,
      ...roleProblems,
    ],
  };
};

const platformRemoved = (platform: string): Problem => ({
  code: 'PLATFORM_REMOVED',
  message: `The platform ${platform} was removed: nothing is changed in AWS any more.`,
});

const zoneMissing = (zone: string): Problem => ({
  code: 'LANDING_ZONE_MISSING',
  message: `The landing zone ${zone} is not there any more: give the tenant another one.`,
});

/** The platform's mappings, each replaced by the zone's override where there is one; a role without permission sets is not replicated. */
const rolesOf = (
  context: PlatformContext,
  overrides: readonly RoleMappingOverride[],
  values: NameValues,
): { readonly roles: readonly SnapshotRole[]; readonly problems: readonly Problem[] } => {
  const effective = new Map(context.roleMappings.map((mapping) => [mapping.roleIdentifier, mapping]));
  for (const override of overrides) if (context.roles.has(override.roleIdentifier)) effective.set(override.roleIdentifier, override);
  const mapped = [...effective.values()].filter(({ permissionSetArns }) => permissionSetArns.length > 0);
  const prefix = context.settings.identityCenter?.groupPrefix ?? '';
  const rendered = mapped
    .toSorted((a, b) => (a.roleIdentifier < b.roleIdentifier ? -1 : 1))
    .map(({ roleIdentifier, groupAlias, permissionSetArns }) => ({
      role: { roleIdentifier, permissionSetArns },
      name: renderGroupName(context.templates, values, groupAlias, prefix),
    }));
  const taken = new Map<string, string>();
  const problems = rendered.flatMap(({ role, name }): Problem[] => {
    const other = taken.get(name.value.toLowerCase());
    taken.set(name.value.toLowerCase(), role.roleIdentifier);
    const collision = other === undefined ? [] : [groupCollision(name.value, other, role.roleIdentifier)];
    return [...(name.problem ? [{ code: name.problem.code, message: name.problem.message }] : []), ...collision];
  });
  return { roles: rendered.map(({ role, name }) => ({ ...role, groupName: name.value })), problems };
};

const groupCollision = (group: string, one: string, other: string): Problem => ({
  code: 'GROUP_NAME_COLLISION',
  message: `The roles ${one} and ${other} would share the group ${group}: give one of them another group alias.`,
});

const usersOf = (
  grants: readonly { readonly subjectId: string }[],
  templates: ParsedTemplates,
  people: ReadonlyMap<string, PersonFacts>,
): readonly SnapshotUser[] =>
  [...new Set(grants.map(({ subjectId }) => subjectId))].toSorted().map((subjectId) => {
    const person = people.get(subjectId);
    const name = person?.euid === undefined ? undefined : renderUserName(templates, person.euid);
    return { subjectId, userName: name && !name.problem ? name.value : undefined, active: person?.active ?? false };
  });
