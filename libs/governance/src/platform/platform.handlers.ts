import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { PlatformCommand } from './platform.commands.js';
import type { PlatformEvent } from './platform.events.js';

export class ExecutePlatformCommand extends Command<Executed<PlatformEvent>> {
  constructor(readonly command: PlatformCommand) {
    super();
  }
}
