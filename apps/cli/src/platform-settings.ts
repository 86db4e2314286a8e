import { text } from './command/definition.js';
import type { OptionDefinition, Options } from './command/definition.js';
import { word } from './command/values.js';
import { CliFailure, exitCodes } from './exit-codes.js';

/** What a platform needs to be told; everything else has a default that can be changed in the file. */
export const settingsOptions: readonly OptionDefinition[] = [
  { flags: '--management-account <id>', description: 'twelve digits: the organization’s management account', required: true },
  { flags: '--platform-account <id>', description: 'twelve digits: the account of the platform’s own credentials', required: true },
  { flags: '--automation-account <id>', description: 'twelve digits: the account for StackSets and Lambda (default: the platform account)' },
  { flags: '--principal <arn>', description: 'ARN of the user or role whose credentials the replicator holds', required: true },
  { flags: '--partition <name>', description: 'AWS partition', choices: ['aws', 'aws-us-gov', 'aws-cn'], default: 'aws' },
  { flags: '--region <name>', description: 'home region of Organizations, IAM and STS calls', default: 'us-east-1' },
  { flags: '--email-domain <name>', description: 'domain of the accounts’ root e-mail addresses', default: 'example.com' },
  { flags: '--identity-center <arn>', description: 'ARN of the Identity Center instance; without it no access is replicated' },
  { flags: '--identity-store <id>', description: 'identity store of that instance, d-…' },
  { flags: '--identity-center-region <name>', description: 'its home region (default: --region)' },
  { flags: '--sign-in-url <url>', description: 'where people sign in (default: from the identity store)' },
  {
    flags: '--downgrade <profile>',
    description: 'how the access role is narrowed after each run',
    choices: ['off', 'seed', 'strict', 'external'],
    default: 'strict',
  },
  { flags: '--profile <name>', description: 'which print of the policies is applied', choices: ['minimal', 'seed'], default: 'minimal' },
];

/** The settings of a new platform, as GraphQL takes them. */
export const defaultSettings = (options: Options): Readonly<Record<string, unknown>> => {
  const region = text(options, 'region') ?? 'us-east-1';
  const identityCenter = identityCenterOf(options, region);
  return {
    partition: word(text(options, 'partition')),
    region,
    managementAccountId: text(options, 'managementAccount'),
    platformAccountId: text(options, 'platformAccount'),
    automationAccountId: text(options, 'automationAccount') ?? text(options, 'platformAccount'),
    principalArn: text(options, 'principal'),
    serviceRole: { name: 'MeshfedServiceRole', path: '/' },
    automationRole: { name: 'MeshfedAutomationRole', path: '/' },
    accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
    templates: {
      accountName: '#{workspaceIdentifier}.#{projectIdentifier}',
      accountEmail: `aws+#{workspaceIdentifier}.#{tenantNumber}@${text(options, 'emailDomain') ?? 'example.com'}`,
      accountAlias: '#{workspaceIdentifier}-#{projectIdentifier:%.20s}-#{tenantNumber}',
      group: '#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}',
      userName: '#{euid}',
    },
    enforceAlias: true,
    ...(identityCenter ? { identityCenter } : {}),
    tagPrefix: 'orgledger:',
    breakGlassRoleArns: [],
    downgrade: word(text(options, 'downgrade')),
    policyProfile: word(text(options, 'profile')),
    drift: 'REPAIR',
    limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
    sweepRotation: 7,
  };
};

const identityCenterOf = (options: Options, region: string): Readonly<Record<string, unknown>> | undefined => {
  const instanceArn = text(options, 'identityCenter');
  const identityStoreId = text(options, 'identityStore');
  if (instanceArn === undefined && identityStoreId === undefined) return undefined;
  if (instanceArn === undefined || identityStoreId === undefined)
    throw new CliFailure(exitCodes.usage, 'Give --identity-center and --identity-store together: `aws sso-admin list-instances` shows both.');
  return {
    instanceArn,
    identityStoreId,
    region: text(options, 'identityCenterRegion') ?? region,
    signInUrl: text(options, 'signInUrl') ?? `https://${identityStoreId}.awsapps.com/start`,
    groupPrefix: 'orgledger.',
  };
};
