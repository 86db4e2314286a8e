import type { Capabilities } from '../src/index.js';
import { CaseTable, caseDefiner } from './case-table.js';
import { appendCases } from './cases/append.cases.js';
import { concurrencyCases } from './cases/concurrency.cases.js';
import { durabilityCases } from './cases/durability.cases.js';
import { evolutionCases } from './cases/evolution.cases.js';
import { idempotencyCases } from './cases/idempotency.cases.js';
import { readCases } from './cases/read.cases.js';
import { subscriptionCases } from './cases/subscription.cases.js';
import type { ContractFactory } from './contract-fixture.js';

/**
 * What every event store of this product must do, as tests for jest. `factory` gives one empty store per test; `capabilities` say which
 * cases are defined. The table collects what ran.
 * @source specs/event-store.md §4
 */
export const describeEventStoreContract = (name: string, factory: ContractFactory, capabilities: Capabilities, table = new CaseTable()): void => {
  describe(`event store contract: ${name}`, () => {
    const define = caseDefiner(name, factory, capabilities, table);
    appendCases(define);
    idempotencyCases(define);
    concurrencyCases(define);
    readCases(define);
    subscriptionCases(define);
    durabilityCases(define);
    evolutionCases(define);
  });
};
