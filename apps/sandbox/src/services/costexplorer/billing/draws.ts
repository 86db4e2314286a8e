/** A well-mixed 32-bit number of its inputs (murmur3's finaliser): cheap enough for every line of ten thousand accounts. */
export const mixed = (seed: number, ...parts: readonly number[]): number => {
  let hash = seed | 0;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** A whole number in [low, high]. */
export const drawnBetween = (draw: number, low: number, high: number): number => low + (draw % (high - low + 1));

/** FNV-1a of a text: a stable seed of an id. */
export const seedOfText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
