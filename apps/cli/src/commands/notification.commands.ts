import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { present, textFile, word } from '../command/values.js';

const shownTarget = 'targetId displayName kind url subjectId status addedAt';
const shown = 'notificationId targetId topic subject text status attempts requestedAt dueAt deliveredAt problem { code message remedy }';
const target = { '<target>': 'its id' };
const change = { success: 'NotificationTargetSuccess', select: `target { ${shownTarget} }` };
const name: OptionDefinition = { flags: '--name <text>', description: 'what people read', required: true };
// Never on the command line: it would be in the shell's history and in everybody's list of processes.
const secret: OptionDefinition = {
  flags: '--secret-file <path>',
  description: 'file with 16–200 characters that sign what is sent; - reads standard input',
  required: true,
};

const secretOf = (options: Options): string => textFile(text(options, 'secretFile') ?? '-').replace(/\r?\n$/, '');

export const notificationCommands: CommandGroup = {
  name: 'notification',
  description: 'Notifications: whom to tell of budgets and spikes, and what became of it',
  commands: [
    listCommand({
      name: 'targets',
      description: 'List targets',
      options: [{ flags: '--status <status>', description: 'only these', choices: ['active', 'removed'] }],
      query: 'notificationTargets',
      select: shownTarget,
      variables: { status: 'NotificationTargetStatus' },
      toVariables: (_, options) => present({ status: word(text(options, 'status')) }),
      columns: [
        ['target', (row) => row.targetId],
        ['name', (row) => row.displayName],
        ['kind', (row) => row.kind],
        ['leads to', (row) => row.url ?? row.subjectId],
        ['status', (row) => row.status],
      ],
    }),
    mutationCommand({
      ...change,
      name: 'add-webhook',
      description: 'Add a webhook: messages are posted to it as JSON, signed',
      options: [name, { flags: '--url <url>', description: 'a public https:// address without passwords', required: true }, secret],
      examples: ['notification add-webhook --name Finance --url https://hooks.example.com/costs --secret-file secret.txt'],
      mutation: 'addNotificationTarget',
      input: 'AddNotificationTargetInput',
      toInput: (_, options) => ({
        displayName: text(options, 'name'),
        channel: { kind: 'WEBHOOK', url: text(options, 'url') },
        secret: secretOf(options),
      }),
      done: () => 'The webhook is added.',
    }),
    mutationCommand({
      ...change,
      name: 'add-mail',
      description: 'Add a person who gets mails',
      options: [name, { flags: '--user <subject>', description: 'subject id of a registered user', required: true }],
      mutation: 'addNotificationTarget',
      input: 'AddNotificationTargetInput',
      toInput: (_, options) => ({ displayName: text(options, 'name'), channel: { kind: 'EMAIL', subjectId: text(options, 'user') } }),
      done: () => 'The person is added.',
    }),
    mutationCommand({
      ...change,
      name: 'change-target',
      description: 'Give a target another name, address or person',
      arguments: target,
      options: [name, { flags: '--url <url>', description: 'of a webhook' }, { flags: '--user <subject>', description: 'of a mail' }],
      mutation: 'changeNotificationTarget',
      input: 'ChangeNotificationTargetInput',
      toInput: ([targetId], options) => {
        const [url, subjectId] = [text(options, 'url'), text(options, 'user')];
        return {
          targetId,
          displayName: text(options, 'name'),
          channel: present({ kind: subjectId === undefined ? 'WEBHOOK' : 'EMAIL', url, subjectId }),
        };
      },
      done: () => 'The target is changed.',
    }),
    mutationCommand({
      ...change,
      name: 'replace-secret',
      description: 'Sign what is sent to a webhook with another secret from now on',
      arguments: target,
      options: [secret],
      mutation: 'replaceNotificationTargetSecret',
      input: 'ReplaceNotificationTargetSecretInput',
      toInput: ([targetId], options) => ({ targetId, secret: secretOf(options) }),
      done: () => 'The secret is replaced.',
    }),
    mutationCommand({
      ...change,
      name: 'remove-target',
      description: 'Remove a target; what waits for it is not sent',
      arguments: target,
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'removeNotificationTarget',
      input: 'RemoveNotificationTargetInput',
      toInput: ([targetId], options) => ({ targetId, reason: text(options, 'reason') }),
      done: () => 'The target is removed.',
    }),
    listCommand({
      name: 'list',
      description: 'List notifications, newest first',
      options: [
        { flags: '--status <status>', description: 'only these', choices: ['waiting', 'sending', 'delivered', 'dead-letter'] },
        { flags: '--target <id>', description: 'only to this target' },
      ],
      query: 'notifications',
      select: shown,
      variables: { status: 'NotificationStatus', targetId: 'ID' },
      toVariables: (_, options) => present({ status: word(text(options, 'status')), targetId: text(options, 'target') }),
      columns: [
        ['notification', (row) => row.notificationId],
        ['asked for', (row) => row.requestedAt],
        ['status', (row) => row.status],
        ['tries', (row) => row.attempts, 'right'],
        ['subject', (row) => row.subject],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one notification and why it failed, if it did',
      arguments: { '<notification>': 'its id' },
      query: 'notification',
      select: shown,
      variables: { notificationId: 'ID!' },
      toVariables: ([notificationId]) => ({ notificationId }),
      missing: 'There is no such notification. `orgledger notification list` shows those that are there.',
    }),
    mutationCommand({
      name: 'retry',
      description: 'Send a notification again that was not delivered',
      arguments: { '<notification>': 'its id' },
      success: 'NotificationSuccess',
      select: `notification { ${shown} }`,
      mutation: 'retryNotification',
      input: 'RetryNotificationInput',
      toInput: ([notificationId]) => ({ notificationId }),
      done: () => 'It will be sent again.',
    }),
  ],
};
