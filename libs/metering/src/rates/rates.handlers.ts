import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { checkCurrency, checkText, uuidv5 } from '@orgledger/kernel';
import { checkMonth } from '../check-month.js';
import { isMonthFixed } from '../month-facts.store.js';
import { payersBilledIn } from '../payer/payer.store.js';
import { streams } from '../streams.js';
import { crossRates, readRateFile } from './rate-file.js';
import type { ImportReferenceRates, RatesCommand, SetOwnRate } from './rates.commands.js';
import { checkBilled, noRatesFacts, ratesDecider } from './rates.decider.js';
import type { RateEvent } from './rates.events.js';

export class ExecuteRatesCommand extends Command<Executed<RateEvent>> {
  constructor(readonly command: RatesCommand) {
    super();
  }
}

@CommandHandler(ExecuteRatesCommand)
export class RatesCommandHandler implements ICommandHandler<ExecuteRatesCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ command }: ExecuteRatesCommand): Promise<Executed<RateEvent>> {
    return command.type === 'SetOwnRate' ? this.setOwn(command) : this.import(command);
  }

  private async setOwn(command: SetOwnRate): Promise<Executed<RateEvent>> {
    const [base, quote] = [checkCurrency('base', command.base), checkCurrency('quote', command.quote)];
    const payers = await payersBilledIn(this.store, base);
    const month = payers.length > 0 ? checkMonth('month', command.month, { now: command.meta.now, back: 36, ahead: 12 }) : command.month;
    const fixed: string[] = [];
    for (const payer of payers) if (await isMonthFixed(this.store, payer, month)) fixed.push(payer);
    const decider = ratesDecider({ payers: payers.length, open: payers.length - fixed.length });
    return executeCommand(this.store, decider, streams.rates(base, quote), command);
  }

  /** One append per currency, each under an id of its own: a repetition after a death appends what is missing. */
  private async import(command: ImportReferenceRates): Promise<Executed<RateEvent>> {
    const base = checkCurrency('base', command.base);
    checkBilled(base, { payers: (await payersBilledIn(this.store, base)).length });
    const source = checkText('source', command.source, { max: 50 });
    let result: Executed<RateEvent> = { stream: streams.rates(base, base), position: undefined, events: [], repeated: false };
    for (const [quote, rates] of crossRates(readRateFile(command.content), base)) {
      const meta = { ...command.meta, commandId: uuidv5(command.meta.commandId, quote), causationId: command.meta.commandId };
      const record = { type: 'RecordReferenceRates', base, quote, source, rates, meta } as const;
      const { stream, position, events, repeated } = await executeCommand(this.store, ratesDecider(noRatesFacts), streams.rates(base, quote), record);
      result = { stream, position: position ?? result.position, events: [...result.events, ...events], repeated };
    }
    return result;
  }
}
