import { Field, ObjectType } from '@nestjs/graphql';
import { payloadOf, Success } from '../../graphql/payload.js';
import { BillingPolicy } from './policy-document.types.js';

@ObjectType({ description: 'A policy as it was recorded.' })
export class BillingPolicyChange {
  @Field(() => String, { description: 'Month from which it holds.' })
  readonly effectiveFrom!: string;

  @Field(() => BillingPolicy)
  readonly policy!: BillingPolicy;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly recordedAt!: string;

  @Field(() => String, { description: 'Id of who recorded it.' })
  readonly recordedBy!: string;
}

@ObjectType({ description: 'The policy that holds for a month.' })
export class BillingPolicyInForce {
  @Field(() => String)
  readonly month!: string;

  @Field(() => BillingPolicy)
  readonly policy!: BillingPolicy;

  @Field(() => String, { nullable: true, description: 'Month since which it holds; null: the default, as none was recorded.' })
  readonly effectiveFrom?: string;
}

@ObjectType()
export class BillingPolicySuccess extends Success {
  @Field(() => BillingPolicyInForce)
  readonly billingPolicy!: BillingPolicyInForce;
}

export const BillingPolicyPayload = payloadOf('BillingPolicy', BillingPolicySuccess);
