import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteWorkspaceCommand, GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries, WorkspaceCommand } from '@orgledger/governance';
import { Asked } from '../graphql/api-context.js';
import type { Asker } from '../graphql/api-context.js';
import { asOperator } from '../graphql/asked-as-operator.js';
import { CommandGateway } from '../graphql/command-gateway.js';
import type { Asking } from '../graphql/command-gateway.js';
import { toConnection } from '../graphql/page.js';
import type { Connection } from '../graphql/page.js';
import { optional } from '../graphql/optional.js';
import { fromTags } from '../shared/tag.types.js';
import {
  ChangeWorkspaceContactsInput,
  ChangeWorkspaceTagsInput,
  CreateWorkspaceInput,
  DeleteWorkspaceInput,
  RenameWorkspaceInput,
  WorkspacesArgs,
} from './workspace.inputs.js';
import { toWorkspace, Workspace, WorkspaceConnection, WorkspacePayload } from './workspace.types.js';
import type { WorkspaceSuccess } from './workspace.types.js';

@Resolver()
export class WorkspaceResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => WorkspaceConnection)
  @RequiresPermission('workspaces:read')
  async workspaces(@Args() { first, after, ...filter }: WorkspacesArgs): Promise<Connection<Workspace>> {
    return toConnection(await this.queries.workspaces(filter, { first, ...optional({ after }) }), toWorkspace);
  }

  @Query(() => Workspace, { nullable: true })
  @RequiresPermission('workspaces:read')
  async workspace(@Args('workspaceIdentifier', { type: () => ID }) workspaceIdentifier: string): Promise<Workspace | undefined> {
    const view = await this.queries.workspace(workspaceIdentifier);
    return view && toWorkspace(view);
  }

  @Mutation(() => WorkspacePayload)
  @RequiresPermission('workspaces:write')
  createWorkspace(@Args('input') { tags, ...input }: CreateWorkspaceInput, @Asked() asker: Asker): Promise<WorkspaceSuccess> {
    return this.change(asker, { type: 'CreateWorkspace', ...input, ...optional({ tags: tags && fromTags(tags) }), ...asOperator(asker) });
  }

  @Mutation(() => WorkspacePayload)
  @RequiresPermission('workspaces:write')
  renameWorkspace(@Args('input') input: RenameWorkspaceInput, @Asked() asker: Asker): Promise<WorkspaceSuccess> {
    return this.change(asker, { type: 'RenameWorkspace', ...input });
  }

  @Mutation(() => WorkspacePayload)
  @RequiresPermission('workspaces:write')
  changeWorkspaceTags(@Args('input') { tags, ...input }: ChangeWorkspaceTagsInput, @Asked() asker: Asker): Promise<WorkspaceSuccess> {
    return this.change(asker, { type: 'ChangeWorkspaceTags', ...input, tags: fromTags(tags), ...asOperator(asker) });
  }

  @Mutation(() => WorkspacePayload)
  @RequiresPermission('workspaces:write')
  changeWorkspaceContacts(@Args('input') input: ChangeWorkspaceContactsInput, @Asked() asker: Asker): Promise<WorkspaceSuccess> {
    return this.change(asker, { type: 'ChangeWorkspaceContacts', ...input });
  }

  @Mutation(() => WorkspacePayload, { description: 'Only an empty workspace can be deleted.' })
  @RequiresPermission('workspaces:write')
  deleteWorkspace(@Args('input') input: DeleteWorkspaceInput, @Asked() asker: Asker): Promise<WorkspaceSuccess> {
    return this.change(asker, { type: 'DeleteWorkspace', ...input });
  }

  private change(asker: Asker, asking: Asking<WorkspaceCommand>): Promise<WorkspaceSuccess> {
    return this.commands.execute<WorkspaceCommand, unknown, Pick<WorkspaceSuccess, 'workspace'>>(
      asker,
      asking,
      (command) => new ExecuteWorkspaceCommand(command),
      async () => optional({ workspace: await this.workspace(asking.workspaceIdentifier) }),
    );
  }
}
