import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Aws from '@orgledger/aws';
import type { MeteringPrincipals, PolicyFeatures, PolicyNarrowing, PolicyOptions, PolicyPlatform, PrintedPolicies } from '@orgledger/aws';
import { DomainError } from '@orgledger/kernel';
import type { CommandGroup, OptionDefinition, Options, Session } from '../command/definition.js';
import { text, texts } from '../command/definition.js';
import { jsonFile } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { defaultSettings, settingsOptions } from '../platform-settings.js';
import { settingsFields } from './platform.commands.js';

/** Stands where the ExternalId of a registered platform will be, when policies are printed before there is one. */
const externalIdToCome = 'REPLACE-WITH-THE-EXTERNAL-ID-OF-THE-PLATFORM';
const meteringExternalIdToCome = 'REPLACE-WITH-THE-EXTERNAL-ID-OF-THE-PAYER';

const features: Readonly<Record<string, keyof PolicyFeatures>> = {
  tags: 'tags',
  ous: 'organizationalUnits',
  'create-ous': 'createOrganizationalUnits',
  alias: 'alias',
  'identity-center': 'identityCenter',
  doctor: 'doctor',
  'control-tower': 'controlTower',
  automation: 'automation',
  reservations: 'reservations',
  'savings-plans': 'savingsPlans',
};

const options: readonly OptionDefinition[] = [
  { flags: '--platform <id>', description: 'of a registered platform: its settings and ExternalId come from the API' },
  { flags: '--settings <file>', description: 'of a settings file, as `platform settings` prints it; works without the API' },
  ...settingsOptions.filter(({ flags }) => !flags.startsWith('--profile')).map((option) => ({ ...option, required: false })),
  {
    flags: '--profile <name>',
    description: 'only what this version calls, or the source document’s policies (default: as the settings say, or minimal)',
    choices: ['minimal', 'seed'],
  },
  { flags: '--external-id <text>', description: 'ExternalId of the platform; without --platform a placeholder stands for it' },
  { flags: '--metering-principal <arn>', description: 'user whose credentials metering holds (default: of the payer that is registered)' },
  { flags: '--metering-role <name>', description: 'role that reads costs (default: of that payer, or MeshCostExplorerServiceRole)' },
  { flags: '--metering-external-id <text>', description: 'ExternalId of metering (default: of that payer)' },
  { flags: '--format <name>', description: 'how to print', choices: ['json', 'terraform', 'cloudformation'], default: 'json' },
  { flags: '--out <folder>', description: 'write the files there instead of printing them' },
  { flags: '--without <feature>', description: 'leave out what is not used; repeat for more', repeated: true },
  { flags: '--with <feature>', description: 'add what is off by default; repeat for more', repeated: true },
  { flags: '--organization-id <id>', description: 'limit to this organization, o-…' },
  { flags: '--ou-arn <arn>', description: 'the only organizational units accounts may live in; repeat for more', repeated: true },
  { flags: '--account-tag <key=value>', description: 'only accounts with this tag are changed; repeat for more', repeated: true },
  { flags: '--permission-set <arn>', description: 'the only permission sets that may be assigned; repeat for more', repeated: true },
  { flags: '--allowed-region <name>', description: 'regions in which Identity Center may be called; repeat for more', repeated: true },
];

const platformOf = async (session: Session, given: Options): Promise<Record<string, unknown>> => {
  const platformIdentifier = text(given, 'platform');
  if (platformIdentifier !== undefined) {
    const document = `query ($id: ID!) { platform(platformIdentifier: $id) { settings { ${settingsFields} } } }`;
    const { platform } = await session.api().query<{ platform: { settings: Record<string, unknown> } | null }>(document, { id: platformIdentifier });
    if (!platform) throw new CliFailure(exitCodes.refused, 'There is no such platform. `orgledger platform list` shows those that are there.');
    return platform.settings;
  }
  const file = text(given, 'settings');
  if (file !== undefined) return { ...jsonFile(file) };
  for (const needed of ['managementAccount', 'platformAccount', 'principal'])
    if (text(given, needed) === undefined)
      throw new CliFailure(
        exitCodes.usage,
        'Name a registered platform with --platform, or a file with --settings, or give --management-account, --platform-account and --principal.',
      );
  return { ...defaultSettings(given) };
};

interface RegisteredPayer {
  readonly principalArn: string;
  readonly role: MeteringPrincipals['role'];
  readonly externalId: string;
  readonly status: string;
  readonly optionalCalls: { readonly commitmentUsage: boolean };
}

interface RecordedPolicy {
  readonly policy: { readonly reservedInstanceFairChargeback: unknown; readonly savingsPlanFairChargeback: unknown };
}

interface Registered {
  readonly payer: RegisteredPayer | null;
  readonly policies: readonly RecordedPolicy[];
}

/** The principals of metering: as options say, else as the payer does whose account is the platform's management account. */
const meteringOf = (given: Options, registered: RegisteredPayer | null): MeteringPrincipals | undefined => {
  const userArn = text(given, 'meteringPrincipal') ?? registered?.principalArn;
  if (userArn === undefined) return undefined;
  const role = text(given, 'meteringRole');
  return {
    userArn,
    role: role === undefined ? (registered?.role ?? { name: 'MeshCostExplorerServiceRole', path: '/' }) : { name: role, path: '/' },
    externalId: text(given, 'meteringExternalId') ?? registered?.externalId ?? meteringExternalIdToCome,
  };
};

const nobody: Registered = { payer: null, policies: [] };

const payerOf = async (session: Session, given: Options, payerAccountId: string): Promise<Registered> => {
  if (text(given, 'platform') === undefined) return nobody;
  const document = `query ($id: ID!) {
    payer(payerAccountId: $id) { principalArn role { name path } externalId status optionalCalls { commitmentUsage } }
    policies: billingPolicyHistory(payerAccountId: $id) {
      policy { reservedInstanceFairChargeback { effectiveFrom } savingsPlanFairChargeback { effectiveFrom } }
    }
  }`;
  const registered = await session.api().query<Registered>(document, { id: payerAccountId });
  return registered.payer?.status === 'REGISTERED' ? registered : nobody;
};

/** What metering has to read: for fair chargeback by any policy of the payer, and to know who used commitments. Everything while there is no payer. */
const commitmentReads = ({ payer, policies }: Registered): Pick<PolicyFeatures, 'reservations' | 'savingsPlans'> => {
  const always = payer === null || payer.optionalCalls.commitmentUsage;
  return {
    reservations: always || policies.some(({ policy }) => policy.reservedInstanceFairChargeback !== null),
    savingsPlans: always || policies.some(({ policy }) => policy.savingsPlanFairChargeback !== null),
  };
};

/** Settings as GraphQL writes them, as the policies take them: enums in our words, absent instead of null. */
const toPolicyPlatform = (settings: Record<string, unknown>, externalId: string | undefined): PolicyPlatform => {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)) as Record<string, unknown> & PolicyPlatform;
  const word = (value: unknown): string => String(value).toLowerCase().replaceAll('_', '-');
  return {
    ...given,
    partition: word(given.partition) as PolicyPlatform['partition'],
    downgrade: word(given.downgrade) as PolicyPlatform['downgrade'],
    externalId: externalId ?? (typeof settings.externalId === 'string' ? settings.externalId : externalIdToCome),
  };
};

const featuresOf = (given: Options, defaults: PolicyFeatures): PolicyFeatures => {
  const chosen: Record<string, boolean> = { ...defaults };
  for (const [option, value] of [
    ['with', true],
    ['without', false],
  ] as const)
    for (const name of texts(given, option)) {
      const feature = features[name];
      if (!feature) throw new CliFailure(exitCodes.usage, `--${option} ${name}: choose from ${Object.keys(features).join(', ')}.`);
      chosen[feature] = value;
    }
  return chosen as unknown as PolicyFeatures;
};

const narrowOf = (given: Options): PolicyNarrowing => {
  const organizationId = text(given, 'organizationId');
  const list = (name: string): readonly string[] | undefined => (texts(given, name).length > 0 ? texts(given, name) : undefined);
  const [ouArns, permissionSetArns, regions] = [list('ouArn'), list('permissionSet'), list('allowedRegion')];
  const accountTags = list('accountTag')?.map((pair) => pair.split('=', 2) as [string, string]);
  return {
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(ouArns ? { ouArns } : {}),
    ...(accountTags ? { accountTags: Object.fromEntries(accountTags) } : {}),
    ...(permissionSetArns ? { permissionSetArns } : {}),
    ...(regions ? { regions } : {}),
  };
};

interface PrintedFile {
  readonly fileName: string;
  readonly text: string;
}

const print = async (session: Session, given: Options): Promise<void> => {
  const aws = await import('@orgledger/aws');
  const settings = await platformOf(session, given);
  const platform = toPolicyPlatform(settings, text(given, 'externalId'));
  const registered = await payerOf(session, given, platform.managementAccountId);
  const metering = meteringOf(given, registered.payer);
  const policyOptions: PolicyOptions = {
    profile: text(given, 'profile') === 'seed' || (text(given, 'profile') === undefined && settings.policyProfile === 'SEED') ? 'seed' : 'minimal',
    platform,
    features: featuresOf(given, {
      ...aws.defaultFeatures,
      ...commitmentReads(registered),
      identityCenter: platform.identityCenter !== undefined,
      doctor: settings.doctor === true,
    }),
    narrow: narrowOf(given),
    ...(metering ? { metering } : {}),
  };
  const policies = printed(aws.printPolicies, policyOptions);
  const format = text(given, 'format') ?? 'json';
  const files = rendered(aws, policies, format);
  const folder = text(given, 'out');
  if (folder === undefined) session.output.result(format === 'json' ? aws.renderPrincipals(policies) : files, () => asText(files));
  else write(session, files, folder);
  const { reservations, savingsPlans } = policyOptions.features;
  if (metering && policyOptions.profile === 'minimal' && !(reservations && savingsPlans))
    session.output.remark(
      'The metering role is printed without what neither fair chargeback nor the payer’s optional calls need; its purpose says what is missing then. ' +
        'Print and apply it again before you switch them on, or add it now: --with reservations, --with savings-plans.',
    );
  if (metering?.externalId === meteringExternalIdToCome)
    session.output.remark('The ExternalId of metering is a placeholder. Register the payer, then print again with --platform before you apply this.');
  if (platform.externalId === externalIdToCome)
    session.output.remark('The ExternalId is a placeholder. Register the platform, then print again with --platform before you apply this.');
};

const printed = (printPolicies: (policyOptions: PolicyOptions) => PrintedPolicies, policyOptions: PolicyOptions): PrintedPolicies => {
  try {
    return printPolicies(policyOptions);
  } catch (error) {
    if (error instanceof DomainError) throw new CliFailure(exitCodes.usage, error.message, { code: error.code, field: error.field });
    throw error;
  }
};

const rendered = (aws: typeof Aws, policies: PrintedPolicies, format: string): readonly PrintedFile[] => {
  if (format === 'terraform') return aws.renderTerraform(policies);
  if (format === 'cloudformation') return aws.renderCloudFormation(policies);
  return [{ fileName: 'policies.json', text: aws.renderJson(policies) }];
};

const asText = (files: readonly PrintedFile[]): string =>
  files.length === 1
    ? (files[0]?.text.trimEnd() ?? '')
    : files.map(({ fileName, text: content }) => `# ---- ${fileName}\n${content.trimEnd()}`).join('\n\n');

const write = ({ output }: Session, files: readonly PrintedFile[], folder: string): void => {
  const paths = files.map(({ fileName, text: content }) => {
    const path = join(folder, fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
  output.result({ files: paths }, () => paths.join('\n'));
};

export const awsCommands: CommandGroup = {
  name: 'aws',
  description: 'What to set up in AWS',
  commands: [
    {
      name: 'policies',
      description: `Print every role, trust and policy that the platform needs. Features: ${Object.keys(features).join(', ')}`,
      options,
      examples: [
        'aws policies --platform aws-main --format terraform --out aws-setup',
        'aws policies --settings platform.json --profile seed --format cloudformation',
      ],
      run: (session, _, given) => print(session, given),
    },
  ],
};
