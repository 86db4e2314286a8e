import { DomainError, checkPattern, checkRecord, checkText, checkUuid, isEmail, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { PersonData, UserCommand } from './user.commands.js';
import type { PersonField, UserEvent } from './user.events.js';

export interface User {
  readonly status: 'none' | 'active' | 'disabled' | 'deleted';
}

/** What the person store holds; undefined for an unknown or forgotten person. */
export interface UserFacts {
  readonly person: PersonData | undefined;
  /** The subject that has the command's e-mail address. */
  readonly emailHolder: string | undefined;
}

/** The personal data of a command, checked. `euid` becomes the userName in Identity Center, so its characters and length are limited by that. */
export const checkPerson = (value: unknown): PersonData => {
  const person = checkRecord('person', value);
  const email = checkText('person.email', person.email, { max: 254 });
  if (!isEmail(email)) refuse('FIELD_MALFORMED', 'person.email', 'person.email must be an e-mail address such as jo@example.com.');
  const name = checkText('person.name', person.name, { max: 200 });
  if (person.euid === undefined || person.euid === '') return { email, name };
  const euid = checkPattern(
    'person.euid',
    person.euid,
    /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
    'at most 128 letters, digits or signs without blanks, as Identity Center allows in a userName',
  );
  return { email, name, euid };
};

const changedFields = (before: PersonData | undefined, after: PersonData): PersonField[] =>
  (['email', 'name', 'euid'] as const).filter((field) => before?.[field] !== after[field]);

const known = (state: User, subjectId: string): void => {
  if (state.status === 'none' || state.status === 'deleted') {
    const problem = state.status === 'none' ? 'is not registered: register it first' : 'was deleted: choose another one';
    throw new DomainError('USER_NOT_FOUND', `The user ${subjectId} ${problem}.`, { field: 'subjectId' });
  }
};

const checkEmailIsFree = (subjectId: string, { emailHolder }: UserFacts): void => {
  if (emailHolder !== undefined && emailHolder !== subjectId)
    refuse('USER_EMAIL_TAKEN', 'person.email', `The user ${emailHolder} has this e-mail address already: use that user, or another address.`);
};

const decide = (command: UserCommand, state: User, facts: UserFacts): UserEvent[] => {
  const subjectId = checkUuid('subjectId', command.subjectId);
  switch (command.type) {
    case 'RegisterUser':
      checkPerson(command.person);
      checkEmailIsFree(subjectId, facts);
      if (state.status === 'deleted')
        refuse('USER_EXISTS', 'subjectId', `The user ${subjectId} was deleted, and a subject id is never used again: register a new one.`);
      if (state.status !== 'none') refuse('USER_EXISTS', 'subjectId', `The user ${subjectId} is registered already: change that one.`);
      return [{ type: 'UserRegistered', subjectId }];
    case 'ChangeUser': {
      const changed = changedFields(facts.person, checkPerson(command.person));
      known(state, subjectId);
      checkEmailIsFree(subjectId, facts);
      return changed.length === 0 ? [] : [{ type: 'UserChanged', subjectId, changed }];
    }
    case 'DisableUser':
      known(state, subjectId);
      return state.status === 'disabled' ? [] : [{ type: 'UserDisabled', subjectId }];
    case 'EnableUser':
      known(state, subjectId);
      return state.status === 'active' ? [] : [{ type: 'UserEnabled', subjectId }];
    case 'DeleteUser':
      if (state.status === 'deleted') return [];
      known(state, subjectId);
      return [{ type: 'UserDeleted', subjectId }];
  }
};

const evolve = (state: User, event: UserEvent): User => {
  switch (event.type) {
    case 'UserRegistered':
    case 'UserEnabled':
      return { status: 'active' };
    case 'UserDisabled':
      return { status: 'disabled' };
    case 'UserDeleted':
      return { status: 'deleted' };
    default:
      return state;
  }
};

export const userDecider = (facts: UserFacts): Decider<UserCommand, User, UserEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
