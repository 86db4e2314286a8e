import type { Person, PersonStore } from './person-store.js';

/** For tests: what it knows ends with its process. */
export const createMemoryPersonStore = (): PersonStore => {
  const people = new Map<string, Person>();
  return {
    put: (subjectId, person) => {
      people.set(subjectId, { ...person });
      return Promise.resolve();
    },
    get: (subjectId) => Promise.resolve(people.get(subjectId)),
    getMany: (subjectIds) =>
      Promise.resolve(
        new Map(
          subjectIds.flatMap((id) => {
            const person = people.get(id);
            return person ? [[id, person] as const] : [];
          }),
        ),
      ),
    findByEmail: (email) => {
      const found = [...people].find(([, person]) => person.email.toLowerCase() === email.toLowerCase());
      return Promise.resolve(found && { subjectId: found[0], person: found[1] });
    },
    forget: (subjectId) => Promise.resolve(people.delete(subjectId)),
    close: () => Promise.resolve(),
  };
};
