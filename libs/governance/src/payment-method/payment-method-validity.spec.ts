import fc from 'fast-check';
import { methodOn, paymentMethodState, paysOn } from './payment-method-validity.js';

describe('a payment method', () => {
  it('pays through its last day', () => {
    expect(paysOn({ expiresOn: '2026-03-31' }, '2026-03-31')).toBe(true);
    expect(paysOn({ expiresOn: '2026-03-31' }, '2026-04-01')).toBe(false);
    expect(paysOn({}, '2099-01-01')).toBe(true);
    expect(paysOn({ deleted: true }, '2026-01-01')).toBe(false);
  });

  it.each([
    [{}, 'active'],
    [{ expiresOn: '2026-04-30' }, 'active'],
    [{ expiresOn: '2026-04-29' }, 'expiring'],
    [{ expiresOn: '2026-03-31' }, 'expiring'],
    [{ expiresOn: '2026-03-30' }, 'expired'],
    [{ expiresOn: '2026-12-31', deleted: true }, 'deleted'],
  ])('%j is %s on 31 March 2026', (method, state) => {
    expect(paymentMethodState(method, '2026-03-31')).toBe(state);
  });

  it('is what a project pays by until it expires; then its substitute is, whether or not anybody has recorded that', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-03-${String(number).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.option(day, { nil: undefined }), fc.option(day, { nil: undefined }), day, (own, other, today) => {
        const methods = new Map([
          ['own', { expiresOn: own }],
          ['other', { expiresOn: other }],
        ]);
        const pays = (expiresOn: string | undefined): boolean => expiresOn === undefined || today <= expiresOn;
        const expected = pays(own) ? 'own' : pays(other) ? 'other' : undefined;
        const project = { paymentMethodIdentifier: 'own', substituteIdentifier: 'other' };
        expect(methodOn(project, (identifier) => methods.get(identifier), today)?.identifier).toBe(expected);
        expect(methodOn({}, (identifier) => methods.get(identifier), today)).toBeUndefined();
      }),
    );
  });
});
