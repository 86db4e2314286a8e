import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { holderOf } from '../claims/claims.decider.js';
import { releaseAfter } from '../claims/release-claims.store.js';
import { twoStepAppend } from '../claims/two-step-append.store.js';
import { isRegistered, objectStates } from '../object-states.store.js';
import { claimStreams, streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import { checkRoleMappingEntry } from './role-mapping-entry.js';
import type { ChangeRoleMapping, RoleMappingCommand } from './role-mapping.commands.js';
import { roleMappingDecider } from './role-mapping.decider.js';
import type { RoleMappingFacts } from './role-mapping.decider.js';
import type { RoleMappingEvent } from './role-mapping.events.js';

export class ExecuteRoleMappingCommand extends Command<Executed<RoleMappingEvent>> {
  constructor(readonly command: RoleMappingCommand) {
    super();
  }
}

@CommandHandler(ExecuteRoleMappingCommand)
export class RoleMappingCommandHandler implements ICommandHandler<ExecuteRoleMappingCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteRoleMappingCommand): Promise<Executed<RoleMappingEvent>> {
    const platform = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
    const role = checkIdentifier('roleIdentifier', command.roleIdentifier, 32);
    const result =
      command.type === 'ChangeRoleMapping'
        ? await this.change(command, platform, role)
        : await executeCommand(
            this.store,
            roleMappingDecider({ ...(await this.existing(platform, role)), aliasHolder: undefined }),
            streams.roleMapping(platform, role),
            command,
          );
    await releaseAfter(this.store, result.events, command.meta);
    return result;
  }

  /** Claims the group alias first: two roles with one alias would share a group, and each other's rights. */
  private change(command: ChangeRoleMapping, platform: string, role: string): Promise<Executed<RoleMappingEvent>> {
    const { groupAlias } = checkRoleMappingEntry('', command, 1);
    const states = objectStates(this.store);
    return twoStepAppend<RoleMappingEvent>({
      store: this.store,
      command,
      stream: streams.roleMapping(platform, role),
      claimStream: claimStreams.groupAlias(platform, groupAlias),
      claim: { type: 'TakeClaim', slot: 'alias', holder: role },
      decide: async (claims) => {
        const facts = { ...(await this.existing(platform, role)), aliasHolder: holderOf(claims, 'alias') };
        return roleMappingDecider(facts).decide(command, await states.roleMapping(platform, role));
      },
    });
  }

  private async existing(platform: string, role: string): Promise<Omit<RoleMappingFacts, 'aliasHolder'>> {
    const states = objectStates(this.store);
    return {
      platformExists: isRegistered(await states.platform(platform)),
      roleExists: (await states.projectRole(role)).status === 'defined',
    };
  }
}
