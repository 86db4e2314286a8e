import { Inject } from '@nestjs/common';
import { Args, ArgsType, Int, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { DomainError } from '@orgledger/kernel';
import { MONTH_WORK, STATEMENT_QUERIES } from '@orgledger/metering';
import type { MonthWork, StatementQueries, StatementState as State } from '@orgledger/metering';
import { Choice, Flag, Identifier, Text } from '../../graphql/input-fields.js';
import { optional } from '../../graphql/optional.js';
import { PageArgs, toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { MonthArgs } from '../month/month.inputs.js';
import { Statement, StatementConnection, StatementDiff, StatementLineConnection, StatementState, StatementVerification } from './statement.types.js';
import type { StatementLine } from './statement.types.js';
import { toStatement } from './to-statement.js';

@ArgsType()
class StatementsArgs extends PageArgs {
  @Text({ max: 12, optional: true, description: 'Only of this payer.' })
  readonly payerAccountId?: string;

  @Text({ max: 7, optional: true, description: 'Only of this month, e.g. 2026-03.' })
  readonly month?: string;

  @Text({ max: 64, optional: true, description: 'Only of this tenant, or `unassigned` or `platform`.' })
  readonly tenantId?: string;

  @Identifier({ optional: true, description: 'Only of this workspace.' })
  readonly workspaceIdentifier?: string;

  @Identifier({ optional: true, description: 'Only of this project of the workspace.' })
  readonly projectIdentifier?: string;

  @Choice(() => StatementState, { optional: true, description: 'Left out: those that count.' })
  readonly state?: Exclude<State, 'pending'>;

  @Flag({ optional: true, description: 'Only with a payment method, or only without one.' })
  readonly hasPaymentMethod?: boolean;
}

@ArgsType()
class StatementArgs extends MonthArgs {
  @Text({ max: 64, description: 'The tenant, or `unassigned` or `platform`.' })
  readonly tenantId!: string;
}

@ArgsType()
class LinesArgs extends PageArgs {
  @Text({ max: 200, description: 'Id of the statement.' })
  readonly statementId!: string;
}

@Resolver()
export class StatementResolver {
  constructor(
    @Inject(STATEMENT_QUERIES) private readonly queries: StatementQueries,
    @Inject(MONTH_WORK) private readonly work: MonthWork,
  ) {}

  @Query(() => StatementConnection, { description: 'By month, oldest first, then by payer and tenant.' })
  @RequiresPermission('costs:read')
  async statements(@Args() { first, after, ...filter }: StatementsArgs): Promise<Connection<Statement>> {
    return toConnection(await this.queries.statements(filter, { first, ...optional({ after }) }), toStatement);
  }

  @Query(() => Statement, { nullable: true, description: 'The version that counts, or another one.' })
  @RequiresPermission('costs:read')
  async statement(
    @Args() key: StatementArgs,
    @Args('version', { type: () => Int, nullable: true }) version?: number | null,
  ): Promise<Statement | undefined> {
    const header = await this.queries.statement({ ...key, ...optional({ version: version ?? undefined }) });
    return header && toStatement(header);
  }

  @Query(() => [Statement], { description: 'All versions, oldest first.' })
  @RequiresPermission('costs:read')
  async statementVersions(@Args() key: StatementArgs): Promise<Statement[]> {
    return (await this.queries.statementVersions(key)).map(toStatement);
  }

  @Query(() => StatementLineConnection)
  @RequiresPermission('costs:read')
  async statementLines(@Args() { statementId, first, after }: LinesArgs): Promise<Connection<StatementLine>> {
    return toConnection(await this.queries.statementLines(statementId, { first, ...optional({ after }) }), (line) => line);
  }

  @Query(() => StatementDiff, { description: 'Line by line.' })
  @RequiresPermission('costs:read')
  async statementDiff(
    @Args() key: StatementArgs,
    @Args('from', { type: () => Int }) from: number,
    @Args('to', { type: () => Int }) to: number,
  ): Promise<StatementDiff> {
    const diff = await this.queries.statementDiff(key, from, to);
    if (!diff)
      throw new DomainError('STATEMENT_NOT_FOUND', `The statement of ${key.tenantId} for ${key.month} has no version ${from} or ${to}.`, {
        field: 'from',
      });
    return diff;
  }

  @Query(() => StatementVerification, { description: 'Reads all of them and computes every hash anew.' })
  @RequiresPermission('costs:read')
  verifyStatements(@Args() { payerAccountId, month }: MonthArgs): Promise<StatementVerification> {
    return this.work.tasks.verify({ payerAccountId, month });
  }
}
