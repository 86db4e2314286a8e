import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { PlatformView, VerificationCheck as Check } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { PlatformSettings } from './platform-settings.types.js';

export const PlatformStatus = enumOf('PlatformStatus', ['registered', 'published', 'deprecated', 'removed']);
export const ConnectionState = enumOf('ConnectionState', ['unverified', 'verifying', 'verified', 'failed']);
export const CheckResult = enumOf('CheckResult', ['passed', 'failed', 'inconclusive', 'waiting']);
export const AvailabilityKind = enumOf('AvailabilityKind', ['public', 'private', 'restricted']);

@ObjectType({ description: 'Who may request tenants.' })
export class PlatformAvailability {
  @Field(() => AvailabilityKind)
  readonly kind!: PlatformView['availability']['kind'];

  @Field(() => [ID], { nullable: true })
  readonly workspaceIdentifiers?: readonly string[];
}

@ObjectType({ description: 'One finding of a verification.' })
export class VerificationCheck {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What was looked at: an ARN, an instance.' })
  readonly subject?: string;

  @Field(() => CheckResult)
  readonly result!: Check['result'];

  @Field(() => String, { description: 'What was found.' })
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'Why it did not pass, for programs.' })
  readonly code?: string;

  @Field(() => String, { nullable: true, description: 'What to do next.' })
  readonly remedy?: string;

  @Field(() => String, { nullable: true, description: 'The policy to use instead, as JSON text.' })
  readonly useInstead?: string;
}

@ObjectType()
export class Verification {
  @Field(() => ID)
  readonly verificationId!: string;

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true })
  readonly finishedAt?: string;

  @Field(() => [VerificationCheck])
  readonly checks!: readonly VerificationCheck[];
}

@ObjectType({ description: 'One AWS Organization.' })
export class Platform {
  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => PlatformSettings)
  readonly settings!: PlatformSettings;

  @Field(() => PlatformAvailability)
  readonly availability!: PlatformAvailability;

  @Field(() => PlatformStatus)
  readonly status!: PlatformView['status'];

  @Field(() => ConnectionState, { description: 'Of the settings as they are now.' })
  readonly connection!: PlatformView['connection'];

  @Field(() => Verification, { nullable: true, description: 'The newest.' })
  readonly verification?: Verification;

  @Field(() => String)
  readonly createdAt!: string;
}

export const PlatformConnection = connectionOf(Platform);

@ObjectType()
export class PlatformSuccess extends Success {
  @Field(() => Platform, { nullable: true })
  readonly platform?: Platform;
}

export const PlatformPayload = payloadOf('Platform', PlatformSuccess);
