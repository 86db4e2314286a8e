import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { TenantCommand } from './tenant.commands.js';
import type { TenantEvent } from './tenant.events.js';

export class ExecuteTenantCommand extends Command<Executed<TenantEvent>> {
  constructor(readonly command: TenantCommand) {
    super();
  }
}
