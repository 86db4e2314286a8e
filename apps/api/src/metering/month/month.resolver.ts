import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { CLOCK, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { ExecuteMonthCommand, MONTH_QUERIES } from '@orgledger/metering';
import type { MonthQueries, MonthView, ReopenMonth, RequestMonthClose } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { CloseMonthInput, MonthArgs, ReopenMonthInput } from './month.inputs.js';
import { BillMonth, MonthPayload, MonthVersion, PendingCorrection } from './month.types.js';
import type { MonthSuccess } from './month.types.js';

@Resolver()
export class MonthResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(MONTH_QUERIES) private readonly queries: MonthQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => [BillMonth], { description: 'Newest first.' })
  @RequiresPermission('costs:read')
  async months(@Args('payerAccountId', { type: () => ID, nullable: true }) payerAccountId?: string | null): Promise<BillMonth[]> {
    return (await this.queries.months(this.now(), payerAccountId ?? undefined)).map(toMonth);
  }

  @Query(() => BillMonth, { nullable: true })
  @RequiresPermission('costs:read')
  async month(@Args() { payerAccountId, month }: MonthArgs): Promise<BillMonth | undefined> {
    const view = await this.queries.month(this.now(), payerAccountId, month);
    return view && toMonth(view);
  }

  @Query(() => [MonthVersion], { description: 'Its closings, oldest first.' })
  @RequiresPermission('costs:read')
  async monthVersions(@Args() { payerAccountId, month }: MonthArgs): Promise<MonthVersion[]> {
    const versions = await this.queries.monthVersions(payerAccountId, month);
    return versions.map(({ reopened, ...version }) => ({
      ...version,
      ...(reopened ? { reopened: { reason: reopened.reason, at: reopened.at, by: reopened.actor.id } } : {}),
    }));
  }

  @Query(() => [PendingCorrection])
  @RequiresPermission('costs:read')
  async pendingCorrections(@Args() { payerAccountId, month }: MonthArgs): Promise<PendingCorrection[]> {
    return [...(await this.queries.pendingCorrections(payerAccountId, month))];
  }

  @Mutation(() => MonthPayload, {
    description: 'Asks for the month to be closed. The metering process answers: `month` shows whether it is closed, or what blocks it.',
  })
  @RequiresPermission('costs:write')
  closeMonth(@Args('input') input: CloseMonthInput, @Asked() asker: Asker): Promise<MonthSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    return this.change(asker, { type: 'RequestMonthClose', ...input, commandId, closeId: uuidv5(commandId, 'close'), trigger: 'request' });
  }

  @Mutation(() => MonthPayload, { description: 'The statements stand until the next closing makes another version of each.' })
  @RequiresPermission('costs:write')
  reopenMonth(@Args('input') input: ReopenMonthInput, @Asked() asker: Asker): Promise<MonthSuccess> {
    return this.change(asker, { type: 'ReopenMonth', ...input });
  }

  private change(asker: Asker, asking: Asking<RequestMonthClose | ReopenMonth>): Promise<MonthSuccess> {
    return this.commands.execute<RequestMonthClose | ReopenMonth, unknown, Pick<MonthSuccess, 'month'>>(
      asker,
      asking,
      (command) => new ExecuteMonthCommand(command),
      async () => optional({ month: await this.month(asking) }),
    );
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}

const toMonth = ({ observation, ...view }: MonthView): BillMonth => ({
  ...view,
  ...(observation
    ? {
        observation: {
          ...observation,
          findings: observation.findings.map(({ code, subject, accountId, message }) => ({
            code,
            message,
            ...optional({ subject: subject ?? accountId }),
          })),
        },
      }
    : {}),
});
