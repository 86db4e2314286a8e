// `npm run test:chaos`: random faults with 200 seeds. CHAOS_SEEDS=<n> for another number, CHAOS_SEED=<k> for one seed alone.
import { build, step } from './steps.mjs';

process.env.CHAOS_SEEDS ??= '200';
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
try {
  await build();
  await step(
    `Random faults, ${process.env.CHAOS_SEED ? `seed ${process.env.CHAOS_SEED}` : `${process.env.CHAOS_SEEDS} seeds`}`,
    process.execPath,
    [...jest, 'test/chaos/random-faults'],
    {
      show: true,
    },
  );
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
