import type { ExportRequest } from './export-requests.js';

/** What the thread is started with. */
export interface ThreadOrder {
  readonly request: ExportRequest;
  readonly viewsFile: string;
  /** Pieces it may send before it is told that there is room for more. */
  readonly credit: number;
}

/** From the thread: first `started` or `refused`, then pieces, then `ended`. */
export type ThreadMessage =
  | { readonly type: 'started'; readonly etag?: string }
  | { readonly type: 'refused'; readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly type: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'ended' };

/** To the thread: the reader has taken this many pieces. */
export interface ThreadRoom {
  readonly pieces: number;
}
