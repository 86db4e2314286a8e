import { commandIdOf } from '../../../tools/lab/command-ids.js';
import { prepareIdentityCenter } from '../../../tools/lab/identity-center.js';
import { labRoles } from '../../../tools/lab/lab.js';
import type { PlatformProcess } from '../../../tools/lab/platform-process.js';
import type { Admin } from '../../support/admin-clients.js';

const inFlight = 8;

export const each = async <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> => {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of queue) await work(item);
    }),
  );
};

const change = ({ client }: PlatformProcess, field: string, input: string, success: string, values: Readonly<Record<string, unknown>>) =>
  client.mutate(field, input, { commandId: commandIdOf(field, JSON.stringify(values)), ...values }, `... on ${success} { commandId }`);

const projectNames = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `app-${n + 1}`);

export const createProjects = (platform: PlatformProcess, workspaceIdentifier: string, count: number): Promise<void> =>
  each(projectNames(count), (projectIdentifier) =>
    change(platform, 'createProject', 'CreateProjectInput', 'ProjectSuccess', {
      workspaceIdentifier,
      projectIdentifier,
      displayName: projectIdentifier,
      tags: [{ key: 'environment', value: 'dev' }],
    }),
  );

/** Requests a tenant for each of the first `count` projects of a workspace, all at once. */
export const requestTenants = (platform: PlatformProcess, workspaceIdentifier: string, count: number): Promise<void> =>
  each(projectNames(count), (projectIdentifier) =>
    change(platform, 'requestTenant', 'RequestTenantInput', 'TenantSuccess', {
      workspaceIdentifier,
      projectIdentifier,
      platformIdentifier: 'aws',
      landingZoneIdentifier: 'standard',
    }),
  );

/** A workspace with people of its own, one or two in each of the lab's roles. */
export const addWorkspace = async (platform: PlatformProcess, admin: Admin, workspaceIdentifier: string): Promise<void> => {
  await change(platform, 'createWorkspace', 'CreateWorkspaceInput', 'WorkspaceSuccess', { workspaceIdentifier, displayName: workspaceIdentifier });
  const people = Array.from({ length: 5 }, (_, n) => `${workspaceIdentifier}-${n + 1}`);
  await prepareIdentityCenter(admin, {
    permissionSets: [],
    users: people.map((person) => ({ userName: person, name: `${person} Example`, email: `${person}@example.com` })),
  });
  for (const [n, person] of people.entries()) {
    const subjectId = commandIdOf('subject', person);
    await change(platform, 'registerUser', 'RegisterUserInput', 'UserSuccess', {
      subjectId,
      person: { name: person, euid: person, email: `${person}@example.com` },
    });
    const roleIdentifier = labRoles[n % labRoles.length];
    await change(platform, 'grantRole', 'GrantRoleInput', 'RoleBindingSuccess', { subjectId, roleIdentifier, workspaceIdentifier });
  }
};

export const mapRole = (platform: PlatformProcess, role: string, permissionSetArns: readonly string[]) =>
  change(platform, 'changeRoleMapping', 'ChangeRoleMappingInput', 'RoleMappingSuccess', {
    platformIdentifier: 'aws',
    roleIdentifier: role,
    groupAlias: role,
    permissionSetArns,
  });

/** Waits until so many tenants are active; wall-clock patience in ms. */
export const untilActive = async ({ client, log }: PlatformProcess, count: number, patienceMs: number): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; ;) {
    const { tenants } = await client.query<{ tenants: { totalCount: number } }>('{ tenants(first: 1, status: ACTIVE) { totalCount } }');
    if (tenants.totalCount >= count) return;
    if (Date.now() > deadline) throw new Error(`${tenants.totalCount} of ${count} tenants are active after ${patienceMs} ms\n${log().slice(-3000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
