import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { objectStates } from '../object-states.store.js';
import { streams } from '../streams.js';
import { checkIdentifier, checkUuid } from '@orgledger/kernel';
import type { RoleBindingCommand } from './role-binding.commands.js';
import { checkScope, roleBindingDecider } from './role-binding.decider.js';
import type { RoleBindingFacts } from './role-binding.decider.js';
import type { BindingScope, RoleBindingEvent } from './role-binding.events.js';

export class ExecuteRoleBindingCommand extends Command<Executed<RoleBindingEvent>> {
  constructor(readonly command: RoleBindingCommand) {
    super();
  }
}

@CommandHandler(ExecuteRoleBindingCommand)
export class RoleBindingCommandHandler implements ICommandHandler<ExecuteRoleBindingCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteRoleBindingCommand): Promise<Executed<RoleBindingEvent>> {
    const stream = streams.roleBinding(checkUuid('bindingId', command.bindingId));
    return executeCommand(this.store, roleBindingDecider(await this.factsFor(command)), stream, command);
  }

  private async factsFor(command: RoleBindingCommand): Promise<RoleBindingFacts> {
    if (command.type !== 'GrantRole') return { user: 'none', roleExists: false, scopeExists: false };
    const states = objectStates(this.store);
    const user = await states.user(checkUuid('subjectId', command.subjectId));
    const role = await states.projectRole(checkIdentifier('roleIdentifier', command.roleIdentifier, 32));
    return { user: user.status, roleExists: role.status === 'defined', scopeExists: await this.exists(checkScope(command.scope)) };
  }

  private async exists(scope: BindingScope): Promise<boolean> {
    const states = objectStates(this.store);
    const { status } =
      scope.kind === 'workspace'
        ? await states.workspace(scope.workspaceIdentifier)
        : await states.project(scope.workspaceIdentifier, scope.projectIdentifier);
    return status === 'active';
  }
}
