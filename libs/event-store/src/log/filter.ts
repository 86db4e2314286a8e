import type { EventFilter } from '../port.js';
import { isSystemStream } from './stream-name.js';

/** Streams of the store itself match no filter. */
export const matches = (
  event: { readonly stream: string; readonly category: string; readonly type: string },
  filter: EventFilter | undefined,
): boolean =>
  !isSystemStream(event.stream) &&
  (filter?.categories?.includes(event.category) ?? true) &&
  (filter?.types?.includes(event.type) ?? true) &&
  (filter?.streamPrefix === undefined || event.stream.startsWith(filter.streamPrefix));
