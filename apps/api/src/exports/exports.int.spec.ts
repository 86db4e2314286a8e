import { request } from 'node:http';
import type { StatementDocument } from '@orgledger/metering';
import { ofTenant, sampleLine, sampleStatements, storePayer, storeStatements } from '@orgledger/metering/testing';
import { runningApi } from '../../testing/running-api.js';
import type { RunningApi } from '../../testing/running-api.js';

describe('downloads', () => {
  let api: RunningApi;
  let statement: StatementDocument;
  let large: StatementDocument;

  beforeAll(async () => {
    api = await runningApi();
    await storePayer(api.store);
    const lines = Array.from({ length: 6_000 }, (_, at) => sampleLine('USAGE', '1.00', { service: `Service ${at}` }));
    const stored = await storeStatements(api.store, [...sampleStatements, ofTenant('large', lines)]);
    const named = (tenantId: string): StatementDocument => stored.find((document) => document.statement.holder.tenantId === tenantId)!;
    [statement, large] = [named('platform'), named('large')];
    await api.settled();
  });
  afterAll(() => api.close());

  const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${api.apiKey}` }): Promise<Response> =>
    fetch(`${api.url}${path}`, { headers });
  const errorOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: unknown }).error;

  it.each([
    ['pdf', 'application/pdf', '%PDF-'],
    ['csv', 'text/csv; charset=utf-8', 'statementId,'],
    ['json', 'application/json; charset=utf-8', '{"statementId"'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
  ])('a statement as %s', async (format, type, start) => {
    const response = await get(`/exports/statements/${statement.statementId}.${format}`);
    expect([response.status, response.headers.get('content-type'), response.headers.get('etag')]).toEqual([
      200,
      type,
      `"${statement.hash}.${format}"`,
    ]);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="statement-${statement.statementId}.${format}"`);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, start.length)
        .toString(),
    ).toBe(start);
  });

  it.each([
    ['csv', 'statementId,version,'],
    ['json', '{"payerAccountId":"111122223333","month":"2026-06","statements":['],
    ['xlsx', 'PK'],
    ['focus-provider.csv', 'AvailabilityZone,BilledCost,'],
    ['focus-chargeback.csv', 'AvailabilityZone,BilledCost,'],
  ])('a month as %s', async (format, start) => {
    const response = await get(`/exports/months/111122223333/2026-06.${format}`);
    expect([response.status, response.headers.get('etag'), response.headers.get('content-disposition')]).toEqual([
      200,
      null,
      `attachment; filename="111122223333-2026-06.${format}"`,
    ]);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, start.length)
        .toString(),
    ).toBe(start);
  });

  it('costs of months', async () => {
    const response = await get('/exports/costs.csv?payer=111122223333&from=2026-05&to=2026-06');
    expect((await response.text()).split('\r\n')).toHaveLength(25);
  });

  it('are not sent again to who has them', async () => {
    const response = await get(`/exports/statements/${statement.statementId}.csv`, {
      authorization: `Bearer ${api.apiKey}`,
      'if-none-match': `"${statement.hash}.csv"`,
    });
    expect([response.status, await response.text()]).toEqual([304, '']);
  });

  it('are refused without a key, and with one that is none', async () => {
    const path = `/exports/statements/${statement.statementId}.csv`;
    for (const headers of [{}, { authorization: 'Bearer orgledger_nobody' }] as Record<string, string>[]) {
      const response = await get(path, headers);
      expect([response.status, await errorOf(response)]).toEqual([
        401,
        { code: 'UNAUTHENTICATED', message: 'Send an API key as "Authorization: Bearer <key>".' },
      ]);
    }
  });

  it.each([
    ['/exports/statements/none.pdf', 404, 'STATEMENT_NOT_FOUND', 'id'],
    ['/exports/statements/none.docx', 400, 'FIELD_MALFORMED', 'format'],
    ['/exports/months/12/2026-06.csv', 400, 'FIELD_MALFORMED', 'payer'],
    ['/exports/months/999999999999/2026-06.csv', 404, 'PAYER_NOT_FOUND', 'payer'],
    ['/exports/months/111122223333/2026-05.csv', 404, 'MONTH_NOT_FOUND', 'month'],
    ['/exports/costs.csv?payer=111122223333&from=June', 400, 'FIELD_MALFORMED', 'from'],
  ])('%s answers %i with the field and the remedy', async (path, status, code, field) => {
    const response = await get(path);
    expect([response.status, await errorOf(response)]).toEqual([
      status,
      { code, field, message: expect.any(String) as string, remedy: expect.any(String) as string },
    ]);
  });

  it('that are broken off end their thread: more readers than threads leave, and the next is served', async () => {
    for (let reader = 0; reader < 5; reader += 1)
      await new Promise<void>((resolve, reject) => {
        const asked = request(
          `${api.url}/exports/statements/${large.statementId}.csv`,
          { headers: { authorization: `Bearer ${api.apiKey}` } },
          (response) => {
            response.once('data', () => {
              asked.destroy();
              resolve();
            });
          },
        );
        asked.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
        asked.end();
      });
    const response = await get(`/exports/statements/${large.statementId}.csv`);
    expect((await response.text()).split('\r\n')).toHaveLength(6_002);
  });
});
