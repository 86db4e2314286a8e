import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fromRecorded, Upcasting } from '@orgledger/event-store';
import type { EventCatalogue, Position, Recorded } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';

interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, never>>;
}

/** What folds events: a decider, or the fold of a read model. */
export interface EventFold {
  readonly initial: unknown;
  evolve(state: never, event: never): unknown;
}

export interface StoredEvents {
  readonly catalogue: EventCatalogue;
  /** Folder of the golden files, one for each type and version: `<Type>.v<n>.json`. */
  readonly folder: string;
  /** The life of one object, event by event: each must still move its state. */
  readonly lives: Readonly<Record<string, readonly [EventFold, readonly string[]]>>;
  /** Events that no decision depends on. */
  readonly onlyTold: readonly string[];
}

/** When the golden events happened: ISO 8601 UTC. */
export const goldenInstant = '2026-03-02T08:00:00.000Z';

const metadata = { $correlationId: 'c', $causationId: 'c', commandId: 'c', actor: { kind: 'system', id: 's' }, at: goldenInstant } as const;

/** Defines the tests that every stored event type of a context must pass. */
export const describeStoredEvents = (name: string, { catalogue, folder, lives, onlyTold }: StoredEvents): void => {
  const upcasting = new Upcasting([], catalogue);
  const golden = (type: string): Golden => JSON.parse(readFileSync(join(folder, `${type}.v1.json`), 'utf8')) as Golden;

  /** As it comes out of a store, through upcasting. */
  const load = (type: string): DomainEvent => {
    const stored = { id: '0', stream: 'golden-1', revision: 0n, position: '1' as Position, created: new Date(0), metadata };
    const recorded: Recorded = { ...stored, ...golden(type) };
    const [event, ...others] = upcasting.apply(recorded);
    if (!event || others.length > 0) throw new Error(`${type} no longer reads as one event`);
    return fromRecorded<DomainEvent>(event);
  };

  describe(`stored events of ${name}`, () => {
    it.each(Object.entries(lives))('of a %s still move its state', (_life, [decider, types]) => {
      types.forEach((type, index) => {
        const before = fold(decider as never, types.slice(0, index).map(load));
        const after = fold(decider as never, types.slice(0, index + 1).map(load));
        expect({ type, moved: !isDeepStrictEqual(after, before) }).toEqual({ type, moved: true });
      });
    });

    it('have a golden file each, and nothing else has one', () => {
      expect(readdirSync(folder).toSorted()).toEqual(
        Object.entries(catalogue)
          .flatMap(([type, current]) => Array.from({ length: current }, (_, version) => `${type}.v${version + 1}.json`))
          .toSorted(),
      );
      for (const type of Object.keys(catalogue)) expect(load(type)).toMatchObject({ type, ...golden(type).data });
    });

    it('are all in a life above, or named as only told', () => {
      const covered = new Set([...Object.values(lives).flatMap(([, types]) => types), ...onlyTold]);
      expect([...covered].toSorted()).toEqual(Object.keys(catalogue).toSorted());
    });
  });
};
