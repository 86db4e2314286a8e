import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteRoleMappingCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, RoleMappingCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { ChangeRoleMappingInput, RoleMappingKeyInput } from './role.inputs.js';
import { RoleMapping, RoleMappingPayload } from './role.types.js';
import type { RoleMappingSuccess } from './role.types.js';

@Resolver()
export class RoleMappingResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => [RoleMapping], { description: 'All of a platform.' })
  @RequiresPermission('roles:read')
  async roleMappings(@Args('platformIdentifier', { type: () => ID }) platformIdentifier: string): Promise<RoleMapping[]> {
    return [...(await this.queries.roleMappings(platformIdentifier))];
  }

  @Mutation(() => RoleMappingPayload, { description: 'Maps a project role on a platform, or replaces its mapping.' })
  @RequiresPermission('roles:write')
  changeRoleMapping(@Args('input') input: ChangeRoleMappingInput, @Asked() asker: Asker): Promise<RoleMappingSuccess> {
    return this.change(asker, { type: 'ChangeRoleMapping', ...input });
  }

  @Mutation(() => RoleMappingPayload, { description: 'Its groups and assignments disappear with the next replication.' })
  @RequiresPermission('roles:write')
  removeRoleMapping(@Args('input') input: RoleMappingKeyInput, @Asked() asker: Asker): Promise<RoleMappingSuccess> {
    return this.change(asker, { type: 'RemoveRoleMapping', ...input });
  }

  private change(asker: Asker, asking: Asking<RoleMappingCommand>): Promise<RoleMappingSuccess> {
    return this.commands.execute<RoleMappingCommand, unknown, Pick<RoleMappingSuccess, 'roleMapping'>>(
      asker,
      asking,
      (command) => new ExecuteRoleMappingCommand(command),
      async () => {
        const mappings = await this.queries.roleMappings(asking.platformIdentifier);
        return optional({ roleMapping: mappings.find((mapping) => mapping.roleIdentifier === asking.roleIdentifier) });
      },
    );
  }
}
