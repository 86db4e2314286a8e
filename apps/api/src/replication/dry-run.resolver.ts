import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { uuidv5 } from '@orgledger/kernel';
import { ExecuteReplicationCommand, REPLICATION_QUERIES } from '@orgledger/replication';
import type { DryRunSubject, ReplicationQueries, RequestDryRun } from '@orgledger/replication';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { DryRunPlatformInput, DryRunTenantInput, DryRunTenantsArgs, toWhatIf } from './dry-run.inputs.js';
import { DryRun, DryRunPayload, DryRunTenant, DryRunTenantConnection } from './dry-run.types.js';
import type { DryRunSuccess } from './dry-run.types.js';

@Resolver()
export class DryRunResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(REPLICATION_QUERIES) private readonly queries: ReplicationQueries,
  ) {}

  @Query(() => DryRun, { nullable: true })
  @RequiresPermission('replication:read')
  dryRun(@Args('dryRunId', { type: () => ID }) dryRunId: string): Promise<DryRun | undefined> {
    return this.queries.dryRun(dryRunId);
  }

  @Query(() => DryRunTenantConnection, { description: 'Only tenants that would change.' })
  @RequiresPermission('replication:read')
  async dryRunTenants(@Args() { first, after, dryRunId }: DryRunTenantsArgs): Promise<Connection<DryRunTenant>> {
    return toConnection(await this.queries.dryRunTenants(dryRunId, { first, ...optional({ after }) }), (tenant) => tenant);
  }

  @Mutation(() => DryRunPayload, { description: 'What the next replication of a tenant would change.' })
  @RequiresPermission('replication:write')
  dryRunTenant(@Args('input') { commandId, tenantId }: DryRunTenantInput, @Asked() asker: Asker): Promise<DryRunSuccess> {
    return this.request(asker, commandId, { kind: 'tenant', tenantId });
  }

  @Mutation(() => DryRunPayload, { description: 'What would change for a platform’s tenants if these settings were saved.' })
  @RequiresPermission('replication:write')
  dryRunPlatform(@Args('input') input: DryRunPlatformInput, @Asked() asker: Asker): Promise<DryRunSuccess> {
    const { commandId, platformIdentifier } = input;
    return this.request(asker, commandId, { kind: 'platform', platformIdentifier, whatIf: toWhatIf(input) });
  }

  private request(asker: Asker, given: string | undefined, subject: DryRunSubject): Promise<DryRunSuccess> {
    const commandId = given ?? this.commands.newCommandId();
    const dryRunId = uuidv5(commandId, 'dry-run');
    return this.commands.execute<RequestDryRun, unknown, Pick<DryRunSuccess, 'dryRun' | 'dryRunId'>>(
      asker,
      { type: 'RequestDryRun', commandId, dryRunId, subject },
      (command) => new ExecuteReplicationCommand(command),
      async () => ({ dryRunId, ...optional({ dryRun: await this.queries.dryRun(dryRunId) }) }),
    );
  }
}
