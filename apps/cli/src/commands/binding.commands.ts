import type { CommandGroup } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, present } from '../command/values.js';

const shown = 'bindingId subjectId roleIdentifier scope { kind workspaceIdentifier projectIdentifier } from until status';
const binding = { '<binding>': 'id of the role binding' };
const change = { success: 'RoleBindingSuccess', select: `bindingId roleBinding { ${shown} }` };

interface Scope {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string | null;
}
const scopeOf = (row: Readonly<Record<string, unknown>>): string => {
  const { workspaceIdentifier, projectIdentifier } = row.scope as Scope;
  return projectIdentifier === null ? workspaceIdentifier : `${workspaceIdentifier}/${projectIdentifier}`;
};

export const bindingCommands: CommandGroup = {
  name: 'binding',
  description: 'Role bindings: who holds which role where, and until when',
  commands: [
    listCommand({
      name: 'list',
      description: 'List role bindings',
      options: [
        { flags: '--user <id>', description: 'only of this user' },
        { flags: '--workspace <id>', description: 'only in this workspace' },
        { flags: '--project <id>', description: 'only in this project' },
        { flags: '--role <id>', description: 'only of this role' },
        { flags: '--status <status>', description: 'only these', choices: ['granted', 'expired', 'revoked'] },
      ],
      query: 'roleBindings',
      select: shown,
      variables: { subjectId: 'ID', workspaceIdentifier: 'ID', projectIdentifier: 'ID', roleIdentifier: 'ID', status: 'RoleBindingStatus' },
      toVariables: (_, options) => ({
        ...filters(options, [], ['status']),
        subjectId: text(options, 'user'),
        workspaceIdentifier: text(options, 'workspace'),
        projectIdentifier: text(options, 'project'),
        roleIdentifier: text(options, 'role'),
      }),
      columns: [
        ['binding', (row) => row.bindingId],
        ['user', (row) => row.subjectId],
        ['role', (row) => row.roleIdentifier],
        ['where', scopeOf],
        ['from', (row) => row.from],
        ['until', (row) => row.until],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one role binding',
      arguments: binding,
      query: 'roleBinding',
      select: shown,
      variables: { bindingId: 'ID!' },
      toVariables: ([bindingId]) => ({ bindingId }),
      missing: 'There is no such role binding. `orgledger binding list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'grant',
      description: 'Grant a project role to a user',
      arguments: { '<user>': 'subject id of the user', '<role>': 'identifier of the project role', '<workspace>': 'identifier of the workspace' },
      options: [
        { flags: '--project <id>', description: 'one project (default: all projects of the workspace)' },
        { flags: '--from <instant>', description: 'first instant, ISO 8601 with offset (default: now)' },
        { flags: '--until <instant>', description: 'first instant without the role (default: without end)' },
      ],
      examples: ['binding grant 0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f admin payments --project prod --until 2026-12-31T00:00:00Z'],
      mutation: 'grantRole',
      input: 'GrantRoleInput',
      toInput: ([subjectId, roleIdentifier, workspaceIdentifier], options) =>
        present({
          subjectId,
          roleIdentifier,
          workspaceIdentifier,
          projectIdentifier: text(options, 'project'),
          from: text(options, 'from'),
          until: text(options, 'until'),
        }),
      done: (_, success) => `Role binding ${String(success.bindingId)} is granted.`,
    }),
    mutationCommand({
      ...change,
      name: 'expire',
      description: 'Set the end of a role binding, or remove it',
      arguments: binding,
      options: [{ flags: '--until <instant>', description: 'first instant without the role (default: without end)' }],
      mutation: 'setRoleBindingExpiry',
      input: 'SetRoleBindingExpiryInput',
      toInput: ([bindingId], options) => present({ bindingId, until: text(options, 'until') }),
      done: ([id]) => `The end of role binding ${id ?? ''} is set.`,
    }),
    mutationCommand({
      ...change,
      name: 'revoke',
      description: 'End a role binding; the person keeps what others give',
      arguments: binding,
      mutation: 'revokeRoleBinding',
      input: 'RoleBindingKeyInput',
      toInput: ([bindingId]) => ({ bindingId }),
      done: ([id]) => `Role binding ${id ?? ''} is revoked.`,
    }),
  ],
};
