import type { EventStore } from '@orgledger/event-store';

export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

/** The store as a process sees it that dies at its n-th append, just before or just after that was stored: nothing works from then on. */
export const dyingAtAppend = (store: EventStore, n: number, when: 'before' | 'after'): { readonly store: EventStore; died(): boolean } => {
  let appends = 0;
  let dead = false;
  const alive = (): void => {
    if (dead) throw new ProcessDied();
  };
  const die = (): never => {
    dead = true;
    throw new ProcessDied();
  };
  const dying: Partial<EventStore> = {
    append: async (...request) => {
      alive();
      const number = (appends += 1);
      if (number === n && when === 'before') die();
      const answer = await store.append(...request);
      return number === n ? die() : answer;
    },
    readStream: async (...request) => {
      alive();
      return store.readStream(...request);
    },
  };
  const proxy = new Proxy(store, { get: (target, name) => (Reflect.get(dying, name) ?? Reflect.get(target, name)) as unknown });
  return { store: proxy, died: () => dead };
};
