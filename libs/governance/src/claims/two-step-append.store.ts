import { DomainError, fold } from '@orgledger/kernel';
import type { DomainCommand, DomainEvent } from '@orgledger/kernel';
import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, Executed, Recorded, StreamName } from '@orgledger/event-store';
import { admit, appendEvents, derivedMeta, releaseClaim, retryOnConflict, revisionOf } from './claim-appends.store.js';
import { claimsDecider } from './claims.decider.js';
import type { Claims } from './claims.decider.js';
import type { Admission, ClaimsEvent, Completion } from './claims.events.js';

export interface TwoStepAppend<Event> {
  readonly store: EventStore;
  readonly command: DomainCommand;
  /** The object's own stream: the second append. */
  readonly stream: StreamName;
  readonly claimStream: StreamName;
  readonly claim: { readonly type: 'TakeClaim'; readonly slot: string; readonly holder: string } | { readonly type: 'CloseClaims' };
  /** Rosters that the object also enters, between both appends. */
  readonly admissions?: readonly Admission[];
  /** The object's events, decided on what the claim stream says: refuses what another holds, or what is still in use. */
  decide(claims: Claims): Promise<readonly Event[]>;
}

/**
 * A claim and what it is for: appends to two streams that cannot be one. The claim carries the second append, so a death between both is
 * healed by a repetition of the command or by the claims subscription, whoever comes first, with the very same events.
 */
export const twoStepAppend = async <Event extends DomainEvent>(task: TwoStepAppend<Event>): Promise<Executed<Event>> =>
  retryOnConflict(async () => {
    const { store, command, stream, claimStream, claim } = task;
    const done = await eventsOfCommand(store, stream, command.meta.commandId);
    if (done.length > 0) return executed<Event>(stream, done, true);

    const claimMeta = derivedMeta(command.meta, `claim ${claimStream}`);
    const { events: recorded } = await store.readStream(claimStream);
    const mine = recorded.find((event) => event.metadata.commandId === claimMeta.commandId);
    if (mine) return executed<Event>(stream, await completeClaim(store, mine), true);

    const history = recorded.map((event) => fromRecorded<ClaimsEvent>(event));
    const claims = fold(claimsDecider, history);
    const decided = await task.decide(claims);
    if (decided.length === 0) return { stream, position: undefined, events: [], repeated: false };

    const { admissions } = task;
    const completion: Completion = { stream, events: decided, meta: command.meta, ...(admissions && { admissions }) };
    const claimed = claimsDecider.decide({ ...claim, completion, meta: claimMeta }, claims);
    // Held by the same holder for another command: what that one left undone comes first, then this one decides anew.
    const earlier = claimed.length === 0 ? recorded.findLast((event) => isAbout(fromRecorded<ClaimsEvent>(event), claim)) : undefined;
    if (earlier && !(await isComplete(store, earlier))) {
      await completeClaim(store, earlier);
      return twoStepAppend(task);
    }
    if (claimed.length > 0) await appendEvents(store, claimStream, revisionOf(recorded), claimed, claimMeta);
    return executed<Event>(stream, await complete(store, completion, claimStream, claim), false);
  });

/** Makes the second append of a claim, if it carries one and it is missing. Answers the events; none when there is nothing to do. */
export const completeClaim = async (store: EventStore, recorded: Recorded): Promise<readonly Recorded[]> => {
  const event = fromRecorded<ClaimsEvent>(recorded);
  const completion = completionOf(event);
  return completion ? complete(store, completion, recorded.stream, event) : [];
};

const complete = async (
  store: EventStore,
  { stream, events, meta, admissions = [] }: Completion,
  claimStream: StreamName,
  claim: { readonly type: string; readonly slot?: string; readonly holder?: string },
): Promise<readonly Recorded[]> => {
  for (const admission of admissions) {
    if ((await eventsOfCommand(store, stream, meta.commandId)).length > 0) break;
    if (await admit(store, admission, meta)) continue;
    // Closed for good: whoever comes to complete this finds the same, so the claim can be given back.
    if (claim.slot !== undefined && claim.holder !== undefined)
      await releaseClaim(store, { stream: claimStream, slot: claim.slot, holder: claim.holder }, meta);
    throw new DomainError('NO_LONGER_OPEN', 'What this belongs to was deleted meanwhile: choose another one.', { stream: admission.stream });
  }
  return retryOnConflict(async () => {
    const { events: history } = await store.readStream(stream);
    const done = history.filter((event) => event.metadata.commandId === meta.commandId);
    if (done.length > 0) return done;
    await appendEvents(store, stream, revisionOf(history), events, meta);
    return eventsOfCommand(store, stream, meta.commandId);
  });
};

const isComplete = async (store: EventStore, recorded: Recorded): Promise<boolean> => {
  const completion = completionOf(fromRecorded<ClaimsEvent>(recorded));
  return completion === undefined || (await eventsOfCommand(store, completion.stream, completion.meta.commandId)).length > 0;
};

const isAbout = (event: ClaimsEvent, claim: TwoStepAppend<DomainEvent>['claim']): boolean =>
  event.type === 'ClaimTaken' ? claim.type === 'TakeClaim' && event.slot === claim.slot : event.type === 'ClaimsClosed';

const completionOf = (event: ClaimsEvent): Completion | undefined => (event.type === 'ClaimReleased' ? undefined : event.completion);

const eventsOfCommand = async (store: EventStore, stream: StreamName, commandId: string): Promise<readonly Recorded[]> => {
  const { events } = await store.readStream(stream);
  return events.filter((event) => event.metadata.commandId === commandId);
};

const executed = <Event extends DomainEvent>(stream: StreamName, events: readonly Recorded[], repeated: boolean): Executed<Event> => ({
  stream,
  position: events.at(-1)?.position,
  events: events.map((event) => fromRecorded<Event>(event)),
  repeated,
});
