import { partsOfRateFile } from './rate-file.js';

const csvOf = (days: number): string =>
  [
    'Date,USD,GBP,',
    ...Array.from({ length: days }, (_, index) => `${new Date(Date.UTC(2026, 2, 31) - index * 86_400_000).toISOString().slice(0, 10)},1.0944,0.837,`),
  ].join('\n');

describe('parts of a rate file', () => {
  it('hold every day from a day on, each with the header', () => {
    const parts = partsOfRateFile(csvOf(20_000), '1999-01-01');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => part.startsWith('Date,USD,GBP,\n') && part.length < 160_000)).toBe(true);
    const days = parts.flatMap((part) => part.split('\n').slice(1));
    expect(days).toEqual(
      csvOf(20_000)
        .split('\n')
        .slice(1)
        .filter((line) => line >= '1999-01-01'),
    );
  });

  it('of XML are XML', () => {
    const cube = (day: string) => `<Cube time="${day}"><Cube currency="USD" rate="1.0944"/></Cube>`;
    const content = `<?xml version="1.0"?>\n<Envelope><Cube>${cube('2026-03-31')}\n${cube('2026-03-30')}${cube('2020-01-01')}</Cube></Envelope>`;
    expect(partsOfRateFile(content, '2026-01-01')).toEqual([`<Cube>${cube('2026-03-31')}${cube('2026-03-30')}</Cube>`]);
  });

  it('of something else are it, for the API to refuse', () => {
    expect(partsOfRateFile('hello', '2026-01-01')).toEqual(['hello']);
    expect(partsOfRateFile('Date,USD\nyesterday,1', '2026-01-01')).toEqual(['Date,USD\nyesterday,1']);
    expect(partsOfRateFile('Date,USD\n2020-01-01,1', '2026-01-01')).toEqual([]);
  });
});
