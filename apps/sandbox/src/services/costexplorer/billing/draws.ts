// A local name: looking up a global is slow where modules run in contexts of their own.
const { imul } = Math;

const stirred = (hash: number, part: number): number => {
  let next = imul(hash ^ part, 0x85ebca6b);
  next = imul(next ^ (next >>> 13), 0xc2b2ae35);
  return next ^ (next >>> 16);
};

/** A well-mixed 32-bit number of its inputs (murmur3's finaliser): cheap enough for every line of ten thousand accounts. */
export const mixed = (seed: number, one: number, two = 0, three = 0): number => {
  let hash = stirred(stirred(stirred(seed | 0, one), two), three);
  hash = imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** A whole number in [low, high]. */
export const drawnBetween = (draw: number, low: number, high: number): number => low + (draw % (high - low + 1));

/** FNV-1a of a text: a stable seed of an id. */
export const seedOfText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
