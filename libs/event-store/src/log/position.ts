import { InvalidPosition } from '../errors.js';
import type { Position } from '../port.js';

const width = 19;

/** Fixed width, so that text order is log order even where SQL compares. */
export const toPosition = (place: number): Position => String(place).padStart(width, '0') as Position;

/** Throws InvalidPosition for text that no store of this kind wrote, and for a place beyond `last`. */
export const fromPosition = (position: Position, last: number): number => {
  const place = /^\d{19}$/.test(position) ? Number(position) : Number.NaN;
  if (!Number.isSafeInteger(place)) throw new InvalidPosition(`${JSON.stringify(position)} is not a position of this event store`);
  if (place > last)
    throw new InvalidPosition(`position ${position} lies beyond the end of this event store (${toPosition(last)}): it was taken from another one`);
  return place;
};

export const comparePositions = (a: Position, b: Position): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);
