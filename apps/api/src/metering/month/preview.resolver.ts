import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { MONTH_WORK } from '@orgledger/metering';
import type { MonthWork } from '@orgledger/metering';
import { Text } from '../../graphql/input-fields.js';
import { PageArgs } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { connectionOf } from '../../graphql/page.js';
import { pageOfList } from '../page-of-list.js';
import { PreviewedStatement, StatementLine } from '../statement/statement.types.js';
import { toPreviewedStatement } from '../statement/to-statement.js';
import { MonthArgs } from './month.inputs.js';
import { CloseCheck, MonthFigures, MonthFinding } from './month.types.js';

const PreviewedStatementConnection = connectionOf(PreviewedStatement);

@ObjectType({ description: 'What a month’s statements would be, from what is known now. Nothing of it is stored.' })
export class MonthPreview {
  @Field(() => MonthFigures)
  readonly figures!: MonthFigures;

  @Field(() => [CloseCheck], { description: 'What would block a closing now, and what would not.' })
  readonly checks!: readonly CloseCheck[];

  @Field(() => [MonthFinding])
  readonly findings!: readonly MonthFinding[];

  @Field(() => PreviewedStatementConnection, { description: 'By tenant.' })
  readonly statements!: Connection<PreviewedStatement>;
}

@ObjectType()
export class StatementPreview {
  @Field(() => PreviewedStatement)
  readonly statement!: PreviewedStatement;

  @Field(() => [StatementLine])
  readonly lines!: readonly StatementLine[];
}

@ArgsType()
class PreviewArgs extends PageArgs {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 7, description: 'e.g. 2026-03.' })
  readonly month!: string;
}

@ArgsType()
class StatementPreviewArgs extends MonthArgs {
  @Text({ max: 64, description: 'The tenant, or `unassigned` or `platform`.' })
  readonly tenantId!: string;
}

@Resolver()
export class PreviewResolver {
  constructor(@Inject(MONTH_WORK) private readonly work: MonthWork) {}

  @Query(() => MonthPreview)
  @RequiresPermission('costs:read')
  async monthPreview(@Args() { payerAccountId, month, first, after }: PreviewArgs): Promise<MonthPreview> {
    const { figures, checks, findings, statements } = await this.work.tasks.preview({ payerAccountId, month });
    return { figures, checks, findings, statements: pageOfList(statements.map(toPreviewedStatement), first, after) };
  }

  @Query(() => StatementPreview)
  @RequiresPermission('costs:read')
  async statementPreview(@Args() { payerAccountId, month, tenantId }: StatementPreviewArgs): Promise<StatementPreview> {
    const { lines, ...statement } = await this.work.tasks.previewStatement({ payerAccountId, month, tenantId });
    return { statement: toPreviewedStatement({ ...statement, lineCount: lines.length, postings: {} }), lines };
  }
}
