import type { World } from '../core/service.js';

const LOWER_ALNUM = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

const drawn = (world: World, alphabet: string, length: number, key: readonly (string | number)[]): string => {
  let text = '';
  for (let block = 0; text.length < length; block += 1) {
    // One draw holds 53 bits: eight characters of either alphabet stay well within them.
    let rest = Math.floor(world.draw(...key, block) * alphabet.length ** 8);
    for (let index = 0; index < 8; index += 1) {
      text += alphabet.charAt(rest % alphabet.length);
      rest = Math.floor(rest / alphabet.length);
    }
  }
  return text.slice(0, length);
};

/** Lower-case letters and digits, the same for the same world and key. */
export const drawnText = (world: World, length: number, ...key: readonly (string | number)[]): string => drawn(world, LOWER_ALNUM, length, key);

export const drawnHex = (world: World, length: number, ...key: readonly (string | number)[]): string => drawn(world, HEX, length, key);

/** A UUID of version 4's shape. */
export const drawnUuid = (world: World, ...key: readonly (string | number)[]): string => {
  const hex = drawnHex(world, 32, ...key);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
