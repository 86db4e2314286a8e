import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LineKind as Kind, MonthState as State } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { payloadOf, Success } from '../../graphql/payload.js';
import { LineKind } from '../line-kind.js';

export const MonthState = enumOf(
  'MonthState',
  ['open', 'provisional', 'closing', 'closed', 'restated', 'reopened'],
  'Open until it ends, provisional until it is closed; restated when costs changed after it was closed.',
);

@ObjectType({ description: 'What must hold before a month closes.' })
export class CloseCheck {
  @Field(() => String)
  readonly code!: string;

  @Field(() => Boolean)
  readonly passed!: boolean;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'What to do when it has not passed.' })
  readonly remedy?: string;
}

@ObjectType({ description: 'Amounts: decimal text in the billing currency.' })
export class MonthFigures {
  @Field(() => Int)
  readonly statements!: number;

  @Field(() => Int)
  readonly lines!: number;

  @Field(() => String, { description: 'The bill: without mark-ups, prices, imported costs and corrections of other months.' })
  readonly total!: string;

  @Field(() => String, { description: 'The bill before it was rounded to cents.' })
  readonly exact!: string;

  @Field(() => String)
  readonly revenue!: string;

  @Field(() => String)
  readonly corrections!: string;
}

@ObjectType()
export class MonthTotals {
  @Field(() => String)
  readonly unblended!: string;

  @Field(() => String)
  readonly amortized!: string;

  @Field(() => String)
  readonly netUnblended!: string;

  @Field(() => String)
  readonly netAmortized!: string;
}

@ObjectType()
export class MonthFinding {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String, { nullable: true, description: 'Account, record type, commitment or tenant that it is about.' })
  readonly subject?: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType({ description: 'The last whole collection of a month.' })
export class MonthObservation {
  @Field(() => String)
  readonly pulledAt!: string;

  @Field(() => Boolean, { description: 'AWS says that the month may still change.' })
  readonly estimated!: boolean;

  @Field(() => Int)
  readonly accounts!: number;

  @Field(() => MonthTotals)
  readonly totals!: MonthTotals;

  @Field(() => [MonthFinding])
  readonly findings!: readonly MonthFinding[];
}

@ObjectType({ description: 'A month of one payer.' })
export class BillMonth {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => MonthState)
  readonly state!: State;

  @Field(() => Int, { description: 'Of the statements that count; 0 before the first closing.' })
  readonly version!: number;

  @Field(() => String, { nullable: true })
  readonly closedAt?: string;

  @Field(() => MonthFigures, { nullable: true, description: 'As it was closed.' })
  readonly figures?: MonthFigures;

  @Field(() => String, { nullable: true, description: 'SHA-256 over the hashes of its statements.' })
  readonly digest?: string;

  @Field(() => [CloseCheck], { description: 'Of the last attempt to close it.' })
  readonly checks!: readonly CloseCheck[];

  @Field(() => ID, { nullable: true, description: 'The closing that the checks have blocked.' })
  readonly blockedCloseId?: string;

  @Field(() => ID, { nullable: true, description: 'A closing that is asked for and not answered yet.' })
  readonly requestedCloseId?: string;

  @Field(() => Int, { description: 'How often it was restated since it was closed.' })
  readonly restatements!: number;

  @Field(() => String, { nullable: true, description: 'The bill as it would be now.' })
  readonly restatedTotal?: string;

  @Field(() => MonthObservation, { nullable: true })
  readonly observation?: MonthObservation;
}

@ObjectType()
export class MonthReopening {
  @Field(() => String)
  readonly reason!: string;

  @Field(() => String)
  readonly at!: string;

  @Field(() => String, { description: 'Id of who reopened it.' })
  readonly by!: string;
}

@ObjectType({ description: 'One closing of a month.' })
export class MonthVersion {
  @Field(() => Int)
  readonly version!: number;

  @Field(() => String)
  readonly closedAt!: string;

  @Field(() => MonthFigures)
  readonly figures!: MonthFigures;

  @Field(() => String)
  readonly digest!: string;

  @Field(() => MonthReopening, { nullable: true, description: 'Why another version followed.' })
  readonly reopened?: MonthReopening;
}

@ObjectType({ description: 'Cents in the billing currency that the next closing will post for a closed month.' })
export class PendingCorrection {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => LineKind)
  readonly kind!: Kind;

  @Field(() => String)
  readonly amount!: string;
}

@ObjectType()
export class MonthSuccess extends Success {
  @Field(() => BillMonth, { nullable: true })
  readonly month?: BillMonth;
}

export const MonthPayload = payloadOf('Month', MonthSuccess);
