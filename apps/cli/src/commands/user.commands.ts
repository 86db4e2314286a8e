import type { CommandGroup, OptionDefinition } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, present } from '../command/values.js';

const shown = 'subjectId status person { email name euid }';
const user = { '<user>': 'subject id of the user' };
const change = { success: 'UserSuccess', select: `subjectId user { ${shown} }` };
const key = ([subjectId]: readonly string[]) => ({ subjectId });

const person: readonly OptionDefinition[] = [
  { flags: '--email <address>', description: 'e-mail address', required: true },
  { flags: '--name <text>', description: 'full name', required: true },
  { flags: '--euid <text>', description: 'what the userName in Identity Center is made from' },
];
const toPerson = (options: Parameters<typeof text>[0]) =>
  present({ email: text(options, 'email'), name: text(options, 'name'), euid: text(options, 'euid') });

interface PersonRow {
  readonly email: string;
  readonly name: string;
  readonly euid: string | null;
}
const personOf = (row: Readonly<Record<string, unknown>>): PersonRow | null => row.person as PersonRow | null;

export const userCommands: CommandGroup = {
  name: 'user',
  description: 'Users, as the identity provider knows them',
  commands: [
    listCommand({
      name: 'list',
      description: 'List users',
      options: [{ flags: '--status <status>', description: 'only these', choices: ['active', 'disabled', 'deleted'] }],
      query: 'users',
      select: shown,
      variables: { status: 'UserStatus' },
      toVariables: (_, options) => filters(options, [], ['status']),
      columns: [
        ['user', (row) => row.subjectId],
        ['name', (row) => personOf(row)?.name],
        ['e-mail', (row) => personOf(row)?.email],
        ['euid', (row) => personOf(row)?.euid],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one user',
      arguments: user,
      query: 'user',
      select: shown,
      variables: { subjectId: 'ID!' },
      toVariables: key,
      missing: 'There is no such user. `orgledger user list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'register',
      description: 'Register a user',
      options: [...person, { flags: '--subject <uuid>', description: 'the identity provider’s subject (default: a new one)' }],
      examples: ['user register --email ada@example.com --name "Ada Lovelace" --euid ada@example.com'],
      mutation: 'registerUser',
      input: 'RegisterUserInput',
      toInput: (_, options) => present({ subjectId: text(options, 'subject'), person: toPerson(options) }),
      done: (_, success) => `User ${String(success.subjectId)} is registered.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace the personal data of a user',
      arguments: user,
      options: person,
      mutation: 'changeUser',
      input: 'ChangeUserInput',
      toInput: (args, options) => ({ ...key(args), person: toPerson(options) }),
      done: ([id]) => `User ${id ?? ''} is changed.`,
    }),
    ...[
      { name: 'disable', mutation: 'disableUser', description: 'End the access of a user; role bindings stay', done: 'is disabled' },
      { name: 'enable', mutation: 'enableUser', description: 'Give a disabled user access again', done: 'is enabled' },
      { name: 'delete', mutation: 'deleteUser', description: 'Forget a person for good', done: 'is forgotten' },
    ].map(({ done, ...definition }) =>
      mutationCommand({
        ...change,
        ...definition,
        arguments: user,
        input: 'UserKeyInput',
        toInput: key,
        done: ([id]) => `User ${id ?? ''} ${done}.`,
      }),
    ),
  ],
};
