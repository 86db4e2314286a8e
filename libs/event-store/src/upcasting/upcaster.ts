import type { EventData } from '../port.js';

/** The shape of an event at one version. */
export interface EventShape {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: EventData;
}

/**
 * Reads events of one type and version as later ones. Pure. The result may be one event of the next version, several, of other types too,
 * or none; `produces` lists what can come out, so that chains are checked before any event is read.
 */
export interface Upcaster {
  readonly type: string;
  readonly version: number;
  readonly produces: readonly { readonly type: string; readonly version: number }[];
  upcast(event: EventShape): readonly EventShape[];
}

/** The event types this program knows, each with its current version. */
export type EventCatalogue = Readonly<Record<string, number>>;
