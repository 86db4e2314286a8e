import type { World } from '../core/service.js';

const LOWER_ALNUM = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

/** Lower-case letters and digits, the same for the same world and key. */
export const drawnText = (world: World, length: number, ...key: readonly (string | number)[]): string => world.drawText(LOWER_ALNUM, length, ...key);

export const drawnHex = (world: World, length: number, ...key: readonly (string | number)[]): string => world.drawText(HEX, length, ...key);

/** A UUID of version 4's shape. */
export const drawnUuid = (world: World, ...key: readonly (string | number)[]): string => {
  const hex = drawnHex(world, 32, ...key);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
