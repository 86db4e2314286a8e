// The pace and the cost of replication, with the platform and the sandbox as processes of their own; times are the sandbox's.
// Usage: replication.bench.js [vending] [assignments] [quiet-night] [--scale n]   Needs the build: `nest build`.
import { parseArgs } from 'node:util';
import type { Figure } from './replication/figures.js';
import { holds, print, printFigure } from './replication/figures.js';
import { measureAssignments } from './replication/assignments.js';
import { measureQuietNight } from './replication/quiet-night.js';
import { measureVending } from './replication/vending.js';

interface Part {
  /** Sandbox seconds per wall second. The closer together the calls are, the lower: a busy machine must not be what is measured. */
  readonly scale: number;
  readonly measure: (scale: number) => Promise<readonly Figure[]>;
}

const parts: Readonly<Record<string, Part>> = {
  vending: { scale: 10, measure: measureVending },
  assignments: { scale: 5, measure: measureAssignments },
  'quiet-night': { scale: 20, measure: measureQuietNight },
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string' } } });
  const given = values.scale === undefined ? undefined : Number(values.scale);
  if (given !== undefined && !(given > 0 && given <= 20))
    throw new Error('--scale must be above 0 and at most 20: beyond it, wall-clock latency counts too much');
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    const started = Date.now();
    const part = parts[name];
    if (!part) throw new Error(`${name} is no part of this bench: ${Object.keys(parts).join(', ')}`);
    const measured = await part.measure(given ?? part.scale);
    measured.forEach(printFigure);
    print(`  (${((Date.now() - started) / 1000).toFixed(0)} s by the wall clock)`);
    figures.push(...measured);
  }
  const missed = figures.filter((figure) => !holds(figure)).length;
  print(missed === 0 ? 'Every figure holds.' : `${missed} of ${figures.length} figures miss their bar.`);
  process.exitCode = missed === 0 ? 0 : 1;
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
