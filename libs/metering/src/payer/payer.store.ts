import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { CollectionEvent } from '../collection/collection.events.js';
import { streams } from '../streams.js';
import { noPayerFacts, payerDecider } from './payer.decider.js';
import type { PayerEvent, PayerSettings } from './payer.events.js';

/** The settings of a registered payer, as its stream says; undefined when there is none, or not any more. */
export const loadPayer = async (store: EventStore, payerAccountId: string): Promise<PayerSettings | undefined> => {
  const { events } = await store.readStream(streams.payer(payerAccountId));
  const payer = fold(
    payerDecider(noPayerFacts),
    events.map((event) => fromRecorded<PayerEvent>(event)),
  );
  return payer.status === 'registered' ? payer.settings : undefined;
};

/** Whether a pull of this payer ever began: from then on gross or net is fixed. Pulls are few, a day or so apart. */
export const hasCollected = async (store: EventStore, payerAccountId: string): Promise<boolean> => {
  for await (const event of store.readAll({ filter: { types: ['CollectionStarted'] } }))
    if (fromRecorded<CollectionEvent>(event).payerAccountId === payerAccountId) return true;
  return false;
};

/** Account ids of the registered payers that AWS bills in a currency. */
export const payersBilledIn = async (store: EventStore, currency: string): Promise<readonly string[]> => {
  const candidates = new Set<string>();
  for await (const event of store.readAll({ filter: { types: ['PayerRegistered'] } })) candidates.add(fromRecorded<PayerEvent>(event).payerAccountId);
  const payers: string[] = [];
  for (const payerAccountId of candidates) if ((await loadPayer(store, payerAccountId))?.billingCurrency === currency) payers.push(payerAccountId);
  return payers;
};
