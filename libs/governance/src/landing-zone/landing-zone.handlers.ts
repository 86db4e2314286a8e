import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { holdersOf } from '../claims/claims.decider.js';
import { twoStepAppend } from '../claims/two-step-append.store.js';
import { isRegistered, loadState, objectStates } from '../object-states.store.js';
import { claimStreams, streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import { checkOverrides } from './landing-zone-rules.js';
import type { DeleteLandingZone, LandingZoneCommand } from './landing-zone.commands.js';
import { landingZoneDecider } from './landing-zone.decider.js';
import type { LandingZoneFacts } from './landing-zone.decider.js';
import type { LandingZoneEvent } from './landing-zone.events.js';

export class ExecuteLandingZoneCommand extends Command<Executed<LandingZoneEvent>> {
  constructor(readonly command: LandingZoneCommand) {
    super();
  }
}

const noFacts: LandingZoneFacts = { platformExists: false, tagDefinitions: [], unknownRoles: [], tenants: [] };

@CommandHandler(ExecuteLandingZoneCommand)
export class LandingZoneCommandHandler implements ICommandHandler<ExecuteLandingZoneCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteLandingZoneCommand): Promise<Executed<LandingZoneEvent>> {
    const platform = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
    const zone = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
    if (command.type === 'DeleteLandingZone') return this.delete(command, platform, zone);
    const facts = await this.factsFor(command, platform);
    return executeCommand(this.store, landingZoneDecider(facts), streams.landingZone(platform, zone), command);
  }

  private async factsFor(command: LandingZoneCommand, platform: string): Promise<LandingZoneFacts> {
    if (command.type !== 'DefineLandingZone' && command.type !== 'ChangeLandingZone') return noFacts;
    const states = objectStates(this.store);
    const roles = checkOverrides(command.roleMappings ?? []).map(({ roleIdentifier }) => roleIdentifier);
    const defined = await Promise.all(roles.map(async (role) => (await states.projectRole(role)).status === 'defined'));
    return {
      ...noFacts,
      platformExists: isRegistered(await states.platform(platform)),
      tagDefinitions: await states.tagDefinitions('landingZone'),
      unknownRoles: roles.filter((_role, index) => defined[index] === false),
    };
  }

  /** Closes the zone's roster of tenants first: from then on no tenant can enter. */
  private delete(command: DeleteLandingZone, platform: string, zone: string): Promise<Executed<LandingZoneEvent>> {
    const stream = streams.landingZone(platform, zone);
    return twoStepAppend<LandingZoneEvent>({
      store: this.store,
      command,
      stream,
      claimStream: claimStreams.tenantsOfLandingZone(platform, zone),
      claim: { type: 'CloseClaims' },
      decide: async (claims) => {
        const decider = landingZoneDecider({ ...noFacts, tenants: [...holdersOf(claims).keys()] });
        return decider.decide(command, await loadState(this.store, decider, stream));
      },
    });
  }
}
