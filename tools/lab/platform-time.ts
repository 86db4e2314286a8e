import type { PlatformProcess } from './platform-process.js';

/** The platform's own time: a request without an id gets a UUIDv7, which begins with it. */
const platformTime = async ({ endpoint }: PlatformProcess): Promise<number> => {
  const { headers } = await fetch(`${endpoint}/healthz`);
  return Number.parseInt((headers.get('x-request-id') ?? '').replaceAll('-', '').slice(0, 12), 16);
};

/** Waits until the platform, which follows the sandbox's clock, has seen that it was moved. */
export const platformReaches = async (platform: PlatformProcess, instant: number): Promise<void> => {
  while (!((await platformTime(platform)) >= instant)) await new Promise((resolve) => setTimeout(resolve, 50));
};
