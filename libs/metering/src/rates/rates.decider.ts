import { checkAmount, checkCurrency, checkText, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkMonth } from '../check-month.js';
import type { Month } from '../month.js';
import type { RecordReferenceRates, SetOwnRate } from './rates.commands.js';
import type { RateEvent } from './rates.events.js';

/** One pair of currencies. */
export interface Rates {
  readonly own: Readonly<Record<Month, string>>;
  readonly references: ReadonlyMap<string, string>;
}

export interface RatesFacts {
  /** Payers that are billed in `base`. */
  readonly payers: number;
  /** Of those, whose month is not closed. */
  readonly open: number;
}

export const noRatesFacts: RatesFacts = { payers: 0, open: 0 };

export const checkBilled = (base: string, { payers }: Pick<RatesFacts, 'payers'>): void => {
  if (payers === 0) refuse('PAYER_NOT_FOUND', 'base', `No payer is billed in ${base}: register the payer first, or give its billing currency.`);
};

const setOwn = (command: SetOwnRate, { own }: Rates, facts: RatesFacts): RateEvent[] => {
  const base = checkCurrency('base', command.base);
  const quote = checkCurrency('quote', command.quote);
  checkBilled(base, facts);
  if (base === quote) refuse('FIELD_MALFORMED', 'quote', `quote must be another currency than ${base}.`);
  const month = checkMonth('month', command.month, { now: command.meta.now, back: 36, ahead: 12 });
  const rate = checkAmount('rate', command.rate, {
    digits: 10,
    min: '0.0000000001',
    max: '1000000000',
    below: `give how many ${quote} one ${base} is.`,
  });
  const reason = checkText('reason', command.reason, { max: 500 });
  if (facts.open === 0)
    refuse('MONTH_CLOSED', 'month', `${month} is closed and keeps the rate it was closed with: reopen it first, or set the rate of an open month.`);
  return own[month] === rate ? [] : [{ type: 'OwnRateSet', base, quote, month, rate, reason }];
};

/** Only days that are new, or were published anew. */
const recordReferences = (command: RecordReferenceRates, { references }: Rates): RateEvent[] => {
  const rates = command.rates.filter(({ day, rate }) => references.get(day) !== rate);
  const { base, quote, source } = command;
  return rates.length === 0 ? [] : [{ type: 'ReferenceRatesImported', base, quote, source, rates }];
};

const evolve = (state: Rates, event: RateEvent): Rates => {
  switch (event.type) {
    case 'OwnRateSet':
      return { ...state, own: { ...state.own, [event.month]: event.rate } };
    case 'ReferenceRatesImported':
      return { ...state, references: new Map([...state.references, ...event.rates.map(({ day, rate }) => [day, rate] as const)]) };
    default:
      return state;
  }
};

export const ratesDecider = (facts: RatesFacts): Decider<SetOwnRate | RecordReferenceRates, Rates, RateEvent> => ({
  initial: { own: {}, references: new Map() },
  decide: (command, state) => (command.type === 'SetOwnRate' ? setOwn(command, state, facts) : recordReferences(command, state)),
  evolve,
});
