import type { EventStore, PersonStore } from '@orgledger/event-store';
import { fromRecorded } from '@orgledger/event-store';
import type { Reaction } from '@orgledger/projections';
import { objectStates } from '../object-states.store.js';
import type { UserEvent } from './user.events.js';

/** Forgets a deleted user's personal data should the command's handler have died before it did. */
export const forgetDeletedUsers = (store: EventStore, people: PersonStore): Reaction => ({
  name: 'governance-forget-users',
  filter: { types: ['UserDeleted'] },
  handle: async (event) => {
    const { subjectId } = fromRecorded<UserEvent>(event);
    const { status } = await objectStates(store).user(subjectId);
    if (status === 'deleted') await people.forget(subjectId);
  },
});
