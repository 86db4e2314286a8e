import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { holdersOf } from '../claims/claims.decider.js';
import { releaseAfter } from '../claims/release-claims.store.js';
import { twoStepAppend } from '../claims/two-step-append.store.js';
import { loadState, objectStates } from '../object-states.store.js';
import { claimStreams, streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import type { CreateProject, MarkProjectForDeletion, ProjectCommand } from './project.commands.js';
import { projectDecider } from './project.decider.js';
import type { ProjectFacts } from './project.decider.js';
import type { ProjectEvent } from './project.events.js';

export class ExecuteProjectCommand extends Command<Executed<ProjectEvent>> {
  constructor(readonly command: ProjectCommand) {
    super();
  }
}

@CommandHandler(ExecuteProjectCommand)
export class ProjectCommandHandler implements ICommandHandler<ExecuteProjectCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteProjectCommand): Promise<Executed<ProjectEvent>> {
    const workspace = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
    const project = checkIdentifier('projectIdentifier', command.projectIdentifier, 30);
    const tagDefinitions = await objectStates(this.store).tagDefinitions('project');
    const facts: ProjectFacts = { workspace: 'none', tagDefinitions, tenants: [] };
    switch (command.type) {
      case 'CreateProject':
        return this.create(command, workspace, project, facts);
      case 'MarkProjectForDeletion':
        return this.markForDeletion(command, workspace, project, facts);
      default:
        return executeCommand(this.store, projectDecider(facts), streams.project(workspace, project), command);
    }
  }

  /** Enters the workspace's roster first: refused once the workspace is being deleted. */
  private create(command: CreateProject, workspace: string, project: string, facts: ProjectFacts): Promise<Executed<ProjectEvent>> {
    const stream = streams.project(workspace, project);
    return twoStepAppend<ProjectEvent>({
      store: this.store,
      command,
      stream,
      claimStream: claimStreams.projectsOf(workspace),
      claim: { type: 'TakeClaim', slot: project, holder: project },
      decide: async ({ closed }) => {
        const { status } = await objectStates(this.store).workspace(workspace);
        const decider = projectDecider({ ...facts, workspace: closed ? 'deleted' : status });
        return decider.decide(command, await loadState(this.store, decider, stream));
      },
    });
  }

  /** Closes the project's roster of tenants first: from then on no tenant can enter. */
  private async markForDeletion(
    command: MarkProjectForDeletion,
    workspace: string,
    project: string,
    facts: ProjectFacts,
  ): Promise<Executed<ProjectEvent>> {
    const stream = streams.project(workspace, project);
    const result = await twoStepAppend<ProjectEvent>({
      store: this.store,
      command,
      stream,
      claimStream: claimStreams.tenantsOfProject(workspace, project),
      claim: { type: 'CloseClaims' },
      decide: async (claims) => {
        const decider = projectDecider({ ...facts, tenants: [...holdersOf(claims).values()] });
        return decider.decide(command, await loadState(this.store, decider, stream));
      },
    });
    await releaseAfter(this.store, result.events, command.meta);
    return result;
  }
}
