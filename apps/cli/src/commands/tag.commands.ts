import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { flag, text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand } from '../command/query-commands.js';
import { present, word } from '../command/values.js';

const shown = 'target key displayName kind regex options mandatory restricted immutable replicated replicationKey default';
const targets = ['workspace', 'project', 'payment-method', 'landing-zone'];
const definition = { '<target>': `kind of object: ${targets.join(', ')}`, '<key>': 'key of the tag' };
const change = { success: 'TagDefinitionSuccess', select: `tagDefinition { ${shown} }`, arguments: definition };
const key = ([target, name]: readonly string[]) => ({ target: word(target), key: name });

const content: readonly OptionDefinition[] = [
  { flags: '--name <text>', description: 'what people read', required: true },
  {
    flags: '--kind <kind>',
    description: 'what values it takes',
    choices: ['text', 'email', 'number', 'date', 'boolean', 'single-select', 'multi-select'],
    default: 'text',
  },
  { flags: '--regex <pattern>', description: 'for text: must match the whole value' },
  { flags: '--option <value>', description: 'a value of a select tag; repeat for more', repeated: true },
  { flags: '--mandatory', description: 'every object must have it' },
  { flags: '--restricted', description: 'only operators may set or change it' },
  { flags: '--immutable', description: 'once set, the value stays' },
  { flags: '--replicated', description: 'appears as a tag of the AWS account' },
  { flags: '--replication-key <key>', description: 'key on the account, without the platform’s prefix' },
  { flags: '--default <value>', description: 'value of objects that are made without one' },
];

const toInput = (args: readonly string[], options: Options) =>
  present({
    ...key(args),
    displayName: text(options, 'name'),
    kind: word(text(options, 'kind')),
    regex: text(options, 'regex'),
    options: texts(options, 'option').length > 0 ? texts(options, 'option') : undefined,
    mandatory: flag(options, 'mandatory'),
    restricted: flag(options, 'restricted'),
    immutable: flag(options, 'immutable'),
    replicated: flag(options, 'replicated'),
    replicationKey: text(options, 'replicationKey'),
    default: text(options, 'default'),
  });

export const tagCommands: CommandGroup = {
  name: 'tag',
  description: 'Tag definitions: which tags objects carry and what values they take',
  commands: [
    listCommand({
      name: 'list',
      description: 'List tag definitions',
      options: [{ flags: '--target <kind>', description: 'only of this kind of object', choices: targets }],
      plain: true,
      query: 'tagDefinitions',
      select: shown,
      variables: { target: 'TagTarget' },
      toVariables: (_, options) => present({ target: word(text(options, 'target')) }),
      columns: [
        ['target', (row) => row.target],
        ['key', (row) => row.key],
        ['name', (row) => row.displayName],
        ['kind', (row) => row.kind],
        ['mandatory', (row) => row.mandatory],
        ['replicated', (row) => row.replicated],
      ],
    }),
    mutationCommand({
      ...change,
      name: 'create',
      description: 'Define a tag',
      options: content,
      examples: ['tag create workspace costCenter --name "Cost center" --regex "[0-9]{4}" --mandatory --replicated'],
      mutation: 'createTagDefinition',
      input: 'TagDefinitionInput',
      toInput,
      done: ([target, name]) => `Tag ${name ?? ''} of ${target ?? ''} is defined.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace the definition of a tag',
      options: content,
      mutation: 'changeTagDefinition',
      input: 'TagDefinitionInput',
      toInput,
      done: ([target, name]) => `Tag ${name ?? ''} of ${target ?? ''} is changed.`,
    }),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Delete the definition of a tag',
      mutation: 'deleteTagDefinition',
      input: 'TagDefinitionKeyInput',
      toInput: key,
      done: ([target, name]) => `Tag ${name ?? ''} of ${target ?? ''} is deleted.`,
    }),
  ],
};
