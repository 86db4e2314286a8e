import fc from 'fast-check';
import { DomainError, formatUnits, parseExactUnits } from '@orgledger/kernel';
import { metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import { crossRates, readRateFile } from './rate-file.js';
import { lastDayOf, rateFor } from './rate-for.js';
import type { SetOwnRate } from './rates.commands.js';
import { noRatesFacts, ratesDecider } from './rates.decider.js';
import type { RateEvent } from './rates.events.js';

const csv = 'Date,USD,GBP,RUB,\n2026-03-31,1.0944,0.8370,N/A,\n2026-03-30,1.0815,0.83,N/A,\n';
const xml = `<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>
  <Cube time="2026-03-31"><Cube currency="USD" rate="1.0944"/><Cube currency='GBP' rate='0.8370'/></Cube>
  <Cube time="2026-03-30"><Cube currency="USD" rate="1.0815"/><Cube currency="GBP" rate="0.83"/></Cube></Cube></gesmes:Envelope>`;

describe('files of the European Central Bank', () => {
  it.each([
    ['CSV', csv],
    ['CSV with a byte order mark and Windows lines', `\ufeff${csv.replaceAll('\n', '\r\n')}`],
    ['XML', xml],
  ])('in %s give cross rates of ten digits, half to even', (_format, content) => {
    expect([...crossRates(readRateFile(content), 'USD')]).toEqual([
      [
        'EUR',
        [
          { day: '2026-03-30', rate: '0.9246417013' },
          { day: '2026-03-31', rate: '0.9137426901' },
        ],
      ],
      [
        'GBP',
        [
          { day: '2026-03-30', rate: '0.7674526121' },
          { day: '2026-03-31', rate: '0.7648026316' },
        ],
      ],
    ]);
    expect(crossRates(readRateFile(content), 'EUR').get('USD')).toEqual([
      { day: '2026-03-30', rate: '1.0815' },
      { day: '2026-03-31', rate: '1.0944' },
    ]);
    expect([...crossRates(readRateFile(content), 'CNY')]).toEqual([]);
  });

  it.each([
    ['', 'line 1'],
    ['Day,USD\n2026-03-31,1', 'line 1'],
    ['Date,usd\n2026-03-31,1', 'line 1'],
    ['Date,USD\n', 'end of file'],
    ['Date,USD\n2026-02-30,1.1', 'line 2'],
    ['Date,USD\n2026-03-31,1.1\n2026-03-30,0', 'line 3'],
    ['Date,USD\n2026-03-31,-1', 'line 2'],
    ['Date,USD\n2026-03-31,1e3', 'line 2'],
    ['Date,USD,GBP\n2026-03-31,1.1', 'line 2'],
    ['<Cube/>', 'end of file'],
    ['<Cube currency="USD" rate="1"/>', 'day none'],
    ['<Cube time="2026-03-31"><Cube currency="USD" rate="x"/></Cube>', 'day 2026-03-31'],
    ['<Cube time="2026-03-31"><Cube rate="1"/></Cube>', 'day 2026-03-31'],
  ])('are refused where they are wrong: %j', (content, where) => {
    const attempt = () => readRateFile(content);
    expect(attempt).toThrow(DomainError);
    expect(attempt).toThrow(`(${where})`);
  });

  it('give a cross rate and its inverse whose product is 1 but for rounding', () => {
    const units = fc.bigInt({ min: 10n ** 8n, max: 10n ** 14n });
    fc.assert(
      fc.property(units, units, (usd, gbp) => {
        const content = `Date,USD,GBP\n2026-03-31,${formatUnits(usd)},${formatUnits(gbp)}`;
        const days = readRateFile(content);
        const there = parseExactUnits(crossRates(days, 'USD').get('GBP')![0]!.rate);
        // |there × usd − gbp| is at most half a unit of the tenth digit times usd.
        const error = there * usd - gbp * 10n ** 10n;
        expect((error < 0n ? -error : error) * 2n <= usd).toBe(true);
      }),
    );
  });
});

describe('the rate of a month', () => {
  const own = new Map([['2026-03', '0.95']]);
  const on = (day: string, rate = '0.9') => ({ day, rate, source: 'ECB' });

  it('is the own one, else the last reference at or before the last day, at most seven days older', () => {
    const references = [on('2026-03-31', '0.91'), on('2026-04-23', '0.92'), on('2026-04-24', '0.93'), on('2026-05-01', '0.94')];
    expect(rateFor('2026-03', 'USD', 'EUR', { own, references })).toEqual({ base: 'USD', quote: 'EUR', rate: '0.95', source: 'own' });
    expect(rateFor('2026-03', 'USD', 'EUR', { own: new Map(), references })).toMatchObject({ rate: '0.91', source: 'ECB', day: '2026-03-31' });
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references })).toMatchObject({ rate: '0.93', day: '2026-04-24' });
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references: [on('2026-04-23')] })).toMatchObject({ day: '2026-04-23' });
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references: [on('2026-04-22'), on('2026-05-01')] })).toBeUndefined();
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references: [] })).toBeUndefined();
  });

  it('takes the last of several for one day, and knows the last days of months', () => {
    expect(rateFor('2024-02', 'USD', 'EUR', { own, references: [on('2024-02-29', '1'), on('2024-02-29', '2')] })).toMatchObject({ rate: '2' });
    expect(['2024-02', '2026-02', '2026-04', '2026-12'].map(lastDayOf)).toEqual(['2024-02-29', '2026-02-28', '2026-04-30', '2026-12-31']);
  });

  it('of a month under way counts from today', () => {
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references: [on('2026-04-10')] }, '2026-04-12')).toMatchObject({ day: '2026-04-10' });
    expect(rateFor('2026-04', 'USD', 'EUR', { own, references: [on('2026-05-04')] }, '2026-05-05')).toBeUndefined();
    expect(rateFor('2026-04', 'USD', 'USD', { own, references: [] })).toMatchObject({ rate: '1' });
  });
});

describe('rates of a pair of currencies', () => {
  const meta = metaOf('rates', '2026-04-03T12:00:00.000Z');
  const decider = ratesDecider({ payers: 1, open: 1 });
  const set: SetOwnRate = { type: 'SetOwnRate', base: 'USD', quote: 'EUR', month: '2026-03', rate: '0.9500', reason: 'treasury', meta };
  const isSet: RateEvent = { type: 'OwnRateSet', base: 'USD', quote: 'EUR', month: '2026-03', rate: '0.95', reason: 'treasury' };

  it('are set for a month that is open, and replaced', () => {
    given(decider).when(set).then(isSet);
    given(decider, isSet).when(set).then();
    given(decider, isSet)
      .when({ ...set, rate: '0.96' })
      .then({ ...isSet, rate: '0.96' });
  });

  it.each([
    [{ base: 'usd' }, 'FIELD_MALFORMED', 'base'],
    [{ quote: 'USD' }, 'FIELD_MALFORMED', 'quote'],
    [{ month: '2026-13' }, 'FIELD_MALFORMED', 'month'],
    [{ month: '2030-01' }, 'FIELD_MALFORMED', 'month'],
    [{ rate: '0' }, 'FIELD_MALFORMED', 'rate'],
    [{ rate: '-1' }, 'FIELD_MALFORMED', 'rate'],
    [{ rate: '1,5' }, 'FIELD_MALFORMED', 'rate'],
    [{ rate: '0.12345678901' }, 'FIELD_MALFORMED', 'rate'],
    [{ reason: '' }, 'FIELD_REQUIRED', 'reason'],
  ])('are refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...set, ...more })
      .thenRefused(code, field);
  });

  it('stay as they are once every payer’s month is closed, and need a payer', () => {
    given(ratesDecider({ payers: 2, open: 0 }))
      .when(set)
      .thenRefused('MONTH_CLOSED', 'month');
    given(ratesDecider({ payers: 2, open: 1 }))
      .when(set)
      .then(isSet);
    given(ratesDecider(noRatesFacts)).when(set).thenRefused('PAYER_NOT_FOUND', 'base');
  });

  it('are imported only where they are new', () => {
    const record = { type: 'RecordReferenceRates', base: 'USD', quote: 'EUR', source: 'ECB', meta } as const;
    const first: RateEvent = {
      type: 'ReferenceRatesImported',
      base: 'USD',
      quote: 'EUR',
      source: 'ECB',
      rates: [{ day: '2026-03-30', rate: '0.9' }],
    };
    given(decider, first)
      .when({ ...record, rates: [...first.rates, { day: '2026-03-31', rate: '0.91' }] })
      .then({ ...first, rates: [{ day: '2026-03-31', rate: '0.91' }] });
    given(decider, first)
      .when({ ...record, rates: first.rates })
      .then();
    given(decider, first)
      .when({ ...record, rates: [{ day: '2026-03-30', rate: '0.92' }] })
      .then({ ...first, rates: [{ day: '2026-03-30', rate: '0.92' }] });
  });
});
