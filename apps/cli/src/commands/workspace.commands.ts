import type { CommandGroup, OptionDefinition } from '../command/definition.js';
import { text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, present, tags, word } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

const shown = 'workspaceIdentifier displayName status createdAt deletedAt tags { key value } contacts { kind subjectId }';
const select = `workspace { ${shown} }`;
const workspace = { '<workspace>': 'identifier of the workspace' };
const change = { success: 'WorkspaceSuccess', select, arguments: workspace };

const name: OptionDefinition = { flags: '--name <text>', description: 'what people read', required: true };
const tag: OptionDefinition = { flags: '--tag <key=value>', description: 'a tag; repeat for more', repeated: true };
const contact: OptionDefinition = {
  flags: '--contact <kind:user>',
  description: 'whom to ask: owner, technical, billing or security, and the subject id of a user; repeat for more',
  repeated: true,
};

const contacts = (pairs: readonly string[]): readonly object[] =>
  pairs.map((pair) => {
    const [kind = '', subjectId] = pair.split(':');
    if (!subjectId) throw new CliFailure(exitCodes.usage, `--contact ${pair}: write it as kind:subject-id.`);
    return { kind: word(kind), subjectId };
  });

export const workspaceCommands: CommandGroup = {
  name: 'workspace',
  description: 'Workspaces: teams or cost-owning units',
  commands: [
    listCommand({
      name: 'list',
      description: 'List workspaces',
      options: [
        { flags: '--search <text>', description: 'part of the identifier or name' },
        { flags: '--status <status>', description: 'only these', choices: ['active', 'deleted'] },
      ],
      query: 'workspaces',
      select: shown,
      variables: { search: 'String', status: 'WorkspaceStatus' },
      toVariables: (_, options) => filters(options, ['search'], ['status']),
      columns: [
        ['workspace', (row) => row.workspaceIdentifier],
        ['name', (row) => row.displayName],
        ['status', (row) => row.status],
        ['created', (row) => row.createdAt],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one workspace',
      arguments: workspace,
      query: 'workspace',
      select: shown,
      variables: { workspaceIdentifier: 'ID!' },
      toVariables: ([workspaceIdentifier]) => ({ workspaceIdentifier }),
      missing: 'There is no such workspace. `orgledger workspace list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'create',
      description: 'Create a workspace',
      options: [name, tag, contact],
      examples: ['workspace create payments --name "Payments" --tag costCenter=4711'],
      mutation: 'createWorkspace',
      input: 'CreateWorkspaceInput',
      toInput: ([workspaceIdentifier], options) => ({
        workspaceIdentifier,
        displayName: text(options, 'name'),
        tags: tags(options),
        contacts: contacts(texts(options, 'contact')),
      }),
      done: ([id]) => `Workspace ${id ?? ''} is created.`,
    }),
    mutationCommand({
      ...change,
      name: 'rename',
      description: 'Change the name that people read',
      options: [name],
      mutation: 'renameWorkspace',
      input: 'RenameWorkspaceInput',
      toInput: ([workspaceIdentifier], options) => ({ workspaceIdentifier, displayName: text(options, 'name') }),
      done: ([id]) => `Workspace ${id ?? ''} is renamed.`,
    }),
    mutationCommand({
      ...change,
      name: 'tag',
      description: 'Replace all tags',
      options: [tag],
      mutation: 'changeWorkspaceTags',
      input: 'ChangeWorkspaceTagsInput',
      toInput: ([workspaceIdentifier], options) => ({ workspaceIdentifier, tags: tags(options) }),
      done: ([id]) => `The tags of workspace ${id ?? ''} are replaced.`,
    }),
    mutationCommand({
      ...change,
      name: 'contacts',
      description: 'Replace all contacts',
      options: [contact],
      mutation: 'changeWorkspaceContacts',
      input: 'ChangeWorkspaceContactsInput',
      toInput: ([workspaceIdentifier], options) => ({ workspaceIdentifier, contacts: contacts(texts(options, 'contact')) }),
      done: ([id]) => `The contacts of workspace ${id ?? ''} are replaced.`,
    }),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Delete an empty workspace',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'deleteWorkspace',
      input: 'DeleteWorkspaceInput',
      toInput: ([workspaceIdentifier], options) => present({ workspaceIdentifier, reason: text(options, 'reason') }),
      done: ([id]) => `Workspace ${id ?? ''} is deleted.`,
    }),
  ],
};
