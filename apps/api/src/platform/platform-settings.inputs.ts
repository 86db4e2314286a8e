import { InputType } from '@nestjs/graphql';
import type { PlatformSettingsInput as SettingsInput } from '@orgledger/governance';
import { Choice, Flag, Nested, Text, TextList, Whole } from '../graphql/input-fields.js';
import { DowngradeProfile, DriftPolicy, Partition, PolicyProfile } from './platform-settings.types.js';

@InputType()
export class RoleRefInput {
  @Text({ max: 64, description: 'Name of the role, without path.' })
  readonly name!: string;

  @Text({ max: 512, description: '`/` or `/a/b/`.' })
  readonly path!: string;
}

@InputType()
export class NamingTemplatesInput {
  @Text({ max: 300, description: 'At most 50 characters once filled in.' })
  readonly accountName!: string;

  @Text({ max: 300, description: 'At most 64 characters once filled in, unique in AWS.' })
  readonly accountEmail!: string;

  @Text({ max: 300, description: '3–63 characters once filled in, unique in AWS.' })
  readonly accountAlias!: string;

  @Text({ max: 300, description: 'Without the owned prefix; at most 128 characters with it.' })
  readonly group!: string;

  @Text({ max: 300, description: 'userName in Identity Center, from `#{euid}`.' })
  readonly userName!: string;
}

@InputType()
export class IdentityCenterSettingsInput {
  @Text({ max: 200, description: 'arn:aws:sso:::instance/ssoins-…' })
  readonly instanceArn!: string;

  @Text({ max: 64, description: 'd-…' })
  readonly identityStoreId!: string;

  @Text({ max: 32, description: 'Home region of Identity Center.' })
  readonly region!: string;

  @Text({ max: 500, description: 'Where people sign in.' })
  readonly signInUrl!: string;

  @Text({ max: 64, description: 'Groups that start with this belong to Orgledger.' })
  readonly groupPrefix!: string;
}

@InputType()
export class IdentifierLimitsInput {
  @Whole({ min: 1, max: 16, description: 'Longest workspace identifier.' })
  readonly workspaceIdentifier!: number;

  @Whole({ min: 1, max: 30, description: 'Longest project identifier.' })
  readonly projectIdentifier!: number;
}

@InputType()
export class PlatformSettingsInput {
  @Choice(() => Partition, { description: 'AWS partition.' })
  readonly partition!: SettingsInput['partition'];

  @Text({ max: 32, description: 'Home region of Organizations, IAM and STS calls, e.g. us-east-1.' })
  readonly region!: string;

  @Text({ max: 64, description: 'Twelve digits.' })
  readonly managementAccountId!: string;

  @Text({ max: 64, description: 'Twelve digits.' })
  readonly platformAccountId!: string;

  @Text({ max: 64, description: 'Twelve digits.' })
  readonly automationAccountId!: string;

  @Text({ max: 2048, description: 'ARN of the principal whose credentials the replicator holds.' })
  readonly principalArn!: string;

  @Nested(() => RoleRefInput, { description: 'In the management account.' })
  readonly serviceRole!: RoleRefInput;

  @Nested(() => RoleRefInput, { description: 'In the automation account.' })
  readonly automationRole!: RoleRefInput;

  @Nested(() => RoleRefInput, { description: 'In each member account.' })
  readonly accessRole!: RoleRefInput;

  @Nested(() => NamingTemplatesInput, { description: 'Names of accounts, groups and users.' })
  readonly templates!: NamingTemplatesInput;

  @Flag({ description: 'Set the alias in every run, not only when there is none.' })
  readonly enforceAlias!: boolean;

  @Nested(() => IdentityCenterSettingsInput, { optional: true, description: 'Without it no access is replicated.' })
  readonly identityCenter?: IdentityCenterSettingsInput;

  @Text({ max: 64, description: 'Account tags that start with this belong to Orgledger.' })
  readonly tagPrefix!: string;

  @TextList({ max: 2048, maxItems: 20, description: 'Roles that keep access to member accounts without an ExternalId.' })
  readonly breakGlassRoleArns!: readonly string[];

  @Choice(() => DowngradeProfile, { description: 'How the access role is narrowed after each run.' })
  readonly downgrade!: SettingsInput['downgrade'];

  @Choice(() => PolicyProfile, { optional: true, description: 'Which print of the policies was applied. Default: MINIMAL.' })
  readonly policyProfile?: NonNullable<SettingsInput['policyProfile']>;

  @Flag({
    optional: true,
    description: 'Verification also simulates the service role’s permissions, which needs iam:SimulatePrincipalPolicy on itself.',
  })
  readonly doctor?: boolean;

  @Choice(() => DriftPolicy, { description: 'Whether drift is repaired or only reported.' })
  readonly drift!: SettingsInput['drift'];

  @Nested(() => IdentifierLimitsInput, { description: 'At most 16 and 30.' })
  readonly limits!: IdentifierLimitsInput;

  @Whole({ min: 1, max: 31, description: 'Nights in which every tenant is read fully once.' })
  readonly sweepRotation!: number;
}
