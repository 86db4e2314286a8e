import type { PersonData } from './user.commands.js';

export interface UserView {
  readonly subjectId: string;
  readonly status: 'active' | 'disabled' | 'deleted';
  /** From the person store; absent once the person was forgotten. */
  readonly person?: PersonData;
}

export interface UserFilter {
  readonly status?: UserView['status'];
}
