// `npm run quickstart [-- --once --json --fresh]`: builds, then runs tools/quickstart/main.ts.
import { spawn } from 'node:child_process';
import { build } from './steps.mjs';

try {
  await build();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const child = spawn(process.execPath, ['dist/tools/quickstart/main.js', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
