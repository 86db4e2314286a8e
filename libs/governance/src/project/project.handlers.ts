import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { ProjectCommand } from './project.commands.js';
import type { ProjectEvent } from './project.events.js';

export class ExecuteProjectCommand extends Command<Executed<ProjectEvent>> {
  constructor(readonly command: ProjectCommand) {
    super();
  }
}
