import type { EventMetadata } from '@orgledger/kernel';
import { decodeData } from '../log/encoded-event.js';
import { toPosition } from '../log/position.js';
import type { Recorded } from '../port.js';

/** A row of the event table as node:sqlite gives it. */
export interface StoredRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly data: string | Uint8Array;
  readonly metadata: string;
  readonly created: string;
  readonly hash: string | null;
}

export const columns = 'position, stream, revision, id, type, schema_version, data, metadata, created, hash';

export const toRecorded = (row: StoredRow): Recorded => ({
  id: row.id,
  type: row.type,
  schemaVersion: row.schema_version,
  data: decodeData(row.data),
  metadata: JSON.parse(row.metadata) as EventMetadata,
  stream: row.stream,
  revision: BigInt(row.revision),
  position: toPosition(row.position),
  created: new Date(row.created),
});
