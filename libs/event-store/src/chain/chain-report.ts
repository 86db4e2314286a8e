import type { RecordedAnchor } from './anchor.js';
import type { ChainLink } from './chain-hash.js';

/** An event as it stands in the file. */
export interface ChainedEvent extends ChainLink {
  readonly place: number;
  /** Null in a stream that was begun with `any`. */
  readonly hash: string | null;
}

/** A store whose streams are chained. */
export interface ChainedLog {
  /** By stream, revision, place. */
  chainedEvents(): Iterable<ChainedEvent>;
  /** Oldest first. */
  recordedAnchors(): Iterable<RecordedAnchor>;
  /** Highest place ever given out. */
  lastPlace(): number;
  countUpTo(place: number): number;
}

export type FindingKind = 'edited' | 'removed' | 'inserted' | 'reordered' | 'tailCut' | 'rewritten';

export interface ChainFinding {
  readonly kind: FindingKind;
  readonly stream: string;
  readonly revision: number;
  readonly message: string;
}

export type Report = (kind: FindingKind, stream: string, revision: number, message: string) => void;

export interface ChainReport {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly anchors: number;
  /** Events after the last anchor: their chain is checked, but nothing else vouches for them yet. */
  readonly sinceLastAnchor: number;
  readonly findings: readonly ChainFinding[];
}
