import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, Executed, PersonStore } from '@orgledger/event-store';
import { loadState } from '../object-states.store.js';
import { streams } from '../streams.js';
import { checkRecord, checkUuid } from '@orgledger/kernel';
import type { ChangeUser, RegisterUser, UserCommand } from './user.commands.js';
import { checkPerson, userDecider } from './user.decider.js';
import type { UserFacts } from './user.decider.js';
import type { UserEvent } from './user.events.js';

export class ExecuteUserCommand extends Command<Executed<UserEvent>> {
  constructor(readonly command: UserCommand) {
    super();
  }
}

@CommandHandler(ExecuteUserCommand)
export class UserCommandHandler implements ICommandHandler<ExecuteUserCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSON_STORE) private readonly people: PersonStore,
  ) {}

  async execute({ command }: ExecuteUserCommand): Promise<Executed<UserEvent>> {
    const subjectId = checkUuid('subjectId', command.subjectId);
    const stream = streams.user(subjectId);
    const decider = userDecider(await this.factsFor(command, subjectId));
    if (command.type === 'RegisterUser' || command.type === 'ChangeUser') await this.keepPerson(command, subjectId, decider);
    const result = await executeCommand(this.store, decider, stream, command);
    if (command.type === 'DeleteUser') await this.people.forget(subjectId);
    return result;
  }

  private async factsFor(command: UserCommand, subjectId: string): Promise<UserFacts> {
    const person = await this.people.get(subjectId);
    if (command.type !== 'RegisterUser' && command.type !== 'ChangeUser') return { person, emailHolder: undefined };
    const { email } = checkRecord('person', command.person);
    const holder = typeof email === 'string' ? await this.people.findByEmail(email) : undefined;
    return { person, emailHolder: holder?.subjectId };
  }

  /** Before the event, so that whoever sees the event finds the person; never again for a command that was carried out already. */
  private async keepPerson(command: RegisterUser | ChangeUser, subjectId: string, decider: ReturnType<typeof userDecider>): Promise<void> {
    const { events } = await this.store.readStream(streams.user(subjectId));
    if (events.some((event) => event.metadata.commandId === command.meta.commandId)) return;
    const decided = decider.decide(command, await loadState(this.store, decider, streams.user(subjectId)));
    if (decided.length > 0) await this.people.put(subjectId, checkPerson(command.person));
  }
}
