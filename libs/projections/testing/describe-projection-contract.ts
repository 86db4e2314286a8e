import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upcasting, withUpcasting } from '@orgledger/event-store';
import type { Capabilities, EventStore } from '@orgledger/event-store';
import { anEvent, caseDefiner, CaseTable, required, someEvents, startProgram } from '@orgledger/event-store/testing';
import type { ContractFactory, ContractFixture } from '@orgledger/event-store/testing';
import { systemClock } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '../src/index.js';
import type { Projection, ViewsDatabase } from '../src/index.js';
import { foldTotals, readTotals, totalsProjection, visible } from './totals-projection.js';

interface ViewsFixture extends ContractFixture {
  readonly viewsFile: string;
  /** Another connection, as another process would have. */
  readonly connect: () => ViewsDatabase;
  readonly start: (views: ViewsDatabase, projection: Projection, store?: EventStore) => Promise<ProjectionRunner>;
}

const withViews =
  (run: (fixture: ViewsFixture) => Promise<void>) =>
  async (fixture: ContractFixture): Promise<void> => {
    const directory = mkdtempSync(join(tmpdir(), 'orgledger-views-'));
    const viewsFile = join(directory, 'views.sqlite');
    const opened: ViewsDatabase[] = [];
    const runners: ProjectionRunner[] = [];
    const connect = (): ViewsDatabase => {
      const views = openViews({ file: viewsFile });
      opened.push(views);
      return views;
    };
    const start = async (views: ViewsDatabase, projection: Projection, store = fixture.store): Promise<ProjectionRunner> => {
      const runner = new ProjectionRunner({ store, views, clock: systemClock, projections: [projection], pollMs: 10, takeoverMs: 300 });
      runners.push(runner);
      await runner.start();
      return runner;
    };
    try {
      await run({ ...fixture, viewsFile, connect, start });
    } finally {
      for (const runner of runners) await runner.stop();
      for (const views of opened) await views.close();
      rmSync(directory, { recursive: true });
    }
  };

const appendSome = async (store: EventStore, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await store.append(`thing-${n % 7}`, 'any', [anEvent('Counted', { n })]);
};

/**
 * What projections must do on every event store, as tests for jest.
 * @source specs/event-store.md §4, cases 43 to 46 and 52
 */
export const describeProjectionContract = (name: string, factory: ContractFactory, capabilities: Capabilities, table = new CaseTable()): void => {
  describe(`projection contract: ${name}`, () => {
    const define = caseDefiner(name, factory, capabilities, table);

    define(
      '43. killed at 20 random points, the read model is the fold of the log: every event exactly once',
      withViews(async ({ store, file, viewsFile, connect }) => {
        const input = { events: required(file, 'file'), views: viewsFile, version: 1, factor: 1, stay: false };
        const program = join(__dirname, 'processes/run-projection.program.ts');
        const killed: string[] = [];
        for (let attempt = 0; attempt < 20; attempt += 1) {
          await appendSome(store, 30);
          // Few statements first, so that kills fall on the making of tables too.
          const point = `statement:${attempt % 2 === 0 ? 'before' : 'after'}:${1 + Math.floor(Math.random() * (attempt < 5 ? 6 : 36))}`;
          if ((await startProgram(program, input, point).ended) === 'SIGKILL') killed.push(point);
        }
        expect(killed.length).toBeGreaterThanOrEqual(15);
        const last = startProgram(program, input);
        await last.ended;
        expect(last.lines).toMatchObject([{ visible: true }]);
        expect(await readTotals(connect())).toEqual(await foldTotals(store));
      }),
      { needs: ({ durable, multiProcess }) => durable && multiProcess, timeoutMs: 120_000 },
    );

    define(
      '44. of two runners on one projection the checkpoint lets one win; nothing is counted twice, and the other takes over',
      withViews(async ({ store, connect, start }) => {
        await appendSome(store, 700);
        const [a, b] = [connect(), connect()];
        const [first, second] = await Promise.all([start(a, totalsProjection()), start(b, totalsProjection())]);
        await appendSome(store, 300);
        const position = await store.head();
        await Promise.all([visible(first, position), visible(second, position)]);
        expect(await readTotals(a)).toEqual(await foldTotals(store));
        // Also what the projection's filter passes over is seen by both.
        const passedOver = await store.append('other-0', 'any', [anEvent()]);
        await Promise.all([visible(first, passedOver.position), visible(second, passedOver.position)]);
        const states = [first, second].map((runner) => runner.status()[0]?.state);
        expect(states.toSorted()).toEqual(['following', 'live']);
        const [owner, other] = states[0] === 'live' ? [first, second] : [second, first];
        await owner.stop();
        await appendSome(store, 10);
        await visible(other, await store.head());
        expect(await readTotals(a)).toEqual(await foldTotals(store));
      }),
    );

    define(
      '45. a rebuild goes on beside the old version, survives a crash, and is switched to when it has caught up',
      withViews(async ({ store, connect, start }) => {
        const views = connect();
        await appendSome(store, 500);
        const old = await start(views, totalsProjection(1, 1));
        await visible(old, await store.head());

        // The new version reads half of the log and then "crashes".
        const crashing: Projection = {
          ...totalsProjection(2, 10),
          apply: async (tx, event, physical) => {
            if ((event.data as { n: number }).n === 250) throw new Error('crash in the middle');
            await totalsProjection(2, 10).apply(tx, event, physical);
          },
        };
        const crashed = await start(connect(), crashing);
        expect(await crashed.waitFor(await store.head(), { timeoutMs: 10_000 })).toBe(false);
        const reached = crashed.status()[0]?.position;
        expect(reached).not.toBe('start');
        await appendSome(store, 100);
        await visible(old, await store.head());
        expect(await readTotals(views)).toEqual(await foldTotals(store, 1));

        const again: string[] = [];
        const resumed: Projection = {
          ...totalsProjection(2, 10),
          apply: async (tx, event, physical) => {
            again.push(event.position);
            await totalsProjection(2, 10).apply(tx, event, physical);
          },
        };
        const appending = appendSome(store, 100);
        const fresh = await start(connect(), resumed);
        await appending;
        await visible(fresh, await store.head());
        expect(again[0] !== undefined && again[0] > String(reached)).toBe(true);
        expect(await readTotals(views)).toEqual(await foldTotals(store, 10));
        // The version before stays for a way back.
        expect(await views.read.selectFrom('totals_v1').selectAll().execute()).not.toEqual([]);
      }),
    );

    define(
      '46. waitFor says true only when the events can be read, and ends in time when they cannot',
      withViews(async ({ store, connect, start }) => {
        const views = connect();
        const runner = await start(views, totalsProjection());
        for (let n = 0; n < 20; n += 1) {
          const { position } = await store.append('thing-0', 'any', [anEvent('Counted', { n: 1 })]);
          expect(await runner.waitFor(position, { timeoutMs: 5_000 })).toBe(true);
          expect((await readTotals(views))[0]?.total).toBe(n + 1);
        }
        await runner.stop();
        const { position } = await store.append('thing-0', 'any', [anEvent('Counted', { n: 1 })]);
        let release: () => void = () => undefined;
        const stuck: Projection = { ...totalsProjection(), apply: () => new Promise((resolve) => (release = resolve)) };
        const slow = await start(views, stuck);
        const started = Date.now();
        expect(await slow.waitFor(position, { timeoutMs: 100 })).toBe(false);
        expect(Date.now() - started).toBeLessThan(5_000);
        release();
      }),
    );

    define(
      '52. a rebuild reads events of an old version through the upcasters',
      withViews(async ({ store, connect, start }) => {
        await store.append('thing-a', 'no_stream', [...someEvents(3, 'Counted'), anEvent('Counted', { amounts: [5, 7] }, { schemaVersion: 2 })]);
        const upcasting = new Upcasting(
          [
            {
              type: 'Counted',
              version: 2,
              produces: [{ type: 'Counted', version: 1 }],
              upcast: ({ data }) => (data as { amounts: number[] }).amounts.map((n) => ({ type: 'Counted', schemaVersion: 1, data: { n } })),
            },
          ],
          { Counted: 1 },
        );
        const views = connect();
        const runner = await start(views, totalsProjection(), withUpcasting(store, upcasting));
        await visible(runner, await store.head());
        expect(await readTotals(views)).toEqual([{ stream: 'thing-a', total: 0 + 1 + 2 + 5 + 7, applied: 5 }]);
      }),
    );
  });
};
