// `npm test`: everything that must hold at every commit. `npm test -- <jest arguments>` runs only jest, on a fresh build.
import { build, npmBinary, step } from './steps.mjs';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const jestArguments = process.argv.slice(2);

try {
  const rules = jestArguments.length > 0 ? Promise.resolve() : step('Checking the code rules', npmBinary('eslint'), ['.', '--max-warnings', '0']);
  rules.catch(() => undefined); // awaited below, after the steps that run beside it
  if (jestArguments.length === 0) {
    await step('Checking the format', npmBinary('prettier'), ['--check', '--log-level', 'warn', '.']);
    await step('Checking the types', npmBinary('tsc'), ['--noEmit', '-p', '.']);
  }
  await build();
  await rules;
  await step('Running the tests', process.execPath, [...jest, ...jestArguments], { show: true });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
