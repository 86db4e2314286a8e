import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import type { Month } from '../month.js';
import { streams } from '../streams.js';
import type { MonthCommand } from './month.commands.js';
import { monthDecider } from './month.decider.js';
import type { BillMonth } from './month.decider.js';
import type { MonthEvent } from './month.events.js';

export interface MonthKey {
  readonly payerAccountId: string;
  readonly month: Month;
}

export const monthStreamOf = ({ payerAccountId, month }: MonthKey): string => streams.month(payerAccountId, month);

export const executeMonthCommand = (store: EventStore, command: MonthCommand): Promise<Executed<MonthEvent>> =>
  executeCommand(store, monthDecider, monthStreamOf(command), command);

/** The month as its events make it, now. */
export const loadMonth = async (store: EventStore, key: MonthKey): Promise<BillMonth> => {
  const { events } = await store.readStream(monthStreamOf(key));
  return fold(
    monthDecider,
    events.map((event) => fromRecorded<MonthEvent>(event)),
  );
};

/** Metadata of what the closing process does by itself. */
export const closerMeta = (commandId: string, now: string, cause: string): CommandMetadata => ({
  commandId,
  actor: { kind: 'system', id: 'month-close' },
  now,
  correlationId: cause,
  causationId: cause,
});
