import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { WorkspaceCommand } from './workspace.commands.js';
import type { WorkspaceEvent } from './workspace.events.js';

export class ExecuteWorkspaceCommand extends Command<Executed<WorkspaceEvent>> {
  constructor(readonly command: WorkspaceCommand) {
    super();
  }
}
