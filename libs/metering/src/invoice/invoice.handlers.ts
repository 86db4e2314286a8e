import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { checkMonth } from '../check-month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { loadPayer } from '../payer/payer.store.js';
import { streams } from '../streams.js';
import type { InvoiceCommand } from './invoice.commands.js';
import { invoiceDecider } from './invoice.decider.js';
import type { InvoiceEvent } from './invoice.events.js';

export class ExecuteInvoiceCommand extends Command<Executed<InvoiceEvent>> {
  constructor(readonly command: InvoiceCommand) {
    super();
  }
}

@CommandHandler(ExecuteInvoiceCommand)
export class InvoiceCommandHandler implements ICommandHandler<ExecuteInvoiceCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteInvoiceCommand): Promise<Executed<InvoiceEvent>> {
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    const month = checkMonth('month', command.month, { now: command.meta.now, back: 60, ahead: 0 });
    const payerRegistered = (await loadPayer(this.store, payerAccountId)) !== undefined;
    return executeCommand(this.store, invoiceDecider({ payerRegistered }), streams.invoice(payerAccountId, month), command);
  }
}
