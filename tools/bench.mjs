// `npm run bench:<name>`: builds, then runs test/bench/<name>.bench.ts alone and passes on its exit code: non-zero when a figure misses its bar.
import { spawnSync } from 'node:child_process';
import { build } from './steps.mjs';

const [name, ...benchArguments] = process.argv.slice(2);
try {
  await build();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
process.exit(spawnSync(process.execPath, [`dist/test/bench/${name}.bench.js`, ...benchArguments], { stdio: 'inherit' }).status ?? 1);
