import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PlatformSettings as Settings } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';

export const Partition = enumOf('Partition', ['aws', 'aws-us-gov', 'aws-cn']);
export const DowngradeProfile = enumOf('DowngradeProfile', ['off', 'seed', 'strict', 'external'], 'How the access role is narrowed after each run.');
export const PolicyProfile = enumOf('PolicyProfile', ['seed', 'minimal'], 'Which print of the policies was applied.');
export const DriftPolicy = enumOf('DriftPolicy', ['repair', 'report']);

@ObjectType({ description: 'A role by its name and path.' })
export class RoleRef {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: '`/` or `/a/b/`.' })
  readonly path!: string;
}

@ObjectType({ description: 'String templates, `#{placeholder}` or `#{placeholder:%format}`.' })
export class NamingTemplates {
  @Field(() => String)
  readonly accountName!: string;

  @Field(() => String)
  readonly accountEmail!: string;

  @Field(() => String)
  readonly accountAlias!: string;

  @Field(() => String, { description: 'Without the owned prefix.' })
  readonly group!: string;

  @Field(() => String)
  readonly userName!: string;
}

@ObjectType()
export class IdentityCenterSettings {
  @Field(() => String)
  readonly instanceArn!: string;

  @Field(() => String)
  readonly identityStoreId!: string;

  @Field(() => String)
  readonly region!: string;

  @Field(() => String)
  readonly signInUrl!: string;

  @Field(() => String, { description: 'Groups that start with this belong to Orgledger.' })
  readonly groupPrefix!: string;
}

@ObjectType()
export class IdentifierLimits {
  @Field(() => Int)
  readonly workspaceIdentifier!: number;

  @Field(() => Int)
  readonly projectIdentifier!: number;
}

@ObjectType({ description: 'How an AWS Organization is reached and shaped. Credentials are not here: only workers hold them.' })
export class PlatformSettings {
  @Field(() => Partition)
  readonly partition!: Settings['partition'];

  @Field(() => String)
  readonly region!: string;

  @Field(() => String)
  readonly managementAccountId!: string;

  @Field(() => String)
  readonly platformAccountId!: string;

  @Field(() => String)
  readonly automationAccountId!: string;

  @Field(() => String)
  readonly principalArn!: string;

  @Field(() => RoleRef)
  readonly serviceRole!: RoleRef;

  @Field(() => RoleRef)
  readonly automationRole!: RoleRef;

  @Field(() => RoleRef)
  readonly accessRole!: RoleRef;

  @Field(() => String, { description: 'Sent on every hop; trust policies must demand it. Not a secret, but nobody else’s business.' })
  readonly externalId!: string;

  @Field(() => String, { nullable: true, description: 'Still accepted while a rotation is under way.' })
  readonly previousExternalId?: string;

  @Field(() => NamingTemplates)
  readonly templates!: NamingTemplates;

  @Field(() => Boolean)
  readonly enforceAlias!: boolean;

  @Field(() => IdentityCenterSettings, { nullable: true })
  readonly identityCenter?: IdentityCenterSettings;

  @Field(() => String)
  readonly tagPrefix!: string;

  @Field(() => [String])
  readonly breakGlassRoleArns!: readonly string[];

  @Field(() => DowngradeProfile)
  readonly downgrade!: Settings['downgrade'];

  @Field(() => PolicyProfile, { nullable: true })
  readonly policyProfile?: NonNullable<Settings['policyProfile']>;

  @Field(() => Boolean, { nullable: true, description: 'Verification also simulates the service role’s permissions.' })
  readonly doctor?: boolean;

  @Field(() => DriftPolicy)
  readonly drift!: Settings['drift'];

  @Field(() => IdentifierLimits)
  readonly limits!: IdentifierLimits;

  @Field(() => Int, { description: 'Nights in which every tenant is read fully once.' })
  readonly sweepRotation!: number;
}
