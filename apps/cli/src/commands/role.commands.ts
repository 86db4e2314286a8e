import type { CommandGroup, OptionDefinition } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { text, texts } from '../command/definition.js';

const role = { '<role>': 'identifier of the project role' };
const mapping = { '<platform>': 'identifier of the platform', ...role };
const name: OptionDefinition = { flags: '--name <text>', description: 'what people read', required: true };
const changeRole = { success: 'ProjectRoleSuccess', select: 'projectRole { roleIdentifier displayName }', arguments: role };
const changeMapping = {
  success: 'RoleMappingSuccess',
  select: 'roleMapping { platformIdentifier roleIdentifier groupAlias permissionSetArns }',
  arguments: mapping,
};
const mappingKey = ([platformIdentifier, roleIdentifier]: readonly string[]) => ({ platformIdentifier, roleIdentifier });

export const roleCommands: CommandGroup = {
  name: 'role',
  description: 'Project roles; their rights are in AWS only',
  commands: [
    listCommand({
      name: 'list',
      description: 'List project roles',
      plain: true,
      query: 'projectRoles',
      select: 'roleIdentifier displayName',
      columns: [
        ['role', (row) => row.roleIdentifier],
        ['name', (row) => row.displayName],
      ],
    }),
    mutationCommand({
      ...changeRole,
      name: 'define',
      description: 'Define a project role',
      options: [name],
      mutation: 'defineProjectRole',
      input: 'ProjectRoleInput',
      toInput: ([roleIdentifier], options) => ({ roleIdentifier, displayName: text(options, 'name') }),
      done: ([id]) => `Project role ${id ?? ''} is defined.`,
    }),
    mutationCommand({
      ...changeRole,
      name: 'rename',
      description: 'Change the name that people read',
      options: [name],
      mutation: 'renameProjectRole',
      input: 'ProjectRoleInput',
      toInput: ([roleIdentifier], options) => ({ roleIdentifier, displayName: text(options, 'name') }),
      done: ([id]) => `Project role ${id ?? ''} is renamed.`,
    }),
    mutationCommand({
      ...changeRole,
      name: 'remove',
      description: 'Remove a project role and the access of everybody who holds it',
      mutation: 'removeProjectRole',
      input: 'ProjectRoleKeyInput',
      toInput: ([roleIdentifier]) => ({ roleIdentifier }),
      done: ([id]) => `Project role ${id ?? ''} is removed.`,
    }),
  ],
};

export const roleMappingCommands: CommandGroup = {
  name: 'mapping',
  description: 'Role mappings: what a project role stands for on a platform',
  commands: [
    listCommand({
      name: 'list',
      description: 'List the role mappings of a platform',
      arguments: { '<platform>': 'identifier of the platform' },
      plain: true,
      query: 'roleMappings',
      select: 'platformIdentifier roleIdentifier groupAlias permissionSetArns',
      variables: { platformIdentifier: 'ID!' },
      toVariables: ([platformIdentifier]) => ({ platformIdentifier }),
      columns: [
        ['role', (row) => row.roleIdentifier],
        ['group alias', (row) => row.groupAlias],
        ['permission sets', (row) => (row.permissionSetArns as readonly string[]).join(' ')],
      ],
    }),
    mutationCommand({
      ...changeMapping,
      name: 'set',
      description: 'Map a project role on a platform, or replace its mapping',
      options: [
        { flags: '--group-alias <text>', description: '#{platformGroupAlias} of the group template', required: true },
        { flags: '--permission-set <arn>', description: 'ARN of a permission set; repeat for more', required: true, repeated: true },
      ],
      mutation: 'changeRoleMapping',
      input: 'ChangeRoleMappingInput',
      toInput: (args, options) => ({
        ...mappingKey(args),
        groupAlias: text(options, 'groupAlias'),
        permissionSetArns: texts(options, 'permissionSet'),
      }),
      done: ([platform, id]) => `Role ${id ?? ''} is mapped on ${platform ?? ''}.`,
    }),
    mutationCommand({
      ...changeMapping,
      name: 'remove',
      description: 'Unmap a project role; its groups and assignments disappear with the next replication',
      mutation: 'removeRoleMapping',
      input: 'RoleMappingKeyInput',
      toInput: mappingKey,
      done: ([platform, id]) => `Role ${id ?? ''} is no longer mapped on ${platform ?? ''}.`,
    }),
  ],
};
