import { CaseTable, describeEventStoreContract, memoryFixture, sqliteFixture } from '@orgledger/event-store/testing';
import { describeProjectionContract } from '@orgledger/projections/testing';

const table = new CaseTable();
const embedded = { multiStreamAppend: false, transactionalProjection: false, filterOnRead: true, hardDelete: true, rewrite: false };
const adapters = [
  ['memory', memoryFixture, { ...embedded, strictIdUniqueness: false, durable: false, multiProcess: false }],
  ['sqlite', sqliteFixture, { ...embedded, strictIdUniqueness: true, durable: true, multiProcess: true }],
] as const;

for (const [name, factory, capabilities] of adapters) {
  describeEventStoreContract(name, factory, capabilities, table);
  describeProjectionContract(name, factory, capabilities, table);
}

afterAll(() => {
  process.stdout.write(`\n${table.print()}\n`);
});
