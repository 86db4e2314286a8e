import { Field, ID, ObjectType } from '@nestjs/graphql';
import { dayOf, paymentMethodState } from '@orgledger/governance';
import type { PaymentMethodView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { Tag, toTags } from '../shared/tag.types.js';

export const PaymentMethodStatus = enumOf('PaymentMethodStatus', ['active', 'expiring', 'expired', 'deleted'], 'Expiring: in its last 30 days.');

@ObjectType({ description: 'What projects of a workspace pay by, e.g. a purchase order.' })
export class PaymentMethod {
  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID, { description: 'Unique in its workspace.' })
  readonly paymentMethodIdentifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => String, { nullable: true, description: 'What it is good for in all: decimal text.' })
  readonly amount?: string;

  @Field(() => String, { nullable: true, description: 'ISO 4217.' })
  readonly currency?: string;

  @Field(() => String, { nullable: true, description: 'Last day on which it pays, in UTC.' })
  readonly expiresOn?: string;

  @Field(() => [Tag])
  readonly tags!: readonly Tag[];

  @Field(() => PaymentMethodStatus, { description: 'Today, in UTC.' })
  readonly status!: ReturnType<typeof paymentMethodState>;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly createdAt!: string;
}

export const PaymentMethodConnection = connectionOf(PaymentMethod);

@ObjectType()
export class PaymentMethodSuccess extends Success {
  @Field(() => PaymentMethod, { nullable: true })
  readonly paymentMethod?: PaymentMethod;
}

export const PaymentMethodPayload = payloadOf('PaymentMethod', PaymentMethodSuccess);

export const toPaymentMethod = ({ deleted, tags, ...view }: PaymentMethodView, now: Date): PaymentMethod => ({
  ...view,
  tags: toTags(tags),
  status: paymentMethodState({ ...view, deleted }, dayOf(now.toISOString())),
});
