import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { LandingZoneCommand } from './landing-zone.commands.js';
import type { LandingZoneEvent } from './landing-zone.events.js';

export class ExecuteLandingZoneCommand extends Command<Executed<LandingZoneEvent>> {
  constructor(readonly command: LandingZoneCommand) {
    super();
  }
}
