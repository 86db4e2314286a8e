import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { PayerView } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { payloadOf, Success } from '../../graphql/payload.js';
import { Partition, RoleRef } from '../../platform/platform-settings.types.js';

export const CostsBasis = enumOf('CostsBasis', ['gross', 'net'], 'Net folds discounts into the charges.');
export const PayerStatus = enumOf('PayerStatus', ['registered', 'removed']);

@ObjectType({ description: 'Calls that cost money and that statements do not need.' })
export class OptionalCalls {
  @Field(() => Boolean, { description: 'Weekly: who used each commitment.' })
  readonly commitmentUsage!: boolean;

  @Field(() => Boolean, { description: 'Daily costs, for charts and spikes.' })
  readonly dailyCosts!: boolean;
}

@ObjectType({ description: 'The account that AWS bills for an organization, and how its costs are read.' })
export class Payer {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => Partition)
  readonly partition!: PayerView['partition'];

  @Field(() => String, { description: 'Of Cost Explorer’s endpoint.' })
  readonly region!: string;

  @Field(() => String, { description: 'Whose credentials metering holds.' })
  readonly principalArn!: string;

  @Field(() => RoleRef, { description: 'The role that reads costs.' })
  readonly role!: RoleRef;

  @Field(() => String, { description: 'Of metering; the role’s trust asks for it.' })
  readonly externalId!: string;

  @Field(() => CostsBasis)
  readonly costs!: PayerView['costs'];

  @Field(() => String, { description: 'US dollars that paid requests may cost in a month, decimal text.' })
  readonly monthlyRequestBudget!: string;

  @Field(() => OptionalCalls)
  readonly optionalCalls!: OptionalCalls;

  @Field(() => String, { description: 'ISO 4217: what AWS bills in.' })
  readonly billingCurrency!: string;

  @Field(() => PayerStatus)
  readonly status!: PayerView['status'];

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly registeredAt!: string;
}

@ObjectType()
export class PayerSuccess extends Success {
  @Field(() => Payer, { nullable: true })
  readonly payer?: Payer;
}

export const PayerPayload = payloadOf('Payer', PayerSuccess);
