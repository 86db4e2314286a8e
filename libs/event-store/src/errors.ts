/** Another writer was first. `actual` is the stream's revision, -1n when it does not exist. */
export class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
  constructor(
    readonly stream: string,
    readonly expected: bigint | string,
    readonly actual: bigint,
  ) {
    super(`stream ${stream}: expected revision ${expected}, actual ${actual}`);
  }
}

export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';
  constructor(readonly stream: string) {
    super(`stream ${stream} was deleted for good`);
  }
}

export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`an event of ${bytes} bytes is over the limit of ${limit}: store the payload elsewhere and a reference here`);
  }
}

/** Only on stores with strict id uniqueness: the id is taken by another event of the stream. */
export class DuplicateEventId extends Error {
  override readonly name = 'DuplicateEventId';
  constructor(
    readonly stream: string,
    readonly id: string,
  ) {
    super(`stream ${stream} already holds another event with id ${id}`);
  }
}

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The append may or may not have been stored: repeat the very same request, never a re-read and a new append. */
export class AppendInDoubt extends Error {
  override readonly name = 'AppendInDoubt';
}

/** The position is not of this store (another epoch, or malformed). Nothing silently starts from the beginning. */
export class InvalidPosition extends Error {
  override readonly name = 'InvalidPosition';
}

export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/** The request itself is wrong (stream name, id, data that is not JSON, no event); nothing was stored. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
}

/** A stored event whose type or version this program does not know. Reading goes no further. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
    readonly stream: string,
  ) {
    super(`stream ${stream} holds ${type} version ${schemaVersion}, which this version of Orgledger does not know: upgrade it, or add the upcaster`);
  }
}
