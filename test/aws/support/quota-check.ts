import type { LoggedCall } from '../../../tools/lab/sandbox-log.js';

/** The worst excess over burst + rate × window in any window of these calls; 0 or less when the quota was kept. Rates per second. */
export const worstExcess = (calls: readonly LoggedCall[], { rate, burst }: { readonly rate: number; readonly burst: number }): number => {
  const times = calls.map(({ time }) => Date.parse(time) / 1000).sort((a, b) => a - b);
  let worst = -Infinity;
  for (let from = 0; from < times.length; from += 1)
    for (let to = from; to < times.length; to += 1) worst = Math.max(worst, to - from + 1 - burst - rate * ((times[to] ?? 0) - (times[from] ?? 0)));
  return worst;
};

/** Calls per second between the first and the last, without those that the full bucket gave at once. */
export const sustainedRate = (calls: readonly LoggedCall[], burst: number): number => {
  const times = calls.map(({ time }) => Date.parse(time) / 1000).sort((a, b) => a - b);
  return (times.length - burst) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
};
