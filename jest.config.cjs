const swc = JSON.parse(require('node:fs').readFileSync(`${__dirname}/.swcrc`, 'utf8'));
delete swc.$schema;
delete swc.jsc.paths;
delete swc.jsc.baseUrl;

/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@orgledger/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@orgledger/([^/]+)/testing$': '<rootDir>/libs/$1/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['<rootDir>/test/support/without-ambient-aws.ts'],
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  randomize: true,
  // Many tests wait for processes and for the sandbox's clock: one worker more than there are cores keeps the cores busy.
  maxWorkers: require('node:os').availableParallelism() + 1,
  testTimeout: 180_000,
};
