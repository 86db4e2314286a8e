import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { DomainError } from '@orgledger/kernel';
import { isMonth, monthOf } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { loadPayer } from '../payer/payer.store.js';
import type { ReopenMonth, RequestMonthClose } from './month.commands.js';
import type { MonthEvent } from './month.events.js';
import { executeMonthCommand } from './month-stream.store.js';

/** What a person may ask of a month; the rest is the closing process's. */
export class ExecuteMonthCommand extends Command<Executed<MonthEvent>> {
  constructor(readonly command: RequestMonthClose | ReopenMonth) {
    super();
  }
}

@CommandHandler(ExecuteMonthCommand)
export class MonthCommandHandler implements ICommandHandler<ExecuteMonthCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteMonthCommand): Promise<Executed<MonthEvent>> {
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    if (!isMonth(command.month)) throw new DomainError('FIELD_MALFORMED', 'month must be a month such as 2026-03.', { field: 'month' });
    if (!(await loadPayer(this.store, payerAccountId)))
      throw new DomainError('PAYER_NOT_FOUND', `There is no payer ${payerAccountId}. \`orgledger payer list\` shows those that are registered.`, {
        field: 'payerAccountId',
      });
    if (command.month >= monthOf(command.meta.now))
      throw new DomainError('FIELD_MALFORMED', `${command.month} has not ended. Preview it instead; it can be closed from its end on.`, {
        field: 'month',
      });
    return executeMonthCommand(this.store, command);
  }
}
