import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceFacts } from '@orgledger/governance';
import { checkUuid, fold, isUuid } from '@orgledger/kernel';
import { isMonthFixed } from '../month-facts.store.js';
import { isMonth } from '../month.js';
import type { Month } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { loadPayer } from '../payer/payer.store.js';
import { streams } from '../streams.js';
import type { ExternalCostCommand } from './external-cost.commands.js';
import { externalCostDecider, noExternalCostFacts } from './external-cost.decider.js';
import type { ExternalCostFacts, ExternalImport } from './external-cost.decider.js';
import type { ExternalCostEvent } from './external-cost.events.js';

export class ExecuteExternalCostCommand extends Command<Executed<ExternalCostEvent>> {
  constructor(readonly command: ExternalCostCommand) {
    super();
  }
}

@CommandHandler(ExecuteExternalCostCommand)
export class ExternalCostCommandHandler implements ICommandHandler<ExecuteExternalCostCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteExternalCostCommand): Promise<Executed<ExternalCostEvent>> {
    const stream = streams.externalCosts(checkUuid('importId', command.importId));
    return executeCommand(this.store, externalCostDecider(await this.facts(command, stream)), stream, command);
  }

  private async facts(command: ExternalCostCommand, stream: string): Promise<ExternalCostFacts> {
    if (command.type === 'WithdrawExternalCosts') {
      const state = await this.load(stream);
      if (state.status === 'none') return noExternalCostFacts;
      return { ...noExternalCostFacts, closedMonths: await this.closed(state.payerAccountId, state.costs) };
    }
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    const governance = governanceFacts(this.store);
    const unknownTenants: string[] = [];
    for (const tenantId of new Set(command.costs.map((cost) => cost.tenantId.toLowerCase())))
      if (isUuid(tenantId) && !(await governance.tenantPlace(tenantId))) unknownTenants.push(tenantId);
    return {
      payerRegistered: (await loadPayer(this.store, payerAccountId)) !== undefined,
      closedMonths: await this.closed(payerAccountId, command.costs),
      unknownTenants,
    };
  }

  private async closed(payerAccountId: string, costs: readonly { readonly month: Month }[]): Promise<readonly Month[]> {
    const closed: Month[] = [];
    for (const month of new Set(costs.map((cost) => cost.month)))
      if (isMonth(month) && (await isMonthFixed(this.store, payerAccountId, month))) closed.push(month);
    return closed;
  }

  private async load(stream: string): Promise<ExternalImport> {
    const { events } = await this.store.readStream(stream);
    return fold(
      externalCostDecider(noExternalCostFacts),
      events.map((event) => fromRecorded<ExternalCostEvent>(event)),
    );
  }
}
