import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteProjectCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, ProjectCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { asOperator } from '../graphql/asked-as-operator.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { optional } from '../graphql/optional.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { fromTags } from '../shared/tag.types.js';
import { ChangeProjectTagsInput, CreateProjectInput, MarkProjectForDeletionInput, ProjectsArgs, RenameProjectInput } from './project.inputs.js';
import { Project, ProjectConnection, ProjectPayload, toProject } from './project.types.js';
import type { ProjectSuccess } from './project.types.js';

@Resolver()
export class ProjectResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => ProjectConnection)
  @RequiresPermission('projects:read')
  async projects(@Args() { first, after, ...filter }: ProjectsArgs): Promise<Connection<Project>> {
    return toConnection(await this.queries.projects(filter, { first, ...optional({ after }) }), toProject);
  }

  @Query(() => Project, { nullable: true })
  @RequiresPermission('projects:read')
  async project(
    @Args('workspaceIdentifier', { type: () => ID }) workspaceIdentifier: string,
    @Args('projectIdentifier', { type: () => ID }) projectIdentifier: string,
  ): Promise<Project | undefined> {
    const view = await this.queries.project(workspaceIdentifier, projectIdentifier);
    return view && toProject(view);
  }

  @Mutation(() => ProjectPayload)
  @RequiresPermission('projects:write')
  createProject(@Args('input') { tags, ...input }: CreateProjectInput, @Asked() asker: Asker): Promise<ProjectSuccess> {
    return this.change(asker, { type: 'CreateProject', ...input, ...optional({ tags: tags && fromTags(tags) }), ...asOperator(asker) });
  }

  @Mutation(() => ProjectPayload)
  @RequiresPermission('projects:write')
  renameProject(@Args('input') input: RenameProjectInput, @Asked() asker: Asker): Promise<ProjectSuccess> {
    return this.change(asker, { type: 'RenameProject', ...input });
  }

  @Mutation(() => ProjectPayload)
  @RequiresPermission('projects:write')
  changeProjectTags(@Args('input') { tags, ...input }: ChangeProjectTagsInput, @Asked() asker: Asker): Promise<ProjectSuccess> {
    return this.change(asker, { type: 'ChangeProjectTags', ...input, tags: fromTags(tags), ...asOperator(asker) });
  }

  @Mutation(() => ProjectPayload, { description: 'Refused while the project has live tenants. Without tenants it is deleted at once.' })
  @RequiresPermission('projects:write')
  markProjectForDeletion(@Args('input') input: MarkProjectForDeletionInput, @Asked() asker: Asker): Promise<ProjectSuccess> {
    return this.change(asker, { type: 'MarkProjectForDeletion', ...input });
  }

  private change(asker: Asker, asking: Asking<ProjectCommand>): Promise<ProjectSuccess> {
    return this.commands.execute<ProjectCommand, unknown, Pick<ProjectSuccess, 'project'>>(
      asker,
      asking,
      (command) => new ExecuteProjectCommand(command),
      async () => optional({ project: await this.project(asking.workspaceIdentifier, asking.projectIdentifier) }),
    );
  }
}
