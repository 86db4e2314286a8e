import { UnknownEventType } from '../errors.js';
import type { EventFilter, Recorded } from '../port.js';
import type { EventCatalogue, EventShape, Upcaster } from './upcaster.js';

const keyOf = (type: string, version: number): string => `${type} version ${version}`;

/**
 * All upcasters of a program as one function over recorded events. Construction throws TypeError for a duplicate, a gap (a version below
 * the current one that nothing reads) or a cycle. Without a catalogue, events without an upcaster pass as they are.
 */
export class Upcasting {
  private readonly upcasters = new Map<string, Upcaster>();

  constructor(
    upcasters: readonly Upcaster[],
    private readonly catalogue?: EventCatalogue,
  ) {
    for (const upcaster of upcasters) {
      const key = keyOf(upcaster.type, upcaster.version);
      if (this.upcasters.has(key)) throw new TypeError(`two upcasters read ${key}`);
      this.upcasters.set(key, upcaster);
    }
    for (const [type, current] of Object.entries(catalogue ?? {}))
      for (let version = firstVersion(type, upcasters); version < current; version += 1)
        if (!this.upcasters.has(keyOf(type, version)))
          throw new TypeError(`no upcaster reads ${keyOf(type, version)}, though ${type} is at version ${current}`);
    for (const upcaster of upcasters) this.walk(upcaster, []);
  }

  /** The event as the program knows it today: one, several, or none. Throws UnknownEventType. */
  apply(recorded: Recorded): readonly Recorded[] {
    return this.upcastShape(recorded, recorded.stream).map(({ type, schemaVersion, data }) => ({ ...recorded, type, schemaVersion, data }));
  }

  /** A filter on the types that are stored, for one on the types that are read. */
  storedFilter(filter: EventFilter | undefined): EventFilter | undefined {
    if (!filter?.types) return filter;
    const types = new Set(filter.types);
    for (let size = -1; size !== types.size;) {
      size = types.size;
      for (const { type, produces } of this.upcasters.values()) if (produces.some((result) => types.has(result.type))) types.add(type);
    }
    return { ...filter, types: [...types] };
  }

  private upcastShape(event: EventShape, stream: string): readonly EventShape[] {
    const upcaster = this.upcasters.get(keyOf(event.type, event.schemaVersion));
    if (!upcaster) {
      if (this.catalogue && this.catalogue[event.type] !== event.schemaVersion) throw new UnknownEventType(event.type, event.schemaVersion, stream);
      return [event];
    }
    return upcaster.upcast({ type: event.type, schemaVersion: event.schemaVersion, data: event.data }).flatMap((result) => {
      if (!upcaster.produces.some(({ type, version }) => type === result.type && version === result.schemaVersion))
        throw new TypeError(
          `the upcaster of ${keyOf(upcaster.type, upcaster.version)} made ${keyOf(result.type, result.schemaVersion)}, which it does not list`,
        );
      return this.upcastShape(result, stream);
    });
  }

  private walk(upcaster: Upcaster, path: readonly string[]): void {
    const key = keyOf(upcaster.type, upcaster.version);
    if (path.includes(key)) throw new TypeError(`upcasters run in a circle: ${[...path, key].join(' -> ')}`);
    for (const { type, version } of upcaster.produces) {
      const next = this.upcasters.get(keyOf(type, version));
      if (next) this.walk(next, [...path, key]);
      else if (this.catalogue && this.catalogue[type] !== version)
        throw new TypeError(`the upcaster of ${key} makes ${keyOf(type, version)}, which is neither current nor read by another upcaster`);
    }
  }
}

/** 1, or for a type that came from another one the version it began with. */
const firstVersion = (type: string, upcasters: readonly Upcaster[]): number => {
  const begun = upcasters.filter((upcaster) => upcaster.type !== type).flatMap(({ produces }) => produces.filter((result) => result.type === type));
  return begun.length === 0 ? 1 : Math.min(...begun.map(({ version }) => version));
};
