import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { present, tags } from '../command/values.js';

const shown = 'workspaceIdentifier paymentMethodIdentifier displayName amount currency expiresOn status tags { key value }';
const of = { '<workspace>': 'identifier of the workspace', '<method>': 'identifier of the payment method' };
const change = { success: 'PaymentMethodSuccess', select: `paymentMethod { ${shown} }`, arguments: of };
const key = ([workspaceIdentifier, paymentMethodIdentifier]: readonly string[]) => ({ workspaceIdentifier, paymentMethodIdentifier });
const words = ([workspace, method]: readonly string[]): string => `Payment method ${method ?? ''} of ${workspace ?? ''}`;

const content: readonly OptionDefinition[] = [
  { flags: '--name <text>', description: 'what people read', required: true },
  { flags: '--amount <amount>', description: 'what it is good for in all, e.g. 120000.00' },
  { flags: '--currency <code>', description: 'of the amount, e.g. EUR' },
  { flags: '--expires <day>', description: 'last day on which it pays, e.g. 2026-12-31 (default: it does not expire)' },
  { flags: '--tag <key=value>', description: 'a tag; repeat for more', repeated: true },
];

const toInput = (args: readonly string[], options: Options) =>
  present({
    ...key(args),
    displayName: text(options, 'name'),
    amount: text(options, 'amount'),
    currency: text(options, 'currency'),
    expiresOn: text(options, 'expires'),
    tags: tags(options),
  });

export const paymentMethodCommands: CommandGroup = {
  name: 'payment-method',
  description: 'Payment methods of workspaces, and which project pays by which',
  commands: [
    listCommand({
      name: 'list',
      description: 'List payment methods',
      options: [
        { flags: '--workspace <id>', description: 'only of this workspace' },
        { flags: '--search <text>', description: 'part of the identifier or name' },
      ],
      query: 'paymentMethods',
      select: shown,
      variables: { workspaceIdentifier: 'ID', search: 'String' },
      toVariables: (_, options) => present({ workspaceIdentifier: text(options, 'workspace'), search: text(options, 'search') }),
      columns: [
        ['workspace', (row) => row.workspaceIdentifier],
        ['method', (row) => row.paymentMethodIdentifier],
        ['name', (row) => row.displayName],
        ['amount', (row) => row.amount],
        ['currency', (row) => row.currency],
        ['expires', (row) => row.expiresOn],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one payment method',
      arguments: of,
      query: 'paymentMethod',
      select: shown,
      variables: { workspaceIdentifier: 'ID!', paymentMethodIdentifier: 'ID!' },
      toVariables: key,
      missing: 'There is no such payment method. `orgledger payment-method list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'create',
      description: 'Create a payment method in a workspace',
      options: content,
      examples: ['payment-method create payments po-2026 --name "Purchase order 2026" --amount 120000.00 --currency EUR --expires 2026-12-31'],
      mutation: 'createPaymentMethod',
      input: 'CreatePaymentMethodInput',
      toInput,
      done: (args) => `${words(args)} is created.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace all of it but its identifier; one that has expired pays again with a later day',
      options: content,
      mutation: 'changePaymentMethod',
      input: 'ChangePaymentMethodInput',
      toInput,
      done: (args) => `${words(args)} is changed.`,
    }),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Delete a payment method that no project uses',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'deletePaymentMethod',
      input: 'DeletePaymentMethodInput',
      toInput: (args, options) => ({ ...key(args), reason: text(options, 'reason') }),
      done: (args) => `${words(args)} is deleted.`,
    }),
    mutationCommand({
      name: 'assign',
      description: 'Say what a project pays by; closed months without a payment method get it',
      arguments: { '<workspace>': 'identifier of the workspace', '<project>': 'identifier of the project' },
      options: [
        { flags: '--method <id>', description: 'the payment method (default: none)' },
        { flags: '--substitute <id>', description: 'takes over when that expires' },
      ],
      examples: ['payment-method assign payments prod --method po-2026 --substitute po-2027'],
      mutation: 'assignPaymentMethod',
      input: 'AssignPaymentMethodInput',
      success: 'ProjectSuccess',
      select: 'project { workspaceIdentifier projectIdentifier paymentMethodIdentifier substituteIdentifier }',
      toInput: ([workspaceIdentifier, projectIdentifier], options) =>
        present({
          workspaceIdentifier,
          projectIdentifier,
          paymentMethodIdentifier: text(options, 'method'),
          substituteIdentifier: text(options, 'substitute'),
        }),
      done: ([workspace, project]) => `Project ${project ?? ''} of ${workspace ?? ''}: its payment method is set.`,
    }),
  ],
};
