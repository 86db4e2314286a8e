import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import type { Json } from '../port.js';

describe('canonicalJson', () => {
  it.each<[Json, string]>([
    [{ b: 1, a: { d: [3, { z: 1, y: 2 }], c: null } }, '{"a":{"c":null,"d":[3,{"y":2,"z":1}]},"b":1}'],
    [{ '10': 'a', '9': 'b', x: 'c' }, '{"10":"a","9":"b","x":"c"}'],
    [JSON.parse('{"b":1,"__proto__":{"q":2,"p":1}}') as Json, '{"__proto__":{"p":1,"q":2},"b":1}'],
    [
      { '\u20ac': 'Euro', '\r': 'CR', '\ud83d\ude00': 'smile', '\u0080': 'control', '\ufb33': 'dalet' },
      '{"\\r":"CR","\u0080":"control","\u20ac":"Euro","\ud83d\ude00":"smile","\ufb33":"dalet"}',
    ],
    [[333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    ['\u20ac$\u000f\nA\'B"\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\"/"'],
  ])('prints %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([Number.NaN, Infinity, undefined, 1n, () => 1, { when: new Date(0) }, [undefined], { deep: [{ n: Number.NaN }] }, new Map()])(
    'refuses %p',
    (value) => {
      expect(() => canonicalJson(value as Json)).toThrow(TypeError);
    },
  );

  it('is the same whatever the order of members, and loses nothing', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, member]) => [key, reversed(member)]),
            )
          : value;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as Json);
        expect(canonicalJson(reversed(value) as Json)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
