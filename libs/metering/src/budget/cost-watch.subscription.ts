import { ConcurrencyConflict, executeCommand, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import type { Kysely } from 'kysely';
import { formatUnits, parseUnits, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import { requestNotifications } from '@orgledger/notification';
import type { ProjectionRunner, Reaction, ViewsDatabase } from '@orgledger/projections';
import type { CollectionEvent } from '../collection/collection.events.js';
import { addMonths, monthOf } from '../month.js';
import type { CostDatabase } from '../report/cost-tables.view.js';
import { streams } from '../streams.js';
import { readBudgetCosts } from './budget-costs.view.js';
import { budgetDecider, noBudgetFacts } from './budget.decider.js';
import type { BudgetEvent, CostSpikeEvent } from './budget.events.js';
import { budgetQueries } from './budget.view.js';
import type { BudgetQueries, BudgetTables, BudgetView } from './budget.view.js';
import { forecastMonth } from './forecast.js';
import { spikeMessage, thresholdMessage } from './alert-message.js';
import { holderOfAccount, readSpikes } from './spike-costs.view.js';

export interface CostWatchOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly projections: Pick<ProjectionRunner, 'waitFor'>;
}

const visibleWithinMs = 30_000;
const system = { kind: 'system', id: 'cost-watch' } as const;

type Completed = Extract<CollectionEvent, { type: 'CollectionCompleted' }>;

/**
 * What is watched after every completed collection, without waiting for a month's end: thresholds of budgets (of one that was just made
 * or changed, at once), on what the month has come to and on its forecast, and days that cost far more than usual. What is found is an
 * event; telling of it is a second reaction.
 */
export const costWatchReactions = (options: CostWatchOptions): readonly Reaction[] => {
  const seen = async (event: Recorded, names: readonly string[]): Promise<void> => {
    if (!(await options.projections.waitFor(event.position, { projections: names, timeoutMs: visibleWithinMs })))
      throw new Error(`The read models have not reached ${event.type} at ${event.position} within ${visibleWithinMs / 1000} s.`);
  };
  return [
    {
      name: 'cost-watch',
      filter: { types: ['CollectionCompleted', 'BudgetCreated', 'BudgetChanged'] },
      handle: async (recorded) => {
        await seen(recorded, ['costs', 'budgets', 'metering-holder-facts', 'metering-account-tenancy']);
        const event = fromRecorded<BudgetEvent | Completed>(recorded);
        const budgets = await activeBudgets(budgetQueries(options.views.read as Kysely<BudgetTables>));
        if (event.type !== 'CollectionCompleted')
          return watchBudgets(
            options,
            recorded,
            budgets.filter(({ budgetId }) => budgetId === event.budgetId),
          );
        await watchBudgets(options, recorded, budgets);
        await watchDays(options, recorded, event);
      },
    },
    {
      name: 'cost-alerts',
      filter: { types: ['BudgetThresholdReached', 'CostSpikeDetected'] },
      handle: async (recorded) => {
        await seen(recorded, ['costs', 'budgets']);
        await tell(options, recorded);
      },
    },
  ];
};

const activeBudgets = async (queries: BudgetQueries): Promise<readonly BudgetView[]> => {
  const budgets: BudgetView[] = [];
  let after: string | undefined;
  do {
    const page = await queries.budgets({ status: 'active' }, { first: 200, ...(after === undefined ? {} : { after }) });
    budgets.push(...page.nodes);
    after = page.hasNextPage ? page.endCursor : undefined;
  } while (after !== undefined);
  return budgets;
};

const watchBudgets = async ({ store, views }: CostWatchOptions, recorded: Recorded, budgets: readonly BudgetView[]): Promise<void> => {
  if (budgets.length === 0) return;
  const asOf = recorded.metadata.at;
  const month = monthOf(asOf);
  const before = addMonths(month, -1);
  const workspaces = [...new Set(budgets.map(({ settings }) => settings.scope.workspaceIdentifier))];
  const costs = await readBudgetCosts(views.read as CostDatabase, month, workspaces);
  for (const { budgetId, settings, createdAt } of budgets) {
    const inputs = costs.inputsOf(settings, asOf);
    const now = { actual: formatUnits(inputs.monthToDate), forecast: formatUnits(forecastMonth(inputs).amount) };
    // Support and corrections still come to a month that is over; what was before a budget is no news of it.
    const earlier = monthOf(createdAt) <= before ? [[before, { actual: formatUnits(costs.actualOf(settings, before)) }] as const] : [];
    for (const [of, figures] of [[month, now] as const, ...earlier]) {
      const command = { type: 'RecordBudgetFigures', budgetId, month: of, ...figures, meta: metaOf(recorded, `${budgetId} ${of}`) } as const;
      await executeCommand(store, budgetDecider(noBudgetFacts), streams.budget(budgetId), command);
    }
  }
};

const watchDays = async ({ store, views }: CostWatchOptions, recorded: Recorded, { payerAccountId, pullId }: Completed): Promise<void> => {
  for (const { accountId, day, amount, usual, excess } of await readSpikes(views.read as CostDatabase, payerAccountId, recorded.metadata.at)) {
    const found: CostSpikeEvent = {
      type: 'CostSpikeDetected',
      payerAccountId,
      accountId,
      day,
      amount: formatUnits(amount),
      usual: formatUnits(usual),
      excess: formatUnits(excess),
      pullId,
    };
    const stream = streams.costSpike(payerAccountId, accountId, day);
    const meta = metaOf(recorded, stream);
    const metadata = { $correlationId: meta.correlationId, $causationId: recorded.id, commandId: meta.commandId, actor: system, at: meta.now };
    try {
      await store.append(stream, 'no_stream', [toNewEvent(found, uuidv5(meta.commandId, 0), metadata)]);
    } catch (error) {
      // A day's spike is told once, by the pull that saw it first.
      if (!(error instanceof ConcurrencyConflict)) throw error;
    }
  }
};

const tell = async ({ store, views }: CostWatchOptions, recorded: Recorded): Promise<void> => {
  const event = fromRecorded<BudgetEvent | CostSpikeEvent>(recorded);
  const queries = budgetQueries(views.read as Kysely<BudgetTables>);
  if (event.type === 'BudgetThresholdReached') {
    const budget = await queries.budget(event.budgetId);
    if (budget?.status === 'active') await requestNotifications(store, recorded, budget.settings.targetIds, thresholdMessage(event, budget.settings));
  }
  if (event.type !== 'CostSpikeDetected') return;
  const holder = await holderOfAccount(views.read as CostDatabase, event);
  for (const { settings } of await activeBudgets(queries)) {
    const { scope, spikes, targetIds } = settings;
    const covered = scope.workspaceIdentifier === holder.workspace && (scope.kind !== 'project' || scope.projectIdentifier === holder.project);
    if (!covered || scope.kind === 'paymentMethod' || !spikes) continue;
    if (parseUnits(event.excess) >= parseUnits(spikes.minimum)) await requestNotifications(store, recorded, targetIds, spikeMessage(event, holder));
  }
};

const metaOf = (cause: Recorded, what: string): CommandMetadata => ({
  commandId: uuidv5(cause.id, what),
  actor: system,
  now: cause.metadata.at,
  correlationId: cause.metadata.$correlationId,
  causationId: cause.id,
});
