import type { EventStore } from '@orgledger/event-store';

/**
 * A process that dies at its n-th append (from 1), or at the first one with an event of a type, just before or just after it is stored:
 * from then on it writes nothing.
 */
export class Crash {
  appends = 0;
  happened = false;

  constructor(
    private readonly at: number,
    private readonly when: 'before' | 'after',
    private readonly type?: string,
  ) {}

  over(store: EventStore): EventStore {
    const append: EventStore['append'] = async (...parameters) => {
      if (this.happened) throw new Error('this process is dead');
      this.appends += 1;
      const [, , events] = parameters;
      if (this.appends !== this.at && !events.some(({ type }) => type === this.type)) return store.append(...parameters);
      if (this.when === 'after') await store.append(...parameters);
      this.happened = true;
      throw new Error('this process died');
    };
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'append') return append;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}
