import type { World } from '../core/service.js';

/** The number at a path of `config/aws-quotas.json`, or the fallback where the file has none. */
export const quotaNumber = (world: World, path: readonly string[], fallback: number): number => {
  let at: unknown = world.quotas;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return fallback;
    at = (at as Record<string, unknown>)[step];
  }
  return typeof at === 'number' ? at : fallback;
};
