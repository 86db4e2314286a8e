import { CaseTable, describeEventStoreContract, memoryFixture, sqliteFixture } from '@orgledger/event-store/testing';

const table = new CaseTable();
const embedded = { multiStreamAppend: false, transactionalProjection: false, filterOnRead: true, hardDelete: true, rewrite: false };

describeEventStoreContract('memory', memoryFixture, { ...embedded, strictIdUniqueness: false, durable: false, multiProcess: false }, table);
describeEventStoreContract('sqlite', sqliteFixture, { ...embedded, strictIdUniqueness: true, durable: true, multiProcess: true }, table);

afterAll(() => {
  process.stdout.write(`\n${table.print()}\n`);
});
