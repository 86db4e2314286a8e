import { Field, ID, ObjectType } from '@nestjs/graphql';
import { payloadOf, Success } from '../../graphql/payload.js';

@ObjectType({ description: 'A section of an invoice.' })
export class InvoiceLine {
  @Field(() => String)
  readonly description!: string;

  @Field(() => String, { description: 'Decimal text.' })
  readonly amount!: string;
}

@ObjectType({ description: 'What AWS invoiced.' })
export class Invoice {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => ID, { description: 'As AWS names it.' })
  readonly invoiceId!: string;

  @Field(() => String)
  readonly currency!: string;

  @Field(() => String, { description: 'Decimal text.' })
  readonly total!: string;

  @Field(() => [InvoiceLine])
  readonly lines!: readonly InvoiceLine[];

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly enteredAt!: string;
}

@ObjectType()
export class InvoiceSuccess extends Success {
  @Field(() => [Invoice], { description: 'All invoices of the month.' })
  readonly invoices!: readonly Invoice[];
}

export const InvoicePayload = payloadOf('Invoice', InvoiceSuccess);
