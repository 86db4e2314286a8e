import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteProjectRoleCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, ProjectRoleCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { ProjectRoleInput, ProjectRoleKeyInput } from './role.inputs.js';
import { ProjectRole, ProjectRolePayload } from './role.types.js';
import type { ProjectRoleSuccess } from './role.types.js';

@Resolver()
export class ProjectRoleResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => [ProjectRole], { description: 'All of them: a handful.' })
  @RequiresPermission('roles:read')
  async projectRoles(): Promise<ProjectRole[]> {
    return [...(await this.queries.projectRoles())];
  }

  @Query(() => ProjectRole, { nullable: true })
  @RequiresPermission('roles:read')
  async projectRole(@Args('roleIdentifier', { type: () => ID }) roleIdentifier: string): Promise<ProjectRole | undefined> {
    return (await this.queries.projectRoles()).find((role) => role.roleIdentifier === roleIdentifier);
  }

  @Mutation(() => ProjectRolePayload)
  @RequiresPermission('roles:write')
  defineProjectRole(@Args('input') input: ProjectRoleInput, @Asked() asker: Asker): Promise<ProjectRoleSuccess> {
    return this.change(asker, { type: 'DefineProjectRole', ...input });
  }

  @Mutation(() => ProjectRolePayload)
  @RequiresPermission('roles:write')
  renameProjectRole(@Args('input') input: ProjectRoleInput, @Asked() asker: Asker): Promise<ProjectRoleSuccess> {
    return this.change(asker, { type: 'RenameProjectRole', ...input });
  }

  @Mutation(() => ProjectRolePayload, { description: 'Ends the access of everybody who holds the role.' })
  @RequiresPermission('roles:write')
  removeProjectRole(@Args('input') input: ProjectRoleKeyInput, @Asked() asker: Asker): Promise<ProjectRoleSuccess> {
    return this.change(asker, { type: 'RemoveProjectRole', ...input });
  }

  private change(asker: Asker, asking: Asking<ProjectRoleCommand>): Promise<ProjectRoleSuccess> {
    return this.commands.execute<ProjectRoleCommand, unknown, Pick<ProjectRoleSuccess, 'projectRole'>>(
      asker,
      asking,
      (command) => new ExecuteProjectRoleCommand(command),
      async () => optional({ projectRole: await this.projectRole(asking.roleIdentifier) }),
    );
  }
}
