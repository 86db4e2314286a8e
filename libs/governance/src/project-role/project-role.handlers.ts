import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { ProjectRoleCommand } from './project-role.commands.js';
import type { ProjectRoleEvent } from './project-role.events.js';

export class ExecuteProjectRoleCommand extends Command<Executed<ProjectRoleEvent>> {
  constructor(readonly command: ProjectRoleCommand) {
    super();
  }
}
