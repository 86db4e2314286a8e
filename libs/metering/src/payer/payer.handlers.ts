import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceFacts } from '@orgledger/governance';
import { checkIdentifier } from '@orgledger/kernel';
import { streams } from '../streams.js';
import type { PayerCommand } from './payer.commands.js';
import { payerDecider } from './payer.decider.js';
import type { PlatformOfPayer } from './payer.decider.js';
import type { PayerEvent } from './payer.events.js';
import { checkAccountId } from './payer-settings.js';
import { hasCollected } from './payer.store.js';

export class ExecutePayerCommand extends Command<Executed<PayerEvent>> {
  constructor(readonly command: PayerCommand) {
    super();
  }
}

@CommandHandler(ExecutePayerCommand)
export class PayerCommandHandler implements ICommandHandler<ExecutePayerCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecutePayerCommand): Promise<Executed<PayerEvent>> {
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    const platform = command.type === 'RegisterPayer' ? await this.platform(command.platformIdentifier) : undefined;
    const decider = payerDecider({ platform, collected: await hasCollected(this.store, payerAccountId) });
    return executeCommand(this.store, decider, streams.payer(payerAccountId), command);
  }

  private async platform(platformIdentifier: string): Promise<PlatformOfPayer | undefined> {
    const settings = await governanceFacts(this.store).platformSettings(checkIdentifier('platformIdentifier', platformIdentifier, 32));
    if (!settings) return undefined;
    const { partition, managementAccountId, principalArn, externalId, previousExternalId } = settings;
    return {
      partition,
      managementAccountId,
      principalArn,
      externalIds: [externalId, ...(previousExternalId === undefined ? [] : [previousExternalId])],
    };
  }
}
