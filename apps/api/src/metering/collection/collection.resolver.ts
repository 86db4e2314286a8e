import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { CLOCK, isUuid, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { COST_OBSERVATION_QUERIES, ExecuteCollectionCommand, loadPayer } from '@orgledger/metering';
import type { CollectionView, CostObservationQueries, RequestCollection, RequestPrices } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { CollectionPlanArgs, CollectionsArgs, RequestCollectionInput } from './collection.inputs.js';
import { Collection, CollectionConnection, CollectionPayload, CollectionPlan } from './collection.types.js';
import type { CollectionSuccess } from './collection.types.js';
import { REQUEST_PRICES } from './request-prices.provider.js';

@Resolver()
export class CollectionResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(COST_OBSERVATION_QUERIES) private readonly queries: CostObservationQueries,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(REQUEST_PRICES) private readonly prices: RequestPrices,
  ) {}

  @Query(() => CollectionConnection, { description: 'Newest first.' })
  @RequiresPermission('costs:read')
  async collections(@Args() { first, after, ...filter }: CollectionsArgs): Promise<Connection<Collection>> {
    return toConnection(await this.queries.collections(filter, { first, ...optional({ after }) }), toCollection);
  }

  @Query(() => Collection, { nullable: true })
  @RequiresPermission('costs:read')
  async collection(@Args('pullId', { type: () => ID }) pullId: string): Promise<Collection | undefined> {
    const view = isUuid(pullId) ? await this.queries.collection(pullId.toLowerCase()) : undefined;
    return view && toCollection(view);
  }

  @Query(() => CollectionPlan, { nullable: true, description: 'Before it costs anything. Null: there is no such payer.' })
  @RequiresPermission('costs:read')
  async collectionPlan(@Args() { payerAccountId, months }: CollectionPlanArgs): Promise<CollectionPlan | undefined> {
    const payer = await loadPayer(this.store, payerAccountId);
    if (!payer) return undefined;
    const now = this.clock.now().toISOString();
    const { days, ...plan } = await this.queries.collectionPlan(payer, { now, prices: this.prices, ...optional({ months }) });
    return { ...plan, ...optional({ days: days?.call }) };
  }

  @Mutation(() => CollectionPayload, { description: 'The metering process reads the costs: `collection` shows how it goes.' })
  @RequiresPermission('costs:write')
  requestCollection(@Args('input') { months, ...input }: RequestCollectionInput, @Asked() asker: Asker): Promise<CollectionSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    const pullId = uuidv5(commandId, 'pull');
    return this.commands.execute<RequestCollection, unknown, Pick<CollectionSuccess, 'pullId' | 'collection'>>(
      asker,
      { type: 'RequestCollection', ...input, commandId, pullId, trigger: 'request', ...optional({ months }) },
      (command) => new ExecuteCollectionCommand(command),
      async () => ({ pullId, ...optional({ collection: await this.collection(pullId) }) }),
    );
  }
}

const toCollection = ({ cost, code, message, remedy, months, startedAt, endedAt, retryAt, ...view }: CollectionView): Collection => ({
  ...view,
  requests: cost.requests,
  usd: cost.usd,
  byOperation: Object.entries(cost.byOperation).map(([operation, requests]) => ({ operation, requests })),
  ...(code === undefined ? {} : { problem: { code, message: message ?? '', ...optional({ remedy }) } }),
  ...optional({ months, startedAt, endedAt, retryAt }),
});
