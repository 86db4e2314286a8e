import { InvalidAppend } from '../errors.js';
import type { StreamName } from '../port.js';

const shape = /^[A-Za-z0-9$][\x21-\x7e]{0,199}$/;

/** Text before the first `-`. */
export const categoryOf = (stream: StreamName): string => {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
};

/** Streams of the store itself (`$anchors`): readable by name, absent from the log that consumers follow. */
export const isSystemStream = (stream: StreamName): boolean => stream.startsWith('$');

export const assertStreamName = (stream: StreamName): void => {
  if (!shape.test(stream) || isSystemStream(stream) || !stream.includes('-') || stream.endsWith('-') || stream.startsWith('-'))
    throw new InvalidAppend(
      `stream name ${JSON.stringify(stream.slice(0, 220))}: must be category-id, visible ASCII, at most 200 characters, not starting with "$"`,
    );
};
