/** What identifies a person. Events hold the subject id only. */
export interface Person {
  readonly email: string;
  readonly name: string;
  /** The person's name at the identity provider, e.g. the userName in Identity Center. */
  readonly euid?: string;
}

/**
 * The forgettable store: the one place where personal data is kept, beside the events, so that forgetting somebody leaves every chain of
 * hashes whole. Subject ids are opaque. E-mail addresses are found whatever their case.
 */
export interface PersonStore {
  /** Adds the person or replaces what was known. */
  put(subjectId: string, person: Person): Promise<void>;
  get(subjectId: string): Promise<Person | undefined>;
  /** Those that are known, by subject id. */
  getMany(subjectIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  findByEmail(email: string): Promise<{ readonly subjectId: string; readonly person: Person } | undefined>;
  /** When it returns, nothing of the person is left in the store's files. True when there was something. */
  forget(subjectId: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Injection token of the one PersonStore of a process. */
export const PERSON_STORE = Symbol('PersonStore');
