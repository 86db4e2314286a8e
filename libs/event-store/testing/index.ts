export { CaseTable, caseDefiner } from './case-table.js';
export type { DefineCase } from './case-table.js';
export * from './contract-fixture.js';
export { memoryFixture, sqliteFixture } from './fixtures.js';
export { startProgram } from './processes/child-run.js';
export type { ChildRun } from './processes/child-run.js';
export { describeEventStoreContract } from './describe-event-store-contract.js';
export * from './describe-stored-events.js';
