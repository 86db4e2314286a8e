import { Inject } from '@nestjs/common';
import { Args, ArgsType, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { uuidv5 } from '@orgledger/kernel';
import { ExecuteReplicationCommand, REPLICATION_QUERIES } from '@orgledger/replication';
import type { ReplicationQueries, RequestSweep } from '@orgledger/replication';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import { Identifier } from '../graphql/input-fields.js';
import { optional } from '../graphql/optional.js';
import { PageArgs, toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { Drift, DriftConnection, RequestSweepInput, Sweep, SweepConnection, SweepPayload } from './sweep.types.js';
import type { SweepSuccess } from './sweep.types.js';

@ArgsType()
class OfPlatformArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this platform.' })
  readonly platformIdentifier?: string;
}

@Resolver()
export class SweepResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(REPLICATION_QUERIES) private readonly queries: ReplicationQueries,
  ) {}

  @Query(() => SweepConnection, { description: 'Newest first.' })
  @RequiresPermission('replication:read')
  async sweeps(@Args() { first, after, platformIdentifier }: OfPlatformArgs): Promise<Connection<Sweep>> {
    return toConnection(await this.queries.sweeps(platformIdentifier, { first, ...optional({ after }) }), (sweep) => sweep);
  }

  @Query(() => DriftConnection, { description: 'Newest first.' })
  @RequiresPermission('replication:read')
  async drift(@Args() { first, after, platformIdentifier }: OfPlatformArgs): Promise<Connection<Drift>> {
    return toConnection(await this.queries.drift(platformIdentifier, { first, ...optional({ after }) }), (drift) => drift);
  }

  @Mutation(() => SweepPayload, { description: 'Looks at all tenants of a platform, as the nightly schedule does.' })
  @RequiresPermission('replication:write')
  requestSweep(@Args('input') input: RequestSweepInput, @Asked() asker: Asker): Promise<SweepSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    const sweepId = uuidv5(commandId, 'sweep');
    return this.commands.execute<RequestSweep, unknown, { sweepId: string }>(
      asker,
      { type: 'RequestSweep', ...input, commandId, sweepId },
      (command) => new ExecuteReplicationCommand(command),
      () => Promise.resolve({ sweepId }),
    );
  }
}
