import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import type { AccountTenancyCommand } from './account-tenancy.commands.js';
import type { AccountTenancyEvent } from './account-tenancy.events.js';
import { changeAccountTenancy } from './account-tenancy.store.js';

export class ExecuteAccountTenancyCommand extends Command<Executed<AccountTenancyEvent>> {
  constructor(readonly command: AccountTenancyCommand) {
    super();
  }
}

@CommandHandler(ExecuteAccountTenancyCommand)
export class AccountTenancyCommandHandler implements ICommandHandler<ExecuteAccountTenancyCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ command }: ExecuteAccountTenancyCommand): Promise<Executed<AccountTenancyEvent>> {
    return changeAccountTenancy(this.store, command);
  }
}
