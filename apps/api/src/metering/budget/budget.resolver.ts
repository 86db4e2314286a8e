import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { CLOCK, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { ExecuteBudgetCommand, METERING_REPORT_QUERIES } from '@orgledger/metering';
import type { BudgetCommand, BudgetSettingsInput, BudgetView, MeteringReportQueries } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { BudgetAlertsArgs, BudgetsArgs, ChangeBudgetInput, CostSpikesArgs, CreateBudgetInput, DeleteBudgetInput } from './budget.inputs.js';
import {
  Budget,
  BudgetAlert,
  BudgetAlertConnection,
  BudgetConnection,
  BudgetPayload,
  CostSpike,
  CostSpikeConnection,
  toBudget,
} from './budget.types.js';
import type { BudgetSuccess } from './budget.types.js';

const settingsOf = ({ spikeMinimum, ...input }: ChangeBudgetInput | CreateBudgetInput): BudgetSettingsInput => {
  const { commandId: _, budgetId: __, ...settings } = input;
  return { ...settings, ...(spikeMinimum === undefined ? {} : { spikes: { minimum: spikeMinimum } }) };
};

@Resolver()
export class BudgetResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_REPORT_QUERIES) private readonly queries: MeteringReportQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => BudgetConnection, { description: 'With how each stands now.' })
  @RequiresPermission('costs:read')
  async budgets(@Args() { first, after, ...filter }: BudgetsArgs): Promise<Connection<Budget>> {
    const page = await this.queries.budgets(filter, { first, ...optional({ after }) });
    const nodes = await this.withFigures(page.nodes);
    return toConnection({ ...page, nodes }, (budget) => budget);
  }

  @Query(() => Budget, { nullable: true })
  @RequiresPermission('costs:read')
  async budget(@Args('budgetId', { type: () => ID }) budgetId: string): Promise<Budget | undefined> {
    const view = await this.queries.budget(budgetId.toLowerCase());
    return view && (await this.withFigures([view]))[0];
  }

  @Query(() => BudgetAlertConnection, { description: 'Thresholds that were reached, oldest first.' })
  @RequiresPermission('costs:read')
  async budgetAlerts(@Args() { first, after, ...filter }: BudgetAlertsArgs): Promise<Connection<BudgetAlert>> {
    return toConnection(await this.queries.budgetAlerts(filter, { first, ...optional({ after }) }), (alert) => alert);
  }

  @Query(() => CostSpikeConnection, { description: 'By day.' })
  @RequiresPermission('costs:read')
  async costSpikes(@Args() { first, after, ...filter }: CostSpikesArgs): Promise<Connection<CostSpike>> {
    return toConnection(await this.queries.costSpikes(filter, { first, ...optional({ after }) }), (spike) => spike);
  }

  @Mutation(() => BudgetPayload)
  @RequiresPermission('costs:write')
  createBudget(@Args('input') input: CreateBudgetInput, @Asked() asker: Asker): Promise<BudgetSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    const budgetId = (input.budgetId ?? uuidv5(commandId, 'budget')).toLowerCase();
    return this.change(asker, { type: 'CreateBudget', commandId, budgetId, settings: settingsOf(input) });
  }

  @Mutation(() => BudgetPayload, { description: 'Replaces all settings.' })
  @RequiresPermission('costs:write')
  changeBudget(@Args('input') input: ChangeBudgetInput, @Asked() asker: Asker): Promise<BudgetSuccess> {
    const { commandId, budgetId } = input;
    return this.change(asker, { type: 'ChangeBudget', ...optional({ commandId }), budgetId: budgetId.toLowerCase(), settings: settingsOf(input) });
  }

  @Mutation(() => BudgetPayload)
  @RequiresPermission('costs:write')
  deleteBudget(@Args('input') input: DeleteBudgetInput, @Asked() asker: Asker): Promise<BudgetSuccess> {
    return this.change(asker, { type: 'DeleteBudget', ...input });
  }

  private async withFigures(views: readonly BudgetView[]): Promise<readonly Budget[]> {
    const active = views.filter(({ status }) => status === 'active');
    const figures = await this.queries.budgetFigures(
      active.map(({ settings }) => settings),
      this.clock.now().toISOString(),
    );
    const known = new Map(active.map(({ budgetId }, index) => [budgetId, figures[index]]));
    return views.map((view) => toBudget(view, known.get(view.budgetId)));
  }

  private change(asker: Asker, asking: Asking<BudgetCommand>): Promise<BudgetSuccess> {
    return this.commands.execute<BudgetCommand, unknown, Pick<BudgetSuccess, 'budget'>>(
      asker,
      asking,
      (command) => new ExecuteBudgetCommand(command),
      async () => optional({ budget: await this.budget(asking.budgetId) }),
    );
  }
}
