import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteRoleBindingCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, RoleBindingCommand } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { GrantRoleInput, RoleBindingKeyInput, RoleBindingsArgs, SetRoleBindingExpiryInput, toScope } from './role.inputs.js';
import { RoleBinding, RoleBindingConnection, RoleBindingPayload } from './role.types.js';
import type { RoleBindingSuccess } from './role.types.js';

@Resolver()
export class RoleBindingResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => RoleBindingConnection)
  @RequiresPermission('roleBindings:read')
  async roleBindings(@Args() { first, after, ...filter }: RoleBindingsArgs): Promise<Connection<RoleBinding>> {
    return toConnection(await this.queries.roleBindings(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => RoleBinding, { nullable: true })
  @RequiresPermission('roleBindings:read')
  roleBinding(@Args('bindingId', { type: () => ID }) bindingId: string): Promise<RoleBinding | undefined> {
    return this.queries.roleBinding(bindingId);
  }

  @Mutation(() => RoleBindingPayload)
  @RequiresPermission('roleBindings:write')
  grantRole(@Args('input') { workspaceIdentifier, projectIdentifier, ...input }: GrantRoleInput, @Asked() asker: Asker): Promise<RoleBindingSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    const scope = toScope(workspaceIdentifier, projectIdentifier);
    return this.change(asker, { type: 'GrantRole', ...input, scope, commandId, bindingId: uuidv5(commandId, 'role-binding') });
  }

  @Mutation(() => RoleBindingPayload, { description: 'Sets, extends, shortens or removes the end of a live grant.' })
  @RequiresPermission('roleBindings:write')
  setRoleBindingExpiry(@Args('input') input: SetRoleBindingExpiryInput, @Asked() asker: Asker): Promise<RoleBindingSuccess> {
    return this.change(asker, { type: 'SetRoleBindingExpiry', ...input });
  }

  @Mutation(() => RoleBindingPayload, { description: 'Ends this grant only; the person keeps what other grants give.' })
  @RequiresPermission('roleBindings:write')
  revokeRoleBinding(@Args('input') input: RoleBindingKeyInput, @Asked() asker: Asker): Promise<RoleBindingSuccess> {
    return this.change(asker, { type: 'RevokeRoleBinding', ...input });
  }

  private change(asker: Asker, asking: Asking<RoleBindingCommand>): Promise<RoleBindingSuccess> {
    return this.commands.execute<RoleBindingCommand, unknown, Pick<RoleBindingSuccess, 'roleBinding' | 'bindingId'>>(
      asker,
      asking,
      (command) => new ExecuteRoleBindingCommand(command),
      async () => ({ bindingId: asking.bindingId, ...optional({ roleBinding: await this.roleBinding(asking.bindingId) }) }),
    );
  }
}
