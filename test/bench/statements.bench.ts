import { measureStatements } from './metering/statement-load.js';

// `npm run bench:statements`: the pure statement engine alone, one size a process: `-- 10000 20`.
const [accounts = 10_000, services = 20] = process.argv.slice(2).map(Number);
const figures = measureStatements(accounts, services);
process.stdout.write(`${JSON.stringify(figures)}\n`);
if (figures.peakRssMiB > 1024) process.exitCode = 1;
