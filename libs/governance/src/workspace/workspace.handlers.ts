import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { holdersOf } from '../claims/claims.decider.js';
import { twoStepAppend } from '../claims/two-step-append.store.js';
import { loadState, objectStates } from '../object-states.store.js';
import { claimStreams, streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import type { DeleteWorkspace, WorkspaceCommand } from './workspace.commands.js';
import { workspaceDecider } from './workspace.decider.js';
import type { WorkspaceEvent } from './workspace.events.js';

export class ExecuteWorkspaceCommand extends Command<Executed<WorkspaceEvent>> {
  constructor(readonly command: WorkspaceCommand) {
    super();
  }
}

@CommandHandler(ExecuteWorkspaceCommand)
export class WorkspaceCommandHandler implements ICommandHandler<ExecuteWorkspaceCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteWorkspaceCommand): Promise<Executed<WorkspaceEvent>> {
    const workspace = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
    if (command.type === 'DeleteWorkspace') return this.delete(command, workspace);
    const tagDefinitions = await objectStates(this.store).tagDefinitions('workspace');
    return executeCommand(this.store, workspaceDecider({ tagDefinitions, projects: [] }), streams.workspace(workspace), command);
  }

  /** Closes the roster of projects first: from then on no project can enter. */
  private delete(command: DeleteWorkspace, workspace: string): Promise<Executed<WorkspaceEvent>> {
    const stream = streams.workspace(workspace);
    return twoStepAppend<WorkspaceEvent>({
      store: this.store,
      command,
      stream,
      claimStream: claimStreams.projectsOf(workspace),
      claim: { type: 'CloseClaims' },
      decide: async (claims) => {
        const decider = workspaceDecider({ tagDefinitions: [], projects: [...holdersOf(claims).keys()] });
        return decider.decide(command, await loadState(this.store, decider, stream));
      },
    });
  }
}
