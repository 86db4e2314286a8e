import type { CommandGroup, OptionDefinition } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, tags } from '../command/values.js';

const shown = 'workspaceIdentifier projectIdentifier displayName status createdAt paymentMethodIdentifier substituteIdentifier tags { key value }';
const project = { '<workspace>': 'identifier of the workspace', '<project>': 'identifier of the project' };
const change = { success: 'ProjectSuccess', select: `project { ${shown} }`, arguments: project };
const key = ([workspaceIdentifier, projectIdentifier]: readonly string[]) => ({ workspaceIdentifier, projectIdentifier });
const words = ([workspace, id]: readonly string[]): string => `Project ${id ?? ''} of ${workspace ?? ''}`;

const name: OptionDefinition = { flags: '--name <text>', description: 'what people read', required: true };
const tag: OptionDefinition = { flags: '--tag <key=value>', description: 'a tag; repeat for more', repeated: true };

export const projectCommands: CommandGroup = {
  name: 'project',
  description: 'Projects: environments of a workspace',
  commands: [
    listCommand({
      name: 'list',
      description: 'List projects',
      options: [
        { flags: '--workspace <id>', description: 'only of this workspace' },
        { flags: '--search <text>', description: 'part of the identifier or name' },
        { flags: '--status <status>', description: 'only these', choices: ['active', 'marked-for-deletion', 'deleted'] },
      ],
      query: 'projects',
      select: shown,
      variables: { workspaceIdentifier: 'ID', search: 'String', status: 'ProjectStatus' },
      toVariables: (_, options) => ({ ...filters(options, ['search'], ['status']), workspaceIdentifier: text(options, 'workspace') }),
      columns: [
        ['workspace', (row) => row.workspaceIdentifier],
        ['project', (row) => row.projectIdentifier],
        ['name', (row) => row.displayName],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one project',
      arguments: project,
      query: 'project',
      select: shown,
      variables: { workspaceIdentifier: 'ID!', projectIdentifier: 'ID!' },
      toVariables: key,
      missing: 'There is no such project. `orgledger project list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'create',
      description: 'Create a project in a workspace',
      options: [name, tag],
      examples: ['project create payments prod --name "Payments, production"'],
      mutation: 'createProject',
      input: 'CreateProjectInput',
      toInput: (args, options) => ({ ...key(args), displayName: text(options, 'name'), tags: tags(options) }),
      done: (args) => `${words(args)} is created.`,
    }),
    mutationCommand({
      ...change,
      name: 'rename',
      description: 'Change the name that people read',
      options: [name],
      mutation: 'renameProject',
      input: 'RenameProjectInput',
      toInput: (args, options) => ({ ...key(args), displayName: text(options, 'name') }),
      done: (args) => `${words(args)} is renamed.`,
    }),
    mutationCommand({
      ...change,
      name: 'tag',
      description: 'Replace all tags',
      options: [tag],
      mutation: 'changeProjectTags',
      input: 'ChangeProjectTagsInput',
      toInput: (args, options) => ({ ...key(args), tags: tags(options) }),
      done: (args) => `${words(args)}: the tags are replaced.`,
    }),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Mark a project for deletion; without tenants it is deleted at once',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'markProjectForDeletion',
      input: 'MarkProjectForDeletionInput',
      toInput: (args, options) => ({ ...key(args), reason: text(options, 'reason') }),
      done: (args) => `${words(args)} is marked for deletion.`,
    }),
  ],
};
