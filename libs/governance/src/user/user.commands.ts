import type { DomainCommand } from '@orgledger/kernel';

/** Personal data: kept in the person store, never in an event. `euid` is the userName's source in Identity Center; empty or absent: none known. */
export interface PersonData {
  readonly email: string;
  readonly name: string;
  readonly euid?: string;
}

interface UserCommandKey extends DomainCommand {
  /** The identity provider's subject as UUID. */
  readonly subjectId: string;
}

export interface RegisterUser extends UserCommandKey {
  readonly type: 'RegisterUser';
  readonly person: PersonData;
}

/** Replaces the person's data. */
export interface ChangeUser extends UserCommandKey {
  readonly type: 'ChangeUser';
  readonly person: PersonData;
}

/** Access ends in AWS; bindings stay and count again when the user is enabled. */
export interface DisableUser extends UserCommandKey {
  readonly type: 'DisableUser';
}

export interface EnableUser extends UserCommandKey {
  readonly type: 'EnableUser';
}

/** Forgets the person for good: the personal data are destroyed, the euid is replaced by a keyed hash. */
export interface DeleteUser extends UserCommandKey {
  readonly type: 'DeleteUser';
}

export type UserCommand = RegisterUser | ChangeUser | DisableUser | EnableUser | DeleteUser;
