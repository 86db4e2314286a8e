import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { exportViews, sampleDocument, sampleLine, samplePayer, sampleSources, sampleStatements } from '../../testing/index.js';
import { monthRequest, statementRequest } from './export-requests.js';
import type { ExportRequest } from './export-requests.js';
import { ExportThreads } from './export-threads.gateway.js';
import { renderExport } from './render-export.gateway.js';

const digest = async (pieces: AsyncIterable<Uint8Array | string>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};
const month = (format: string): ExportRequest => monthRequest(samplePayer.payerAccountId, `2026-06.${format}`);

const many = function* (count: number) {
  const lines = Array.from({ length: 25 }, (_, at) => sampleLine('USAGE', '1.00', { service: `Service ${at}` }));
  for (let at = 0; at < count; at += 1) yield sampleDocument(lines, { statementId: `2026-06.111122223333.${String(at).padStart(6, '0')}.0001` });
};

describe('a thread of exports', () => {
  it('makes what is made without it, in every format that has the same bytes each time', async () => {
    const stored = await exportViews(sampleStatements);
    const threads = new ExportThreads({ viewsFile: stored.file });
    const requests = [month('csv'), month('json'), month('focus-chargeback.csv'), statementRequest(`${sampleStatements[0]!.statementId}.pdf`)];
    for (const request of requests) {
      const { body, etag } = await threads.open(request);
      const here = await renderExport(request, sampleSources);
      expect([await digest(body), etag]).toEqual([await digest(here.body), here.etag]);
    }
    const { body } = await threads.open(month('focus-provider.csv'));
    let text = '';
    for await (const piece of body) text += Buffer.from(piece as Uint8Array).toString('utf8');
    expect(text.split('\r\n')).toHaveLength(24);
    await stored.remove();
  });

  it('says what is missing, and is free again', async () => {
    const stored = await exportViews([]);
    const threads = new ExportThreads({ viewsFile: stored.file, threads: 1 });
    const missing = { code: 'STATEMENT_NOT_FOUND', field: 'id' };
    await expect(threads.open(statementRequest('none.csv'))).rejects.toMatchObject(missing);
    await expect(threads.open(statementRequest('none.csv'))).rejects.toMatchObject(missing);
    await stored.remove();
  });

  it('never runs further ahead of its reader than its credit', async () => {
    const stored = await exportViews(many(2000));
    const threads = new ExportThreads({ viewsFile: stored.file, threads: 1 });
    const { body } = await threads.open(month('csv'));
    await new Promise<void>((resolve) => body.once('readable', resolve));
    // Nothing is read, so nothing but the credit may come: wait until it has, then see that no more does.
    const reached = await settled(() => body.readableLength);
    expect(reached).toBeLessThanOrEqual(9 * 70_000);
    const text = await digest(body);
    expect(text).toMatch(/^[0-9a-f]{64}$/);
    await stored.remove();
  });

  it('ends when its reader goes away, and gives its place to who waits; too many are refused', async () => {
    const stored = await exportViews(many(500));
    const threads = new ExportThreads({ viewsFile: stored.file, threads: 1, waiting: 1 });
    const first = await threads.open(month('csv'));
    const leaving = new AbortController();
    const second = threads.open(month('csv'), leaving.signal);
    await expect(threads.open(month('csv'))).rejects.toMatchObject({ code: 'EXPORTS_BUSY' });
    leaving.abort(new Error('left the queue'));
    await expect(second).rejects.toThrow('left the queue');
    const third = threads.open(month('json'));
    await gone(first.body);
    expect(await digest((await third).body)).toMatch(/^[0-9a-f]{64}$/);
    await stored.remove();
  });
});

const gone = async (body: Readable): Promise<void> => {
  const closed = new Promise<void>((resolve) => body.once('close', resolve));
  body.destroy();
  await closed;
};

/** The value once it has been the same for a hundred turns of the event loop. */
const settled = async (read: () => number): Promise<number> => {
  let last = -1;
  for (let same = 0; same < 100;) {
    await new Promise<void>((resolve) => setTimeout(resolve, 2));
    same = read() === last ? same + 1 : 0;
    last = read();
  }
  return last;
};
