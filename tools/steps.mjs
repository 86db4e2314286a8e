// Runs the project's own commands as steps, each said before it starts and timed after.
import { spawn } from 'node:child_process';

/** Resolves with the seconds a step took; rejects with what it printed when it fails. */
export const step = (title, command, commandArguments, { show = false } = {}) =>
  new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    process.stderr.write(`▸ ${title}\n`);
    const child = spawn(command, commandArguments, { stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    child.stdout?.on('data', (chunk) => printed.push(chunk));
    child.stderr?.on('data', (chunk) => printed.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code === 0) {
        process.stderr.write(`✓ ${title} (${seconds.toFixed(1)} s)\n`);
        resolve(seconds);
      } else {
        reject(new Error(`${Buffer.concat(printed).toString()}\n✗ ${title}: ${signal ?? `exit code ${code}`}`));
      }
    });
  });

export const npmBinary = (name) => `node_modules/.bin/${name}`;

export const build = () => step('Building', npmBinary('nest'), ['build']);
