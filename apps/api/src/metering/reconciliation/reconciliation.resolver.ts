import { Inject } from '@nestjs/common';
import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { MONTH_WORK } from '@orgledger/metering';
import type { MonthWork, Reconciliation as View } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { MonthArgs } from '../month/month.inputs.js';

export const ReconciliationState = enumOf('ReconciliationState', ['noInvoice', 'explained', 'unexplained']);

@ObjectType()
export class ReconciliationItem {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String, { description: 'What it adds on the way from the statements to the invoice.' })
  readonly amount!: string;

  @Field(() => String)
  readonly explanation!: string;
}

@ObjectType()
export class ReconciledLine {
  @Field(() => String)
  readonly description!: string;

  @Field(() => String, { nullable: true, description: 'Null: no line of the invoice has this name.' })
  readonly invoiced?: string;

  @Field(() => String, { nullable: true, description: 'Null: no cost of the month has this name.' })
  readonly charged?: string;

  @Field(() => String)
  readonly difference!: string;

  @Field(() => String)
  readonly explanation!: string;
}

@ObjectType({
  description: 'The way from a month’s statements to the invoice: `statements` plus all items is the invoice. Decimal text, billing currency.',
})
export class Reconciliation {
  @Field(() => ReconciliationState)
  readonly state!: View['state'];

  @Field(() => String, { nullable: true })
  readonly invoiceId?: string;

  @Field(() => String, { nullable: true })
  readonly invoiceCurrency?: string;

  @Field(() => String, { nullable: true, description: 'In the invoice’s currency.' })
  readonly invoiceTotal?: string;

  @Field(() => String)
  readonly statements!: string;

  @Field(() => String, { nullable: true })
  readonly difference?: string;

  @Field(() => [ReconciliationItem])
  readonly items!: readonly ReconciliationItem[];

  @Field(() => [ReconciledLine], { description: 'Where the invoice was entered with lines.' })
  readonly lines!: readonly ReconciledLine[];

  @Field(() => String)
  readonly unexplained!: string;

  @Field(() => String, { description: 'What to do next; empty when nothing is left to do.' })
  readonly next!: string;
}

@Resolver()
export class ReconciliationResolver {
  constructor(@Inject(MONTH_WORK) private readonly work: MonthWork) {}

  @Query(() => Reconciliation)
  @RequiresPermission('costs:read')
  reconciliation(@Args() { payerAccountId, month }: MonthArgs): Promise<Reconciliation> {
    return this.work.tasks.reconcile({ payerAccountId, month });
  }
}
