import { holds, print, printFigure } from '../replication/figures.js';
import type { Figure } from '../replication/figures.js';

const figures: Figure[] = [];

export const figure = (name: string, measured: number, bar: number, unit: string, because: string): void => {
  const one = { name, measured, bar, unit, because };
  figures.push(one);
  printFigure(one);
};

/** Says what was missed, and ends the process: 1 when something was. */
export const endWithVerdict = (): never => {
  const missed = figures.filter((one) => !holds(one));
  print(
    missed.length === 0
      ? `\nAll ${figures.length} bars hold.`
      : `\n${missed.length} of ${figures.length} bars were missed: ${missed.map(({ name }) => name).join(', ')}`,
  );
  process.exit(missed.length === 0 ? 0 : 1);
};

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

/** `ask` is told the number of the run. Milliseconds. */
export const percentile95 = async (runs: number, ask: (run: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push((await seconds(() => ask(run))) * 1000);
  return times.toSorted((a, b) => a - b)[Math.floor(runs * 0.95)] ?? 0;
};
