// `npm run test:metering`: 2,000 generated organisations and as many histories of closings against the second implementation, and all other tests of
// metering's folder. METERING_RUNS=<n> for another number.
import { build, step } from './steps.mjs';

process.env.METERING_RUNS ??= '2000';
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
try {
  await build();
  await step(`Generated organisations, ${process.env.METERING_RUNS} runs`, process.execPath, [...jest, 'test/metering'], { show: true });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
