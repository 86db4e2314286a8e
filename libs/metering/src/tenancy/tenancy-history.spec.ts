import fc from 'fast-check';
import { endOf, startOf } from '../month.js';
import type { TenantRef } from './account-tenancy.events.js';
import { tenantAt, tenantOfMonth, withPoint } from './tenancy-history.js';
import type { TenancyHistory, TenancyPoint } from './tenancy-history.js';

const tenant = (tenantId: string): TenantRef => ({ tenantId, workspaceIdentifier: 'w', projectIdentifier: 'p', platformIdentifier: 'aws' });
const at = (from: string, tenantId?: string): TenancyPoint => ({
  from: `2026-${from}T00:00:00.000Z`,
  tenant: tenantId === undefined ? undefined : tenant(tenantId),
});
const historyOf = (...points: TenancyPoint[]): TenancyHistory => points.reduce<TenancyHistory>(withPoint, []);
const of = (history: TenancyHistory, month: string): string | undefined => tenantOfMonth(history, month)?.tenantId;

describe('the tenant of an account', () => {
  it('holds from its instant on, until the next point', () => {
    const history = historyOf(at('03-10', 'a'), at('05-01', 'b'), at('06-20'));
    expect(tenantAt(history, '2026-03-09T23:59:59.999Z')).toBeUndefined();
    expect(tenantAt(history, '2026-03-10T00:00:00.000Z')?.tenantId).toBe('a');
    expect(tenantAt(history, '2026-05-01T00:00:00.000Z')?.tenantId).toBe('b');
    expect(tenantAt(history, '2026-06-20T00:00:00.000Z')).toBeUndefined();
  });

  it('bears the whole month that it holds the account at the end of', () => {
    const history = historyOf(at('03-10', 'a'), at('05-31', 'b'));
    expect([of(history, '2026-02'), of(history, '2026-03'), of(history, '2026-04'), of(history, '2026-05')]).toEqual([undefined, 'a', 'a', 'b']);
  });

  it('bears the month in which it held the account last', () => {
    const history = historyOf(at('03-10', 'a'), at('05-20'), at('07-01', 'b'));
    expect([of(history, '2026-05'), of(history, '2026-06'), of(history, '2026-07')]).toEqual(['a', undefined, 'b']);
    expect(of(historyOf(at('03-10', 'a'), at('05-01')), '2026-05')).toBeUndefined();
    expect(of(historyOf(at('05-02', 'a'), at('05-03'), at('05-04')), '2026-05')).toBe('a');
  });

  it('is corrected at the same instant, and in between', () => {
    expect(of(historyOf(at('03-01', 'a'), at('03-01', 'b')), '2026-03')).toBe('b');
    const between = historyOf(at('01-01', 'a'), at('03-01', 'b'), at('02-01', 'c'));
    expect([of(between, '2026-01'), of(between, '2026-02'), of(between, '2026-03')]).toEqual(['a', 'c', 'b']);
  });

  it('of a month is always one that held the account in the month, and the holder at its end where there is one', () => {
    const point = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 1, max: 4 }),
      id: fc.option(fc.constantFrom('a', 'b', 'c')),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 8 }), (points) => {
        const two = (number: number): string => String(number).padStart(2, '0');
        const history = historyOf(...points.map(({ day, month, id }) => at(`${two(month)}-${two(day)}`, id ?? undefined)));
        for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05']) {
          const bearer = of(history, month);
          const moments = [startOf(month), ...history.map(({ from }) => from).filter((from) => from > startOf(month) && from < endOf(month))];
          const held = moments.map((moment) => tenantAt(history, moment)?.tenantId).filter((id) => id !== undefined);
          expect(bearer).toBe(held.at(-1));
        }
      }),
    );
  });
});
