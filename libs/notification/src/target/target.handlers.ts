import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE, executeCommand, fromRecorded, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, Executed, PersonStore } from '@orgledger/event-store';
import { checkUuid, fold } from '@orgledger/kernel';
import { SEALED_SECRETS } from '@orgledger/secrets';
import type { SealedSecrets } from '@orgledger/secrets';
import { streams } from '../streams.js';
import type { TargetCommand } from './target.commands.js';
import { targetDecider } from './target.decider.js';
import type { TargetEvent } from './target.events.js';

export class ExecuteTargetCommand extends Command<Executed<TargetEvent>> {
  constructor(readonly command: TargetCommand) {
    super();
  }
}

@CommandHandler(ExecuteTargetCommand)
export class TargetCommandHandler implements ICommandHandler<ExecuteTargetCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSON_STORE) private readonly people: PersonStore,
    @Inject(SEALED_SECRETS) private readonly secrets: SealedSecrets,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'notification'>,
  ) {}

  async execute({ command: asked }: ExecuteTargetCommand): Promise<Executed<TargetEvent>> {
    const targetId = checkUuid('targetId', asked.targetId);
    const command = { ...asked, targetId };
    const decider = targetDecider({ loopbackAllowed: this.configuration.notification.allowLoopback, personKnown: await this.knows(command) });
    const stream = streams.target(targetId);
    if ((command.type === 'AddTarget' || command.type === 'ReplaceTargetSecret') && command.secret !== undefined) {
      // The secret is in place before the event that says so; were the event not stored after all, a repetition replaces it.
      const { events } = await this.store.readStream(stream);
      const state = fold(
        decider,
        events.map((event) => fromRecorded<TargetEvent>(event)),
      );
      const done = events.some((event) => event.metadata.commandId === command.meta.commandId);
      if (!done && decider.decide(command, state).length > 0) await this.secrets.put(targetId, command.secret);
    }
    const executed = await executeCommand(this.store, decider, stream, command);
    if (command.type === 'RemoveTarget') await this.secrets.forget(targetId);
    return executed;
  }

  private async knows(command: TargetCommand): Promise<boolean> {
    if (command.type !== 'AddTarget' && command.type !== 'ChangeTarget') return false;
    const { subjectId } = command.channel;
    return subjectId !== undefined && (await this.people.get(subjectId.toLowerCase())) !== undefined;
  }
}
