import type { CommandGroup, OptionDefinition, Options, Session } from '../command/definition.js';
import { text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, jsonFile, present, word } from '../command/values.js';
import { defaultSettings, settingsOptions } from '../platform-settings.js';
import { followVerification, verificationFields } from '../verification.js';

const roleRef = '{ name path }';
export const settingsFields = `partition region managementAccountId platformAccountId automationAccountId principalArn
  serviceRole ${roleRef} automationRole ${roleRef} accessRole ${roleRef} externalId previousExternalId
  templates { accountName accountEmail accountAlias group userName } enforceAlias
  identityCenter { instanceArn identityStoreId region signInUrl groupPrefix }
  tagPrefix breakGlassRoleArns downgrade policyProfile doctor drift limits { workspaceIdentifier projectIdentifier } sweepRotation`;
const shown = `platformIdentifier displayName status connection availability { kind workspaceIdentifiers } createdAt
  settings { ${settingsFields} } verification { ${verificationFields} }`;

const platform = { '<platform>': 'identifier of the platform' };
const change = { success: 'PlatformSuccess', select: 'platform { platformIdentifier displayName status connection }', arguments: platform };
const key = ([platformIdentifier]: readonly string[]) => ({ platformIdentifier });

const name: OptionDefinition = { flags: '--name <text>', description: 'what people read', required: true };
const settings: OptionDefinition = {
  flags: '--settings <file>',
  description: 'JSON file with the settings, as `platform settings` prints it; - reads standard input',
  required: true,
};
const availability: readonly OptionDefinition[] = [
  { flags: '--availability <kind>', description: 'who may request tenants', choices: ['public', 'private', 'restricted'] },
  { flags: '--workspace <id>', description: 'for restricted: a workspace that may; repeat for more', repeated: true },
];
const availabilityOf = (options: Options) => {
  const kind = word(text(options, 'availability'));
  return kind === undefined ? undefined : present({ kind, workspaceIdentifiers: kind === 'RESTRICTED' ? texts(options, 'workspace') : undefined });
};
const settingsOf = (options: Options) => jsonFile(text(options, 'settings') ?? '-');

const simple = (definition: {
  readonly name: string;
  readonly mutation: string;
  readonly description: string;
  readonly done: string;
  readonly input?: string;
  readonly options?: readonly OptionDefinition[];
}) =>
  mutationCommand({
    ...change,
    ...definition,
    input: definition.input ?? 'PlatformKeyInput',
    toInput: (args, options) => present({ ...key(args), reason: text(options, 'reason') }),
    done: ([id]) => `Platform ${id ?? ''} ${definition.done}.`,
  });

export const platformCommands: CommandGroup = {
  name: 'platform',
  description: 'Platforms: AWS Organizations and how they are reached',
  commands: [
    listCommand({
      name: 'list',
      description: 'List platforms',
      options: [{ flags: '--status <status>', description: 'only these', choices: ['registered', 'published', 'deprecated', 'removed'] }],
      query: 'platforms',
      select: 'platformIdentifier displayName status connection settings { managementAccountId }',
      variables: { status: 'PlatformStatus' },
      toVariables: (_, options) => filters(options, [], ['status']),
      columns: [
        ['platform', (row) => row.platformIdentifier],
        ['name', (row) => row.displayName],
        ['status', (row) => row.status],
        ['connection', (row) => row.connection],
        ['management account', (row) => (row.settings as { readonly managementAccountId: string }).managementAccountId],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one platform with its settings and newest verification',
      arguments: platform,
      query: 'platform',
      select: shown,
      variables: { platformIdentifier: 'ID!' },
      toVariables: key,
      missing: 'There is no such platform. `orgledger platform list` shows those that are there.',
    }),
    {
      name: 'settings',
      description: 'Print a complete settings file to start from; works without the API',
      options: settingsOptions,
      examples: [
        'platform settings --management-account 111122223333 --platform-account 222233334444 \\\n      --principal arn:aws:iam::222233334444:user/orgledger > platform.json',
      ],
      run: ({ output }, _, options) => {
        const value = defaultSettings(options);
        output.result(value, () => JSON.stringify(value, null, 2));
        return Promise.resolve();
      },
    },
    mutationCommand({
      ...change,
      name: 'register',
      description: 'Register an AWS Organization; its ExternalId is made here',
      options: [name, settings, ...availability],
      examples: ['platform register aws-main --name "AWS" --settings platform.json'],
      mutation: 'registerPlatform',
      input: 'RegisterPlatformInput',
      select: 'platform { platformIdentifier displayName status connection settings { externalId } }',
      toInput: (args, options) =>
        present({ ...key(args), displayName: text(options, 'name'), settings: settingsOf(options), availability: availabilityOf(options) }),
      done: ([id]) =>
        `Platform ${id ?? ''} is registered. Next: orgledger aws policies --platform ${id ?? ''}, apply them, then orgledger platform verify ${id ?? ''}.`,
    }),
    mutationCommand({
      ...change,
      name: 'rename',
      description: 'Change the name that people read',
      options: [name],
      mutation: 'renamePlatform',
      input: 'RenamePlatformInput',
      toInput: (args, options) => ({ ...key(args), displayName: text(options, 'name') }),
      done: ([id]) => `Platform ${id ?? ''} is renamed.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace the settings; a changed connection needs a new verification',
      options: [settings],
      mutation: 'changePlatformConnection',
      input: 'ChangePlatformConnectionInput',
      toInput: (args, options) => ({ ...key(args), settings: settingsOf(options) }),
      done: ([id]) => `The settings of platform ${id ?? ''} are replaced.`,
    }),
    mutationCommand({
      ...change,
      name: 'availability',
      description: 'Say who may request tenants',
      options: availability.map((option) => ({ ...option, required: option.repeated !== true })),
      mutation: 'changePlatformAvailability',
      input: 'ChangePlatformAvailabilityInput',
      toInput: (args, options) => ({ ...key(args), availability: availabilityOf(options) }),
      done: ([id]) => `The availability of platform ${id ?? ''} is changed.`,
    }),
    mutationCommand({
      ...change,
      name: 'verify',
      description: 'Prove the connection: every role, every trust policy; shows the checks as they are made',
      select: `platform { verification { ${verificationFields} } }`,
      mutation: 'verifyPlatform',
      input: 'PlatformKeyInput',
      toInput: key,
      done: ([id]) => `Verifying platform ${id ?? ''} …`,
      then: (session: Session, success, _, [id]) => followVerification(session, id ?? '', String(success.commandId)),
    }),
    simple({ name: 'publish', mutation: 'publishPlatform', description: 'Open a verified platform for tenants', done: 'is published' }),
    simple({
      name: 'deprecate',
      mutation: 'deprecatePlatform',
      description: 'No new tenants; those that are there are still replicated',
      input: 'DeprecatePlatformInput',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good' }],
      done: 'is deprecated',
    }),
    simple({ name: 'reactivate', mutation: 'reactivatePlatform', description: 'Open a deprecated platform again', done: 'is open again' }),
    simple({
      name: 'remove',
      mutation: 'removePlatform',
      description: 'Forget a platform; nothing in AWS is touched',
      input: 'RemovePlatformInput',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      done: 'is removed',
    }),
    mutationCommand({
      ...change,
      name: 'rotate-external-id',
      description: 'Make a new ExternalId; the old one is accepted until the rotation is completed',
      select: 'platform { platformIdentifier settings { externalId previousExternalId } }',
      mutation: 'rotateExternalId',
      input: 'PlatformKeyInput',
      toInput: key,
      done: ([id]) =>
        `Platform ${id ?? ''} has a new ExternalId. Apply orgledger aws policies --platform ${id ?? ''}, verify, then complete the rotation.`,
    }),
    simple({
      name: 'complete-rotation',
      mutation: 'completeExternalIdRotation',
      description: 'Drop the previous ExternalId, once every trust policy names the new one',
      done: 'accepts the new ExternalId only',
    }),
  ],
};
