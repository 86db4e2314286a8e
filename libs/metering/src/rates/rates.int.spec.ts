import { metaOf, prepareTenant } from '@orgledger/governance/testing';
import { samplePayerExternalId, samplePayerSettings, startMetering } from '../../testing/index.js';
import type { MeteringInstallation } from '../../testing/index.js';
import { ExecutePayerCommand } from '../payer/payer.handlers.js';
import { ExecuteRatesCommand } from './rates.handlers.js';
import { ratesOfMonth } from './rates.view.js';

const payerAccountId = '111111111111';
const content = 'Date,USD,GBP,\n2026-03-31,1.0944,0.8370,\n2026-03-30,1.0815,0.83,\n';
const load = { type: 'ImportReferenceRates', base: 'USD', source: 'ECB', content } as const;

describe('rates', () => {
  let metering: MeteringInstallation;
  beforeEach(async () => {
    metering = await startMetering();
    await prepareTenant(metering);
    const register = { type: 'RegisterPayer', payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings } as const;
    await metering.execute(new ExecutePayerCommand({ ...register, generatedExternalId: samplePayerExternalId, meta: metaOf('payer') }));
  });
  afterEach(() => metering.stop());

  it('are imported for every currency of a file, once', async () => {
    const { execute, queries, settled, store, views } = metering;
    const imported = await execute(new ExecuteRatesCommand({ ...load, meta: metaOf('import') }));
    expect(imported.events.map((event) => [event.quote])).toEqual([['EUR'], ['GBP']]);
    const head = await store.head();
    expect(await execute(new ExecuteRatesCommand({ ...load, meta: metaOf('import') }))).toMatchObject({ position: head, repeated: true });
    expect((await execute(new ExecuteRatesCommand({ ...load, meta: metaOf('import again') }))).events).toEqual([]);
    expect(await store.head()).toBe(head);
    await settled();
    expect(await queries.referenceRates('USD', 'EUR')).toMatchObject([{ day: '2026-03-31' }, { day: '2026-03-30' }]);
    const rates = await ratesOfMonth(views.read, { month: '2026-03', base: 'USD', quotes: ['EUR', 'GBP', 'CHF', 'USD'] });
    expect([...rates.values()]).toEqual([
      { base: 'USD', quote: 'EUR', rate: '0.9137426901', source: 'ECB', day: '2026-03-31' },
      { base: 'USD', quote: 'GBP', rate: '0.7648026316', source: 'ECB', day: '2026-03-31' },
    ]);
  });

  it('of one’s own win', async () => {
    const { execute, queries, settled } = metering;
    await execute(new ExecuteRatesCommand({ ...load, meta: metaOf('import') }));
    const own = { type: 'SetOwnRate', base: 'USD', quote: 'EUR', month: '2026-03', rate: '0.95', reason: 'treasury' } as const;
    await execute(new ExecuteRatesCommand({ ...own, meta: metaOf('own') }));
    await settled();
    expect(await queries.rateOf('2026-03', 'USD', 'EUR')).toEqual({ base: 'USD', quote: 'EUR', rate: '0.95', source: 'own' });
    expect(await queries.rateOf('2026-04', 'USD', 'EUR')).toBeUndefined();
    expect(await queries.ownRates('USD')).toMatchObject([{ quote: 'EUR', month: '2026-03', rate: '0.95' }]);
  });

  it('need a payer that is billed in the base, and a file that can be read', async () => {
    const { execute, store } = metering;
    const head = await store.head();
    await expect(execute(new ExecuteRatesCommand({ ...load, base: 'CNY', meta: metaOf('cny') }))).rejects.toMatchObject({
      code: 'PAYER_NOT_FOUND',
      field: 'base',
    });
    await expect(execute(new ExecuteRatesCommand({ ...load, content: 'hello', meta: metaOf('bad') }))).rejects.toMatchObject({
      code: 'RATE_FILE_INVALID',
      field: 'content',
    });
    expect(await store.head()).toBe(head);
  });
});
