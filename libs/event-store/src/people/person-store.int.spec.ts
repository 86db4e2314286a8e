import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryPersonStore } from './memory-person-store.js';
import type { PersonStore } from './person-store.js';
import { openSqlitePersonStore } from './sqlite-person-store.js';

const ada = { email: 'Ada.Lovelace@Example.com', name: 'Ada Lovelace', euid: 'al-1815' };

describe.each(['memory', 'sqlite'])('PersonStore: %s', (adapter) => {
  let directory: string;
  let store: PersonStore;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-people-'));
    store = adapter === 'memory' ? createMemoryPersonStore() : openSqlitePersonStore({ file: join(directory, 'people.sqlite') });
  });

  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('keeps persons by subject id and replaces what was known', async () => {
    await store.put('s1', ada);
    await store.put('s1', { email: 'ada@example.com', name: 'Ada King' });
    expect(await store.get('s1')).toEqual({ email: 'ada@example.com', name: 'Ada King' });
    expect(await store.get('s2')).toBeUndefined();
  });

  it('gives the known ones of many', async () => {
    await store.put('s1', ada);
    await store.put('s2', { ...ada, email: 'b@example.com' });
    expect([...(await store.getMany(['s2', 'missing', 's1']))].map(([id, { email }]) => [id, email]).sort()).toEqual([
      ['s1', ada.email],
      ['s2', 'b@example.com'],
    ]);
  });

  it('finds by e-mail whatever the case', async () => {
    await store.put('s1', ada);
    expect(await store.findByEmail('ada.lovelace@EXAMPLE.com')).toEqual({ subjectId: 's1', person: ada });
    expect(await store.findByEmail('ada')).toBeUndefined();
  });

  it('forgets one and keeps the others', async () => {
    await store.put('s1', ada);
    await store.put('s2', { email: 'b@example.com', name: 'B' });
    expect(await store.forget('s1')).toBe(true);
    expect(await store.forget('s1')).toBe(false);
    expect(await store.get('s1')).toBeUndefined();
    expect(await store.findByEmail(ada.email)).toBeUndefined();
    expect(await store.get('s2')).toEqual({ email: 'b@example.com', name: 'B' });
  });
});

describe('the file of persons', () => {
  it('holds nothing of a forgotten person, neither in the file nor in its write-ahead log', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'orgledger-people-'));
    const file = join(directory, 'people.sqlite');
    const store = openSqlitePersonStore({ file });
    const holds = (text: string): boolean =>
      [file, `${file}-wal`, `${file}-shm`].some(
        (path) => existsSync(path) && readFileSync(path, 'latin1').toLowerCase().includes(text.toLowerCase()),
      );
    for (let n = 0; n < 500; n += 1)
      await store.put(`s${n}`, { email: `person.${n}.@example.com`, name: `Name ${n} ${'x'.repeat(n)}`, euid: `euid-${n}-` });
    // Older versions of a person, and pages that rows moved away from.
    for (let n = 0; n < 500; n += 3) await store.put(`s${n}`, { email: `renamed.${n}.@example.com`, name: 'y', euid: `euid-${n}-` });
    expect(holds('person.333.@')).toBe(true);
    for (const n of [333, 17, 42]) expect(await store.forget(`s${n}`)).toBe(true);
    for (const n of [333, 17, 42])
      for (const trace of [`person.${n}.@`, `renamed.${n}.@`, `Name ${n} `, `euid-${n}-`]) expect([trace, holds(trace)]).toEqual([trace, false]);
    expect(holds('person.334.@')).toBe(true);
    expect(await store.get('s334')).toMatchObject({ email: 'person.334.@example.com' });
    await store.close();
    rmSync(directory, { recursive: true });
  });
});
