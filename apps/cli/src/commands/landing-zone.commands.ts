import type { CommandGroup, OptionDefinition, Options } from '../command/definition.js';
import { flag, text, texts } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, present, tags } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

const shown = `platformIdentifier landingZoneIdentifier displayName status
  settings { targetOu { kind ouId path parent } hierarchical tags { key value } infoLink restrictedToWorkspaces }
  roleMappings { roleIdentifier groupAlias permissionSetArns }`;
const landingZone = { '<platform>': 'identifier of the platform', '<landing-zone>': 'identifier of the landing zone' };
const change = { success: 'LandingZoneSuccess', select: `landingZone { ${shown} }`, arguments: landingZone };
const key = ([platformIdentifier, landingZoneIdentifier]: readonly string[]) => ({ platformIdentifier, landingZoneIdentifier });
const words = ([platform, id]: readonly string[]): string => `Landing zone ${id ?? ''} of ${platform ?? ''}`;

const content: readonly OptionDefinition[] = [
  { flags: '--name <text>', description: 'what people read', required: true },
  {
    flags: '--ou <target>',
    description:
      'where accounts live: root, an OU id (ou-…), a path below the root (/Workloads/Prod), or per-workspace[:/path] for one OU per workspace',
    default: 'root',
  },
  { flags: '--hierarchical', description: 'an account anywhere under the target counts as placed' },
  { flags: '--tag <key=value>', description: 'a tag; repeat for more', repeated: true },
  { flags: '--info-link <url>', description: 'where people read about it' },
  { flags: '--restricted-to <workspace>', description: 'only this workspace may use it; repeat for more', repeated: true },
  {
    flags: '--role-mapping <role=alias:arn,…>',
    description: 'a role’s own mapping here, in place of the platform’s; role=alias: alone does not replicate the role; repeat for more',
    repeated: true,
  },
];

const units = (path: string): readonly string[] => path.split('/').filter((name) => name !== '');

const targetOu = (target: string): Readonly<Record<string, unknown>> => {
  if (target === 'root') return { kind: 'ROOT' };
  if (/^(ou|r)-/.test(target)) return { kind: 'ID', ouId: target };
  if (target.startsWith('per-workspace')) return { kind: 'PER_WORKSPACE', parent: units(target.slice('per-workspace'.length).replace(/^:/, '')) };
  if (target.startsWith('/')) return { kind: 'PATH', path: units(target) };
  throw new CliFailure(exitCodes.usage, `--ou ${target}: write root, an OU id, a path that starts with /, or per-workspace[:/path].`);
};

const roleMappings = (pairs: readonly string[]): readonly object[] =>
  pairs.map((pair) => {
    const [, roleIdentifier, groupAlias, arns = ''] = /^([^=]+)=([^:]+):(.*)$/.exec(pair) ?? [];
    if (roleIdentifier === undefined) throw new CliFailure(exitCodes.usage, `--role-mapping ${pair}: write it as role=alias:arn,arn.`);
    return { roleIdentifier, groupAlias, permissionSetArns: arns.split(',').filter((arn) => arn !== '') };
  });

const toInput = (args: readonly string[], options: Options) => ({
  ...key(args),
  displayName: text(options, 'name'),
  settings: present({
    targetOu: targetOu(text(options, 'ou') ?? 'root'),
    hierarchical: flag(options, 'hierarchical'),
    tags: tags(options),
    infoLink: text(options, 'infoLink'),
    restrictedToWorkspaces: texts(options, 'restrictedTo').length > 0 ? texts(options, 'restrictedTo') : undefined,
  }),
  roleMappings: roleMappings(texts(options, 'roleMapping')),
});

export const landingZoneCommands: CommandGroup = {
  name: 'landing-zone',
  description: 'Landing zones: templates of tenants on a platform',
  commands: [
    listCommand({
      name: 'list',
      description: 'List landing zones',
      options: [
        { flags: '--platform <id>', description: 'only of this platform' },
        { flags: '--status <status>', description: 'only these', choices: ['active', 'disabled', 'deleted'] },
      ],
      query: 'landingZones',
      select: shown,
      variables: { platformIdentifier: 'ID', status: 'LandingZoneStatus' },
      toVariables: (_, options) => ({ ...filters(options, [], ['status']), platformIdentifier: text(options, 'platform') }),
      columns: [
        ['platform', (row) => row.platformIdentifier],
        ['landing zone', (row) => row.landingZoneIdentifier],
        ['name', (row) => row.displayName],
        ['status', (row) => row.status],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one landing zone',
      arguments: landingZone,
      query: 'landingZone',
      select: shown,
      variables: { platformIdentifier: 'ID!', landingZoneIdentifier: 'ID!' },
      toVariables: key,
      missing: 'There is no such landing zone. `orgledger landing-zone list` shows those that are there.',
    }),
    mutationCommand({
      ...change,
      name: 'define',
      description: 'Define a landing zone',
      options: content,
      examples: ['landing-zone define aws-main production --name Production --ou /Workloads/Production'],
      mutation: 'defineLandingZone',
      input: 'LandingZoneContentInput',
      toInput,
      done: (args) => `${words(args)} is defined.`,
    }),
    mutationCommand({
      ...change,
      name: 'change',
      description: 'Replace everything but the identifier; its tenants are replicated again',
      options: content,
      mutation: 'changeLandingZone',
      input: 'LandingZoneContentInput',
      toInput,
      done: (args) => `${words(args)} is changed.`,
    }),
    ...[
      {
        name: 'disable',
        mutation: 'disableLandingZone',
        description: 'No new tenants; those that are there are still replicated',
        done: 'is disabled',
      },
      { name: 'enable', mutation: 'enableLandingZone', description: 'Open a disabled landing zone again', done: 'is enabled' },
    ].map(({ done, ...definition }) =>
      mutationCommand({ ...change, ...definition, input: 'LandingZoneKeyInput', toInput: key, done: (args) => `${words(args)} ${done}.` }),
    ),
    mutationCommand({
      ...change,
      name: 'delete',
      description: 'Delete a disabled landing zone without tenants',
      options: [{ flags: '--reason <text>', description: 'why; recorded for good', required: true }],
      mutation: 'deleteLandingZone',
      input: 'DeleteLandingZoneInput',
      toInput: (args, options) => ({ ...key(args), reason: text(options, 'reason') }),
      done: (args) => `${words(args)} is deleted.`,
    }),
  ],
};
