import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { MonthEvent } from './month-close/month.events.js';
import { monthsFrom } from './month.js';
import type { Month } from './month.js';
import { streams } from './streams.js';

/** Whether a month's inputs are fixed: it is closed, or being closed. Read from its stream: nothing new enters it until it is reopened. */
export const isMonthFixed = async (store: EventStore, payerAccountId: string, month: Month): Promise<boolean> => {
  const { events } = await store.readStream(streams.month(payerAccountId, month));
  let [closing, closed] = [false, false];
  for (const recorded of events) {
    const { type } = fromRecorded<MonthEvent>(recorded);
    if (type === 'MonthCloseStarted') closing = true;
    else if (type === 'MonthCloseAbandoned') closing = false;
    else if (type === 'MonthClosed') [closing, closed] = [false, true];
    else if (type === 'MonthReopened') closed = false;
  }
  return closing || closed;
};

/** Months from `first` to `last` whose inputs are fixed. */
export const fixedMonths = async (store: EventStore, payerAccountId: string, first: Month, last: Month): Promise<readonly Month[]> => {
  const fixed: Month[] = [];
  for (const month of monthsFrom(first, last)) if (await isMonthFixed(store, payerAccountId, month)) fixed.push(month);
  return fixed;
};
