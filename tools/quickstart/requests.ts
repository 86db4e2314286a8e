import { commandIdOf } from '../lab/command-ids.js';
import type { GraphqlClient } from '../lab/graphql-client.js';
import type { IdentityCenter } from '../lab/identity-center.js';
import { bindings, landingZones, permissionSets, projects, tagDefinitions, tenants, users, workspaces } from './scenario.js';

const toTags = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Maps the project roles of each platform to permission sets and defines its landing zones. */
export const shapePlatforms = async (client: GraphqlClient, identityCenter: IdentityCenter): Promise<void> => {
  for (const platform of ['aws', 'lab'])
    for (const { role, name } of permissionSets)
      await client.mutate(
        'changeRoleMapping',
        'ChangeRoleMappingInput',
        {
          commandId: commandIdOf('mapping', platform, role),
          platformIdentifier: platform,
          roleIdentifier: role,
          groupAlias: role,
          permissionSetArns: [identityCenter.permissionSets[name]],
        },
        '... on RoleMappingSuccess { commandId }',
      );
  for (const { platform, identifier, displayName, ouPath } of landingZones)
    await client.mutate(
      'defineLandingZone',
      'LandingZoneContentInput',
      {
        commandId: commandIdOf('zone', platform, identifier),
        platformIdentifier: platform,
        landingZoneIdentifier: identifier,
        displayName,
        settings: { targetOu: { kind: 'PATH', path: ouPath }, hierarchical: false, tags: [] },
      },
      '... on LandingZoneSuccess { commandId }',
    );
};

/** Creates tag definitions, people, workspaces, projects and grants. */
export const foundTeams = async (client: GraphqlClient): Promise<void> => {
  for (const { targetKind, ...definition } of tagDefinitions)
    await client.mutate(
      'createTagDefinition',
      'TagDefinitionInput',
      {
        commandId: commandIdOf('tag', targetKind, definition.key),
        target: targetKind,
        kind: 'TEXT',
        immutable: false,
        restricted: false,
        ...definition,
      },
      '... on TagDefinitionSuccess { commandId }',
    );
  for (const { euid, name } of users)
    await client.mutate(
      'registerUser',
      'RegisterUserInput',
      { commandId: commandIdOf('user', euid), subjectId: commandIdOf('subject', euid), person: { name, euid, email: `${euid}@example.com` } },
      '... on UserSuccess { commandId }',
    );
  for (const { identifier, displayName, tags } of workspaces)
    await client.mutate(
      'createWorkspace',
      'CreateWorkspaceInput',
      { commandId: commandIdOf('workspace', identifier), workspaceIdentifier: identifier, displayName, tags: toTags(tags) },
      '... on WorkspaceSuccess { commandId }',
    );
  for (const { workspace, identifier, displayName, tags } of projects)
    await client.mutate(
      'createProject',
      'CreateProjectInput',
      {
        commandId: commandIdOf('project', workspace, identifier),
        workspaceIdentifier: workspace,
        projectIdentifier: identifier,
        displayName,
        tags: toTags(tags),
      },
      '... on ProjectSuccess { commandId }',
    );
  for (const { euid, role, workspace, ...scope } of bindings)
    await client.mutate(
      'grantRole',
      'GrantRoleInput',
      {
        commandId: commandIdOf('binding', euid, role, workspace, 'project' in scope ? scope.project : ''),
        subjectId: commandIdOf('subject', euid),
        roleIdentifier: role,
        workspaceIdentifier: workspace,
        ...('project' in scope ? { projectIdentifier: scope.project } : {}),
      },
      '... on RoleBindingSuccess { commandId }',
    );
};

/** Requests the twelve accounts; replication starts with the first. */
export const requestTenants = async (client: GraphqlClient): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const { workspace, project, platform, landingZone } of tenants) {
    const { tenantId } = await client.mutate<{ tenantId: string }>(
      'requestTenant',
      'RequestTenantInput',
      {
        commandId: commandIdOf('tenant', project, platform),
        workspaceIdentifier: workspace,
        projectIdentifier: project,
        platformIdentifier: platform,
        landingZoneIdentifier: landingZone,
      },
      '... on TenantSuccess { tenantId }',
    );
    ids.push(tenantId);
  }
  return ids;
};
