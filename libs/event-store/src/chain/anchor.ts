/** The heads of the streams that changed since the anchor before, taken at one position of the log. Data of a HeadsAnchored event. */
export interface Anchor {
  /** Place of the last event the anchor covers. */
  readonly place: number;
  /** Number of events up to and including that place. */
  readonly events: number;
  /** [stream, revision, hash], by stream. */
  readonly heads: readonly (readonly [stream: string, revision: number, hash: string])[];
}

/** An anchor as it stands in the anchor stream; one per line in an exported file. */
export interface RecordedAnchor extends Anchor {
  readonly revision: number;
  readonly hash: string;
}

export const anchorStream = '$anchors';
export const anchorType = 'HeadsAnchored';

/** One JSON object per line, to be kept where who can change the event file cannot change it. */
export const printAnchors = (anchors: Iterable<RecordedAnchor>): string => {
  let text = '';
  for (const { revision, hash, place, events, heads } of anchors) text += `${JSON.stringify({ revision, hash, place, events, heads })}\n`;
  return text;
};

/** Reads what `printAnchors` wrote. Throws SyntaxError that names the line. */
export const parseAnchors = (text: string): readonly RecordedAnchor[] =>
  text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => {
      const value = parseLine(line, number);
      if (!isAnchor(value))
        throw new SyntaxError(`line ${number} of the exported anchors is not an anchor: use the file that the export wrote, unchanged`);
      return value;
    });

const parseLine = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new SyntaxError(`line ${number} of the exported anchors is not JSON`, { cause: error });
  }
};

const isAnchor = (value: unknown): value is RecordedAnchor => {
  const anchor = value as Partial<RecordedAnchor> | null;
  return typeof anchor?.revision === 'number' && typeof anchor.hash === 'string' && typeof anchor.place === 'number' && Array.isArray(anchor.heads);
};
