import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPacerStore } from './memory-pacer-store.js';
import type { PacerStore } from './pacer-store.js';
import { SqlitePacerStore } from './sqlite-pacer-store.js';

const limit = { rate: 1, burst: 2 };

const suite = (name: string, open: () => PacerStore): void => {
  describe(`${name} as a pacer store`, () => {
    let store: PacerStore;
    beforeEach(() => (store = open()));
    afterEach(() => store.close());

    it('counts tokens by bucket', async () => {
      expect(await store.takeTokens('a', limit, 3, 10_000)).toEqual({ count: 2, nextAt: 11_000 });
      expect(await store.takeTokens('a', limit, 1, 10_500)).toEqual({ count: 0, nextAt: 11_000 });
      expect(await store.takeTokens('b', limit, 1, 10_500)).toMatchObject({ count: 1 });
      expect(await store.takeTokens('a', limit, 1, 11_000)).toMatchObject({ count: 1 });
    });

    it('empties a bucket', async () => {
      await store.empty('a', limit, 14_000);
      expect(await store.takeTokens('a', limit, 1, 14_999)).toEqual({ count: 0, nextAt: 15_000 });
      expect(await store.takeTokens('a', limit, 2, 15_000)).toEqual({ count: 1, nextAt: 16_000 });
    });

    it('allots slots in order, one per target, and frees them', async () => {
      const wishes = [
        { holder: 'p', target: 'x' },
        { holder: 'q', target: 'x' },
        { holder: 'r', target: 'y' },
      ];
      const slots = { outstanding: 2, perTarget: 1 };
      expect(await store.takeSlots('c', slots, wishes, 0, 100)).toEqual({ granted: ['p', 'r'], nextAt: 100 });
      expect(await store.takeSlots('c', slots, [wishes[1]!], 1, 100)).toEqual({ granted: [], nextAt: 100 });
      await store.freeSlot('c', 'p');
      expect(await store.takeSlots('c', slots, [wishes[1]!], 2, 100)).toMatchObject({ granted: ['q'] });
    });

    it('keeps a renamed slot, and lets it expire', async () => {
      await store.takeSlots('c', { outstanding: 1 }, [{ holder: 'p', target: 'x' }], 0, 100);
      await store.renameSlot('c', 'p', 'aws-id', 200);
      await store.freeSlot('c', 'p');
      await store.keepSlot('c', 'aws-id', 300);
      await store.renameSlot('c', 'nobody', 'else', 900);
      const wish = [{ holder: 'q', target: undefined }];
      expect(await store.takeSlots('c', { outstanding: 1 }, wish, 299, 100)).toEqual({ granted: [], nextAt: 300 });
      expect(await store.takeSlots('c', { outstanding: 1 }, wish, 300, 100)).toEqual({ granted: ['q'], nextAt: 400 });
    });
  });
};

suite('memory', () => new MemoryPacerStore());

const folder = mkdtempSync(join(tmpdir(), 'pacer-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));
suite('SQLite', () => new SqlitePacerStore(join(folder, `${(files += 1)}.sqlite`)));

describe('SQLite as a pacer store', () => {
  it('counts together with another connection, and after a restart', async () => {
    const file = join(folder, 'shared.sqlite');
    const [one, other] = [new SqlitePacerStore(file), new SqlitePacerStore(file)];
    expect(await one.takeTokens('a', limit, 1, 10_000)).toMatchObject({ count: 1 });
    expect(await other.takeTokens('a', limit, 2, 10_000)).toMatchObject({ count: 1 });
    await one.takeSlots('c', { outstanding: 1 }, [{ holder: 'p', target: undefined }], 10_000, 60_000);
    await one.close();
    await other.close();
    const reopened = new SqlitePacerStore(file);
    expect(await reopened.takeTokens('a', limit, 1, 10_000)).toEqual({ count: 0, nextAt: 11_000 });
    expect(await reopened.takeSlots('c', { outstanding: 1 }, [{ holder: 'q', target: undefined }], 10_000, 60_000)).toMatchObject({ granted: [] });
    await reopened.close();
  });
});
