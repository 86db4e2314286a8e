import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteTenantCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { ChangeTenantLandingZone, GovernanceQueries, RequestTenant, TenantCommand } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { asOperator } from '../graphql/asked-as-operator.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { ChangeTenantLandingZoneInput, RequestTenantInput, TenantsArgs } from './tenant.inputs.js';
import { Tenant, TenantConnection, TenantPayload } from './tenant.types.js';
import type { TenantSuccess } from './tenant.types.js';

@Resolver()
export class TenantResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => TenantConnection)
  @RequiresPermission('tenants:read')
  async tenants(@Args() { first, after, ...filter }: TenantsArgs): Promise<Connection<Tenant>> {
    return toConnection(await this.queries.tenants(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => Tenant, { nullable: true })
  @RequiresPermission('tenants:read')
  tenant(@Args('tenantId', { type: () => ID }) tenantId: string): Promise<Tenant | undefined> {
    return this.queries.tenant(tenantId);
  }

  @Mutation(() => TenantPayload)
  @RequiresPermission('tenants:write')
  requestTenant(@Args('input') input: RequestTenantInput, @Asked() asker: Asker): Promise<TenantSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    return this.change(asker, { type: 'RequestTenant', ...input, commandId, tenantId: uuidv5(commandId, 'tenant'), ...asOperator(asker) });
  }

  @Mutation(() => TenantPayload, { description: 'The account moves with the next replication.' })
  @RequiresPermission('tenants:write')
  changeTenantLandingZone(@Args('input') input: ChangeTenantLandingZoneInput, @Asked() asker: Asker): Promise<TenantSuccess> {
    return this.change(asker, { type: 'ChangeTenantLandingZone', ...input });
  }

  private change(asker: Asker, asking: Asking<RequestTenant | ChangeTenantLandingZone>): Promise<TenantSuccess> {
    return this.commands.execute<TenantCommand, unknown, Pick<TenantSuccess, 'tenant' | 'tenantId'>>(
      asker,
      asking,
      (command) => new ExecuteTenantCommand(command),
      async () => ({ tenantId: asking.tenantId, ...optional({ tenant: await this.tenant(asking.tenantId) }) }),
    );
  }
}
