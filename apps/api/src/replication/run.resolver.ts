import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteReplicationCommand, REPLICATION_QUERIES } from '@orgledger/replication';
import type { ReplicationQueries, RequestReplication, RunProgress } from '@orgledger/replication';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { PageArgs, toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { RunProgressFeed } from './run-progress.feed.js';
import { ReplicationProgressArgs, ReplicationRunsArgs, RequestReplicationInput } from './run.inputs.js';
import { QueuedTenant, QueuedTenantConnection, ReplicationRequestPayload, ReplicationRun, ReplicationRunConnection } from './run.types.js';
import type { ReplicationRequestSuccess } from './run.types.js';

@Resolver()
export class ReplicationRunResolver {
  constructor(
    private readonly commands: CommandGateway,
    private readonly feed: RunProgressFeed,
    @Inject(REPLICATION_QUERIES) private readonly queries: ReplicationQueries,
  ) {}

  @Query(() => ReplicationRunConnection, { description: 'Newest first.' })
  @RequiresPermission('replication:read')
  async replicationRuns(@Args() { first, after, ...filter }: ReplicationRunsArgs): Promise<Connection<ReplicationRun>> {
    return toConnection(await this.queries.runs(filter, { first, ...optional({ after }) }), (run) => run);
  }

  @Query(() => ReplicationRun, { nullable: true })
  @RequiresPermission('replication:read')
  replicationRun(@Args('runId', { type: () => ID }) runId: string): Promise<ReplicationRun | undefined> {
    return this.queries.run(runId);
  }

  @Query(() => QueuedTenantConnection, { description: 'In the order in which they will be taken.' })
  @RequiresPermission('replication:read')
  async replicationQueue(@Args() { first, after }: PageArgs): Promise<Connection<QueuedTenant>> {
    const waiting = await this.queries.queue();
    // A cursor is a tenant: when it has been taken meanwhile, its page begins anew.
    const begin = waiting.findIndex(({ tenantId }) => tenantId === after) + 1;
    const nodes = waiting.slice(begin, begin + first);
    return { nodes, pageInfo: { endCursor: nodes.at(-1)?.tenantId, hasNextPage: begin + first < waiting.length }, totalCount: waiting.length };
  }

  @Mutation(() => ReplicationRequestPayload, { description: 'Replicates a tenant as soon as a worker is free; a parked one, too.' })
  @RequiresPermission('replication:write')
  requestReplication(@Args('input') input: RequestReplicationInput, @Asked() asker: Asker): Promise<ReplicationRequestSuccess> {
    return this.commands.execute<RequestReplication, unknown, { tenantId: string }>(
      asker,
      { type: 'RequestReplication', ...input },
      (command) => new ExecuteReplicationCommand(command),
      () => Promise.resolve({ tenantId: input.tenantId }),
    );
  }

  @Subscription(() => ReplicationRun, {
    description: 'The runs as they stand, then each one whenever it has changed.',
    resolve: (run: RunProgress) => run,
  })
  @RequiresPermission('replication:read')
  replicationProgress(@Args() { tenantId }: ReplicationProgressArgs): AsyncIterableIterator<RunProgress> {
    return this.feed.follow(tenantId);
  }
}
