import type { Month } from '../month.js';
import type { CommitmentEvent } from './commitment.events.js';

type Observation = Extract<CommitmentEvent, { type: 'ReservationObserved' | 'SavingsPlanObserved' | 'CommitmentUsageObserved' }>;

/** What was last stored, by kind of observation and month, as text that equals when the facts do. */
export interface ObservedCommitment {
  readonly facts: Readonly<Record<string, string>>;
  /** Latest pull of any of them. */
  readonly pulledAt: string | undefined;
}

export const nothingObservedOfCommitment: ObservedCommitment = { facts: {}, pulledAt: undefined };

const isObservation = (event: CommitmentEvent): event is Observation =>
  event.type === 'ReservationObserved' || event.type === 'SavingsPlanObserved' || event.type === 'CommitmentUsageObserved';

const keyOf = ({ type, month }: { readonly type: string; readonly month: Month }): string => `${type} ${month}`;

const factsOf = (event: Observation): string =>
  event.type === 'CommitmentUsageObserved'
    ? sorted(event.usage.map(({ accountId, amortized }) => [accountId, amortized]))
    : JSON.stringify([sorted(Object.entries(event.terms)), sorted(Object.entries(event.utilization))]);

const sorted = (entries: readonly (readonly unknown[])[]): string => JSON.stringify(entries.map((entry) => JSON.stringify(entry)).sort());

/** Those of a pull's observations that differ from what is stored of their month. */
export const observeCommitment = (pulled: readonly Observation[], observed: ObservedCommitment): readonly Observation[] =>
  pulled.filter((event) => observed.facts[keyOf(event)] !== factsOf(event));

export const evolveCommitment = (observed: ObservedCommitment, event: CommitmentEvent): ObservedCommitment =>
  isObservation(event) ? { facts: { ...observed.facts, [keyOf(event)]: factsOf(event) }, pulledAt: event.pulledAt } : observed;

export type CommitmentObservation = Observation;
