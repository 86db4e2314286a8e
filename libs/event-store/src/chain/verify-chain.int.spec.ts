import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anEvent, someEvents } from '../../testing/contract-fixture.js';
import { openSqliteEventStore } from '../sqlite/sqlite-event-store.js';
import type { SqliteEventStore } from '../sqlite/sqlite-event-store.js';
import { parseAnchors, printAnchors } from './anchor.js';
import { chainHash } from './chain-hash.js';
import { verifyChain } from './verify-chain.js';
import type { ChainedEvent, ChainReport } from './chain-report.js';

describe('verifyChain', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-chain-'));
    file = join(directory, 'events.sqlite');
    await withStore(async (store) => {
      for (const name of ['a', 'b', 'c']) await store.append(`thing-${name}`, 'no_stream', someEvents(6));
      await store.append('log-a', 'any', someEvents(2));
      await store.append('thing-b', 5n, [anEvent('Blob', Uint8Array.of(1, 2, 3))]);
    });
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  const withStore = async <Result>(use: (store: SqliteEventStore) => Result | Promise<Result>, anchorEvery = 1_000): Promise<Result> => {
    const store = openSqliteEventStore({ file, anchorEvery });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };

  /** Changes the file as somebody would who has it and SQLite. */
  const tamper = (change: (db: DatabaseSync) => void): void => {
    const db = new DatabaseSync(file);
    change(db);
    db.close();
  };

  const audit = (exported?: string): Promise<ChainReport> =>
    withStore((store) => verifyChain(store, exported === undefined ? [] : parseAnchors(exported)));

  const exportAnchors = (): Promise<string> => withStore((store) => printAnchors(store.recordedAnchors()));

  /** Makes the hashes of a stream fit its content again, from `revision` on. */
  const rechain = (db: DatabaseSync, stream: string, revision: number): void => {
    const rows = db
      .prepare('SELECT *, schema_version AS schemaVersion FROM events WHERE stream = ? ORDER BY revision')
      .all(stream) as unknown as ChainedEvent[];
    let previous = rows[revision - 1]?.hash ?? null;
    for (const row of rows.slice(revision)) {
      previous = chainHash(previous, row);
      db.prepare('UPDATE events SET hash = ? WHERE stream = ? AND revision = ?').run(previous, stream, row.revision);
    }
  };

  it('finds nothing in an untouched file, whatever the spelling of its JSON', async () => {
    tamper((db) => db.exec(`UPDATE events SET data = replace(data, ':', ' : ') WHERE stream = 'thing-a'`));
    const report = await audit();
    expect(report).toMatchObject({ ok: true, findings: [], streams: 5, anchors: 1 });
    expect(report.events).toBe(22);
  });

  it('computes the hash that the specification describes', () => {
    const link = { stream: 'a-1', revision: 0, id: 'x', type: 'T', schemaVersion: 1, data: '{"n":1}', metadata: '{"at":"t"}' };
    // echo -n '[null,"a-1",0,"x","T",1,{"n":1},{"at":"t"}]' | sha256sum
    expect(chainHash(null, link)).toBe('7454793806bcd190ceade7270e5a7163e36fde8a7a58342475ce44273c69b32e');
  });

  it('finds an edited event', async () => {
    tamper((db) => db.exec(`UPDATE events SET data = '{"n":99}' WHERE stream = 'thing-a' AND revision = 3`));
    const { ok, findings } = await audit();
    expect(ok).toBe(false);
    expect(findings.map(({ kind, stream, revision }) => [kind, stream, revision])).toEqual([['edited', 'thing-a', 3]]);
  });

  it.each(['id', 'type', 'metadata'])('finds an edited %s', async (column) => {
    tamper((db) => db.exec(`UPDATE events SET ${column} = '{"other":1}' WHERE stream = 'thing-b' AND revision = 6`));
    expect((await audit()).findings).toMatchObject([{ kind: 'edited', stream: 'thing-b', revision: 6 }]);
  });

  it('finds a removed event, also when the later ones were renumbered', async () => {
    tamper((db) => db.exec(`DELETE FROM events WHERE stream = 'thing-a' AND revision = 2`));
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'removed', stream: 'thing-a', revision: 3 }));
    tamper((db) => db.exec(`UPDATE events SET revision = revision - 1 WHERE stream = 'thing-a' AND revision > 2`));
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'removed', stream: 'thing-a', revision: 2 }));
  });

  it('finds an inserted event, also with a hash that fits the event before it', async () => {
    tamper((db) => {
      db.exec(`UPDATE events SET revision = -revision - 1 WHERE stream = 'thing-a' AND revision > 2`);
      db.exec(`UPDATE events SET revision = -revision WHERE stream = 'thing-a' AND revision < 0`);
      db.exec(`INSERT INTO events SELECT position + 1000, stream, 3, category, 'made-up', type, schema_version, data, metadata, created, hash
               FROM events WHERE stream = 'thing-a' AND revision = 2`);
      const [before, inserted] = db
        .prepare(`SELECT *, schema_version AS schemaVersion FROM events WHERE stream = 'thing-a' AND revision IN (2, 3) ORDER BY revision`)
        .all() as unknown as [ChainedEvent, ChainedEvent];
      db.prepare(`UPDATE events SET hash = ? WHERE stream = 'thing-a' AND revision = 3`).run(chainHash(before.hash, inserted));
    });
    const { findings } = await audit();
    expect(findings).toContainEqual(expect.objectContaining({ stream: 'thing-a', revision: 4, kind: 'reordered' }));
    tamper((db) => {
      // The forger also moves the later events behind it.
      db.exec(`UPDATE events SET position = position + 2000 WHERE stream = 'thing-a' AND revision > 3`);
    });
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ stream: 'thing-a', revision: 3, kind: 'inserted' }));
  });

  it('finds reordered events', async () => {
    const swap = (columns: readonly string[]): void =>
      tamper((db) => {
        const read = (revision: number) => db.prepare(`SELECT ${columns.join()} FROM events WHERE stream = 'thing-a' AND revision = ?`).get(revision);
        const [second, third] = [read(2), read(3)];
        const write = db.prepare(`UPDATE events SET ${columns.map((column) => `${column} = ?`).join()} WHERE stream = 'thing-a' AND revision = ?`);
        write.run(...columns.map((column) => `tmp ${String(third?.[column])}`), 3);
        write.run(...columns.map((column) => third?.[column] ?? null), 2);
        write.run(...columns.map((column) => second?.[column] ?? null), 3);
      });
    swap(['id', 'type', 'data', 'metadata', 'hash']);
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'reordered', stream: 'thing-a', revision: 3 }));
    swap(['id', 'type', 'data', 'metadata', 'hash']);
    expect((await audit()).ok).toBe(true);
    tamper((db) => db.exec(`UPDATE events SET revision = CASE revision WHEN 2 THEN -3 ELSE -2 END WHERE stream = 'thing-a' AND revision IN (2, 3)`));
    tamper((db) => db.exec(`UPDATE events SET revision = -revision WHERE revision < 0`));
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'reordered', stream: 'thing-a', revision: 3 }));
  });

  it('finds a cut tail: by the anchors, and before there is an anchor by the positions', async () => {
    tamper((db) => db.exec(`DELETE FROM events WHERE stream = 'thing-c' AND revision > 3`));
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'tailCut', stream: 'thing-c', revision: 3 }));
    await withStore((store) => store.append('thing-d', 'no_stream', someEvents(3)));
    tamper((db) =>
      db.exec(`DELETE FROM events WHERE stream = '$anchors' AND revision > 0; DELETE FROM events WHERE stream = 'thing-d' AND revision = 2`),
    );
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'removed', stream: '' }));
  });

  it('finds a stream that is gone as a whole', async () => {
    tamper((db) => db.exec(`DELETE FROM events WHERE stream = 'thing-c'`));
    expect((await audit()).findings).toContainEqual(expect.objectContaining({ kind: 'tailCut', stream: 'thing-c', revision: -1 }));
  });

  it('finds a tail that was rewritten together with its hashes, by the anchors', async () => {
    tamper((db) => {
      db.exec(`UPDATE events SET data = '{"n":99}' WHERE stream = 'thing-a' AND revision = 3`);
      rechain(db, 'thing-a', 3);
    });
    expect((await audit()).findings.map(({ kind, stream, revision }) => [kind, stream, revision])).toEqual([['rewritten', 'thing-a', 5]]);
  });

  it('finds a history that was rewritten together with its anchors, by the exported ones', async () => {
    const exported = await exportAnchors();
    tamper((db) => {
      db.exec(`UPDATE events SET data = '{"n":99}' WHERE stream = 'thing-a' AND revision = 3`);
      rechain(db, 'thing-a', 3);
      const head = db.prepare(`SELECT hash FROM events WHERE stream = 'thing-a' ORDER BY revision DESC LIMIT 1`).get()?.hash;
      const anchor = JSON.parse(String(db.prepare(`SELECT data FROM events WHERE stream = '$anchors'`).get()?.data)) as {
        heads: [string, number, string][];
      };
      for (const entry of anchor.heads) if (entry[0] === 'thing-a') entry[2] = String(head);
      db.prepare(`UPDATE events SET data = ? WHERE stream = '$anchors'`).run(JSON.stringify(anchor));
      rechain(db, '$anchors', 0);
    });
    expect((await audit()).ok).toBe(true);
    const { findings } = await audit(exported);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'rewritten', stream: 'thing-a', revision: 5 }));
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'rewritten', stream: '$anchors', revision: 0 }));
  });

  it('anchors by number of events and by the hour, and reads its own export', async () => {
    await withStore(async (store) => {
      for (let n = 0; n < 30; n += 1) await store.append(`many-${n}`, 'no_stream', [anEvent()]);
      expect([...store.recordedAnchors()].length).toBeGreaterThanOrEqual(4);
    }, 10);
    let now = Date.parse('2030-01-01T00:00:00Z');
    const store = openSqliteEventStore({ file, clock: { now: () => new Date(now), wait: () => Promise.resolve() } });
    await store.append('hourly-a', 'no_stream', [anEvent()]);
    const before = [...store.recordedAnchors()].length;
    await store.append('hourly-a', 0n, [anEvent()]);
    expect([...store.recordedAnchors()]).toHaveLength(before);
    now += 3_600_000;
    await store.append('hourly-a', 1n, [anEvent()]);
    const anchors = [...store.recordedAnchors()];
    expect(anchors).toHaveLength(before + 1);
    expect(parseAnchors(printAnchors(anchors))).toEqual(anchors);
    expect(verifyChain(store, anchors)).toMatchObject({ ok: true });
    await store.close();
  });

  it('refuses a file that is no export of anchors, by line', () => {
    expect(() => parseAnchors('{"revision":0}')).toThrow('line 1 of the exported anchors is not an anchor');
    expect(() => parseAnchors('\nnonsense')).toThrow('line 2 of the exported anchors is not JSON');
  });
});
