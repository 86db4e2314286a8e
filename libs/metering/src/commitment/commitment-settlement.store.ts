import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import { streams } from '../streams.js';
import { commitmentSettlementDecider, noSettlementFacts } from './commitment-settlement.decider.js';
import type { CommitmentSettlements, SettlementEvent } from './commitment-settlement.decider.js';
import type { CommitmentEvent, CommitmentTerms } from './commitment.events.js';

/** A commitment's terms as the latest month that was read of it has them; undefined: none was read. */
export const loadTerms = async (store: EventStore, payerAccountId: string, commitmentId: string): Promise<CommitmentTerms | undefined> => {
  const { events } = await store.readStream(streams.commitment(payerAccountId, commitmentId));
  let latest: Extract<CommitmentEvent, { readonly terms: CommitmentTerms }> | undefined;
  for (const recorded of events) {
    const event = fromRecorded<CommitmentEvent>(recorded);
    if ('terms' in event && (latest === undefined || event.month >= latest.month)) latest = event;
  }
  return latest?.terms;
};

/** What people recorded of a payer's commitments, from the log itself. */
export const loadSettlements = async (store: EventStore, payerAccountId: string): Promise<CommitmentSettlements> => {
  const { events } = await store.readStream(streams.commitmentSettlements(payerAccountId));
  return fold(
    commitmentSettlementDecider(noSettlementFacts),
    events.map((event) => fromRecorded<SettlementEvent>(event)),
  );
};
