import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { ExportThreads, monthRequest, statementRequest } from '@orgledger/metering';
import type { ExportRequest } from '@orgledger/metering';
import { ofTenant, sampleLine, samplePayer, sampleStatements, storedExports } from '@orgledger/metering/testing';
import type { StoredExports } from '@orgledger/metering/testing';

const program = resolve('dist/libs/metering/src/exports/export-worker.gateway.js');
const month = (format: string): ExportRequest => monthRequest(samplePayer.payerAccountId, `2026-06.${format}`);

const digest = async (pieces: AsyncIterable<Uint8Array | string>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};

describe('threads of exports', () => {
  let stored: StoredExports;

  beforeAll(async () => {
    const lines = Array.from({ length: 25 }, (_, at) => sampleLine('USAGE', '1.00', { service: `Service ${at}` }));
    const many = Array.from({ length: 250 }, (_, at) => ofTenant(`tenant-${String(at).padStart(4, '0')}`, lines));
    stored = await storedExports([...sampleStatements, ...many]);
  });
  afterAll(() => {
    stored.remove();
  });

  const threads = (more: { readonly threads?: number; readonly waiting?: number } = {}): ExportThreads =>
    new ExportThreads({ viewsFile: stored.viewsFile, program, ...more });

  it('make what is made without one', async () => {
    const here = new ExportThreads({ viewsFile: stored.viewsFile, program: 'none' });
    const requests = [
      month('csv'),
      month('json'),
      month('focus-chargeback.csv'),
      month('focus-provider.csv'),
      statementRequest(`${stored.documents[0]!.statementId}.pdf`),
    ];
    for (const request of requests) {
      const [inThread, inProcess] = [await threads().open(request), await here.open(request)];
      expect([await digest(inThread.body), inThread.etag]).toEqual([await digest(inProcess.body), inProcess.etag]);
    }
  });

  it('say what is missing, and are free again', async () => {
    const one = threads({ threads: 1, waiting: 0 });
    const missing = { code: 'STATEMENT_NOT_FOUND', field: 'id' };
    await expect(one.open(statementRequest('none.csv'))).rejects.toMatchObject(missing);
    const queue = threads({ threads: 1 });
    await expect(queue.open(statementRequest('none.csv'))).rejects.toMatchObject(missing);
    await expect(queue.open(statementRequest('none.csv'))).rejects.toMatchObject(missing);
  });

  it('never run further ahead of their reader than their credit', async () => {
    const { body } = await threads().open(month('csv'));
    const ahead = await settled(() => body.readableLength);
    // Sixteen pieces: half of them in the stream's buffer, half on the way.
    expect(ahead).toBeLessThanOrEqual(17 * 70_000);
    expect(ahead).toBeGreaterThan(70_000);
    expect(await digest(body)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('end when their reader goes away and give their place to who waits; too many are refused', async () => {
    const one = threads({ threads: 1, waiting: 1 });
    const first = await one.open(month('csv'));
    const leaving = new AbortController();
    const second = one.open(month('csv'), leaving.signal);
    await expect(one.open(month('csv'))).rejects.toMatchObject({ code: 'EXPORTS_BUSY' });
    leaving.abort(new Error('left the queue'));
    await expect(second).rejects.toThrow('left the queue');
    const third = one.open(month('json'));
    await destroyed(first.body);
    expect(await digest((await third).body)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('end when their reader leaves while they begin', async () => {
    const one = threads({ threads: 1 });
    const leaving = new AbortController();
    const opening = one.open(month('csv'), leaving.signal);
    leaving.abort(new Error('gone'));
    await destroyed((await opening).body);
    expect(await digest((await one.open(month('csv'))).body)).toMatch(/^[0-9a-f]{64}$/);
  });
});

const destroyed = async (body: Readable): Promise<void> => {
  if (body.closed) return;
  const closed = new Promise<void>((done) => body.once('close', done));
  body.destroy();
  await closed;
};

/** The value once it has been the same for a hundred looks. */
const settled = async (read: () => number): Promise<number> => {
  let last = -1;
  for (let same = 0; same < 100;) {
    await new Promise<void>((done) => setTimeout(done, 5));
    same = read() === last ? same + 1 : 0;
    last = read();
  }
  return last;
};
