import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LineKind as Kind, StatementState as State } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { connectionOf } from '../../graphql/page.js';
import { Tag } from '../../shared/tag.types.js';
import { LineKind } from '../line-kind.js';

export const StatementState = enumOf(
  'StatementState',
  ['current', 'superseded'],
  'Superseded: the month was reopened and closed again; the later version counts.',
);

export const StatementBasis = enumOf('StatementBasis', ['accrual', 'cash']);

@ObjectType()
export class StatementPaymentMethod {
  @Field(() => ID)
  readonly identifier!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => String, { nullable: true, description: 'When it was set, where that was after the month had closed.' })
  readonly assignedAt?: string;
}

@ObjectType({ description: 'Who the statement is for, as it was at the month’s end.' })
export class StatementHolder {
  @Field(() => ID, { description: 'A tenant, `unassigned` for accounts of nobody, or `platform`.' })
  readonly tenantId!: string;

  @Field(() => ID, { nullable: true })
  readonly workspaceIdentifier?: string;

  @Field(() => ID, { nullable: true })
  readonly projectIdentifier?: string;

  @Field(() => ID, { nullable: true })
  readonly platformIdentifier?: string;

  @Field(() => [Tag])
  readonly tags!: readonly Tag[];
}

@ObjectType({ description: 'Amounts: decimal text.' })
export class PreviewedStatement {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => StatementHolder)
  readonly holder!: StatementHolder;

  @Field(() => StatementBasis)
  readonly basis!: 'accrual' | 'cash';

  @Field(() => String)
  readonly billingCurrency!: string;

  @Field(() => String, { description: 'Of the workspace.' })
  readonly currency!: string;

  @Field(() => String, { description: 'How many of `currency` one of the billing currency is.' })
  readonly rate!: string;

  @Field(() => String, { description: 'Sum of its lines in the billing currency.' })
  readonly total!: string;

  @Field(() => String, { description: 'Sum of its lines in `currency`.' })
  readonly convertedTotal!: string;

  @Field(() => String, { description: 'Its part of what AWS billed for this month.' })
  readonly billTotal!: string;

  @Field(() => Int)
  readonly lineCount!: number;
}

@ObjectType({ description: 'What one tenant has to pay for one month. It never changes: corrections are lines of later statements.' })
export class Statement extends PreviewedStatement {
  @Field(() => ID)
  readonly statementId!: string;

  @Field(() => Int)
  readonly version!: number;

  @Field(() => StatementState)
  readonly state!: State;

  @Field(() => String, { description: 'SHA-256 of its canonical JSON.' })
  readonly hash!: string;

  @Field(() => StatementPaymentMethod, { nullable: true })
  readonly paymentMethod?: StatementPaymentMethod;

  @Field(() => String)
  readonly finalisedAt!: string;
}

@ObjectType({ description: 'Amounts: decimal text; `exact` has ten digits, the others two.' })
export class StatementLine {
  @Field(() => ID, { description: 'The same for the same charge in every version.' })
  readonly lineId!: string;

  @Field(() => LineKind)
  readonly kind!: Kind;

  @Field(() => String, { nullable: true })
  readonly service?: string;

  @Field(() => String, { nullable: true, description: 'As Cost Explorer names it.' })
  readonly recordType?: string;

  @Field(() => ID, { nullable: true })
  readonly accountId?: string;

  @Field(() => ID, { nullable: true })
  readonly commitmentId?: string;

  @Field(() => String, { nullable: true, description: 'Rule, price, import or invoice that made it.' })
  readonly sourceId?: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => String)
  readonly seller!: string;

  @Field(() => String)
  readonly exact!: string;

  @Field(() => String, { description: 'Billing currency.' })
  readonly amount!: string;

  @Field(() => String, { description: 'The statement’s currency.' })
  readonly converted!: string;

  @Field(() => String, { nullable: true, description: 'Of a correction: the closed month.' })
  readonly correctedMonth?: string;

  @Field(() => LineKind, { nullable: true, description: 'Of a correction: what it corrects.' })
  readonly correctedKind?: Kind;
}

@ObjectType()
export class ChangedStatementLine {
  @Field(() => StatementLine)
  readonly before!: StatementLine;

  @Field(() => StatementLine)
  readonly after!: StatementLine;
}

@ObjectType({ description: 'What a later version of a statement has otherwise.' })
export class StatementDiff {
  @Field(() => [StatementLine])
  readonly added!: readonly StatementLine[];

  @Field(() => [StatementLine])
  readonly removed!: readonly StatementLine[];

  @Field(() => [ChangedStatementLine])
  readonly changed!: readonly ChangedStatementLine[];

  @Field(() => Int)
  readonly unchanged!: number;

  @Field(() => String)
  readonly totalBefore!: string;

  @Field(() => String)
  readonly totalAfter!: string;

  @Field(() => String)
  readonly difference!: string;
}

export const VerifyFindingKind = enumOf('StatementFindingKind', ['MISSING', 'EVENT_ALTERED', 'VIEW_ALTERED', 'ROOT', 'TOTAL']);

@ObjectType()
export class StatementFinding {
  @Field(() => VerifyFindingKind)
  readonly kind!: 'MISSING' | 'EVENT_ALTERED' | 'VIEW_ALTERED' | 'ROOT' | 'TOTAL';

  @Field(() => ID, { nullable: true })
  readonly tenantId?: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType({ description: 'Whether a closed month’s statements are those that were finalised.' })
export class StatementVerification {
  @Field(() => Boolean)
  readonly ok!: boolean;

  @Field(() => Int, { description: '0 when the month was never closed.' })
  readonly version!: number;

  @Field(() => Int)
  readonly statements!: number;

  @Field(() => String)
  readonly digest!: string;

  @Field(() => [StatementFinding])
  readonly findings!: readonly StatementFinding[];
}

export const StatementConnection = connectionOf(Statement);
export const StatementLineConnection = connectionOf(StatementLine);
