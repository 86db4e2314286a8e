import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { DomainError, isUuid } from '@orgledger/kernel';
import { streams } from '../streams.js';
import type { RequestCollection } from './collection.commands.js';
import { collectionDecider } from './collection.decider.js';
import type { CollectionEvent } from './collection.events.js';

export class ExecuteCollectionCommand extends Command<Executed<CollectionEvent>> {
  constructor(readonly command: RequestCollection) {
    super();
  }
}

/** A request is an event that metering's process answers: whoever asks needs no credentials of AWS. */
@CommandHandler(ExecuteCollectionCommand)
export class CollectionCommandHandler implements ICommandHandler<ExecuteCollectionCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteCollectionCommand): Promise<Executed<CollectionEvent>> {
    const { pullId, payerAccountId } = command;
    if (!isUuid(pullId)) throw new DomainError('FIELD_MALFORMED', 'pullId must be a UUID.', { field: 'pullId' });
    await this.checkPayer(payerAccountId);
    return executeCommand(this.store, collectionDecider, streams.collection(pullId.toLowerCase()), { ...command, pullId: pullId.toLowerCase() });
  }

  private async checkPayer(payerAccountId: string): Promise<void> {
    const known = /^\d{12}$/.test(payerAccountId);
    const { events } = known ? await this.store.readStream(streams.payer(payerAccountId), { direction: 'backward', limit: 1 }) : { events: [] };
    const [last] = events;
    if (last === undefined || last.type === 'PayerRemoved')
      throw new DomainError('PAYER_NOT_FOUND', `There is no payer ${payerAccountId}. Register the account that AWS bills first.`, {
        field: 'payerAccountId',
      });
  }
}
