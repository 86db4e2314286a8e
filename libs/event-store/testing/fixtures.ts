import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore, openSqliteEventStore } from '../src/index.js';
import type { EventStore } from '../src/index.js';
import type { ContractFactory } from './contract-fixture.js';
import { startProgram } from './processes/child-run.js';

export const memoryFixture: ContractFactory = () => {
  const store = createMemoryEventStore();
  return Promise.resolve({ store, cleanUp: () => store.close() });
};

export const sqliteFixture: ContractFactory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-events-'));
  const file = join(directory, 'events.sqlite');
  const opened: EventStore[] = [];
  const open = (): EventStore => {
    const store = openSqliteEventStore({ file });
    opened.push(store);
    return store;
  };
  return Promise.resolve({
    store: open(),
    reopen: open,
    file,
    appendInProcess: (requests, concurrency, killAt) =>
      startProgram(join(__dirname, 'processes/append-events.program.ts'), { file, requests, concurrency }, killAt),
    cleanUp: async () => {
      for (const store of opened) await store.close();
      rmSync(directory, { recursive: true });
    },
  });
};
