// The pace and the cost of replication, with the platform and the sandbox as processes of their own; times are the sandbox's.
// Usage: replication.bench.js [vending] [assignments] [quiet-night] [--scale n]   Needs the build: `nest build`.
import { parseArgs } from 'node:util';
import type { Figure } from './replication/figures.js';
import { holds, print, printFigure } from './replication/figures.js';
import { measureAssignments } from './replication/assignments.js';
import { measureQuietNight } from './replication/quiet-night.js';
import { measureVending } from './replication/vending.js';

const parts: Readonly<Record<string, (scale: number) => Promise<readonly Figure[]>>> = {
  vending: measureVending,
  assignments: measureAssignments,
  'quiet-night': measureQuietNight,
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { scale: { type: 'string', default: '10' } } });
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 20)) throw new Error('--scale must be above 0 and at most 20: beyond it, wall-clock latency counts too much');
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    const started = Date.now();
    const measured = await parts[name]?.(scale);
    if (!measured) throw new Error(`${name} is no part of this bench: ${Object.keys(parts).join(', ')}`);
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
