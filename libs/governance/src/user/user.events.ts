/** Which of a person's data changed; the values are only in the person store. */
export type PersonField = 'email' | 'name' | 'euid';

export type UserEvent =
  | { readonly type: 'UserRegistered'; readonly subjectId: string }
  | { readonly type: 'UserChanged'; readonly subjectId: string; readonly changed: readonly PersonField[] }
  | { readonly type: 'UserDisabled'; readonly subjectId: string }
  | { readonly type: 'UserEnabled'; readonly subjectId: string }
  | { readonly type: 'UserDeleted'; readonly subjectId: string };
