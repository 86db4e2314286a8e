import fc from 'fast-check';
import { parseExactUnits } from '@orgledger/kernel';
import { reconcile } from './reconcile.js';
import type { ReconciledInvoice, ReconciledMonth, Reconciliation } from './reconcile.js';

const units = parseExactUnits;

/** Worked example 5.1: no upfront fees, so cash and accrual are the same. */
const month: ReconciledMonth = {
  basis: 'accrual',
  billingCurrency: 'USD',
  charged: units('782.45'),
  exact: units('782.450678'),
  unblended: units('782.450678'),
  amortized: units('782.450678'),
  upfrontBooked: 0n,
  upfrontCharged: 0n,
  upfrontDiscounted: 0n,
  marketplace: 0n,
  credits: 0n,
  costlyCells: 10,
  sections: [
    { name: 'Amazon EC2', amount: units('62.450678'), cells: 3 },
    { name: 'Savings Plans', amount: units('720'), cells: 1 },
  ],
};

const invoice = (total: string, more: Partial<ReconciledInvoice> = {}): ReconciledInvoice => ({
  invoiceId: 'INV-1',
  currency: 'USD',
  total,
  lines: [],
  ...more,
});

const codes = ({ items }: Reconciliation): readonly (readonly [string, string])[] => items.map(({ code, amount }) => [code, amount]);

describe('reconciling with the invoice', () => {
  it('says what to do without one', () => {
    expect(reconcile(month)).toMatchObject({
      state: 'noInvoice',
      statements: '782.45',
      next: expect.stringContaining('orgledger invoice') as string,
    });
  });

  it('explains cents by the rounding of lines', () => {
    const result = reconcile(month, invoice('782.47'));
    expect(codes(result)).toEqual([
      ['STATEMENT_ROUNDING', '0.0006780000'],
      ['INVOICE_ROUNDING', '0.0193220000'],
    ]);
    expect(result).toMatchObject({ state: 'explained', difference: '0.0200000000', unexplained: '0.0000000000', next: '' });
  });

  it('bridges accrual and cash by I2: what was amortised goes, what was booked comes (5.2)', () => {
    const upfront = { charged: units('42.47'), exact: units('42.46575342'), amortized: units('42.46575342'), unblended: units('1000') };
    const result = reconcile({ ...month, ...upfront, upfrontBooked: units('1000') }, invoice('1000.00'));
    expect(codes(result)).toEqual([
      ['STATEMENT_ROUNDING', '-0.0042465800'],
      ['COMMITMENT_ACCRUAL', '-42.4657534200'],
      ['UPFRONT_BOOKED', '1000.0000000000'],
    ]);
    expect(result.state).toBe('explained');
  });

  it('takes fair chargeback off before it bridges (5.2, fair)', () => {
    const fair = { charged: units('1000'), exact: units('1000'), amortized: units('42.46575342'), unblended: units('1000') };
    const posted = { upfrontBooked: units('1000'), upfrontCharged: units('1000'), upfrontDiscounted: units('42.46575342') };
    expect(codes(reconcile({ ...month, ...fair, ...posted }, invoice('1000.00')))).toEqual([
      ['FAIR_CHARGEBACK', '-957.5342465800'],
      ['COMMITMENT_ACCRUAL', '-42.4657534200'],
      ['UPFRONT_BOOKED', '1000.0000000000'],
    ]);
  });

  it('knows that Marketplace sellers and credits may be invoiced apart, and only then', () => {
    const apart = { ...month, marketplace: units('99.99'), credits: units('-12.00') };
    expect(codes(reconcile(apart, invoice('682.46')))).toContainEqual(['MARKETPLACE', '-99.9900000000']);
    expect(codes(reconcile(apart, invoice('794.45')))).toContainEqual(['CREDITS', '12.0000000000']);
    expect(codes(reconcile(apart, invoice('782.45'))).map(([code]) => code)).toEqual(['STATEMENT_ROUNDING', 'INVOICE_ROUNDING']);
  });

  it('explains an invoice in another currency by the rate, and asks for one', () => {
    expect(reconcile(month, invoice('714.92', { currency: 'EUR' }), '0.9137')).toMatchObject({
      state: 'explained',
      items: expect.arrayContaining([expect.objectContaining({ code: 'EXCHANGE' })]) as unknown,
    });
    expect(reconcile(month, invoice('714.92', { currency: 'EUR' }))).toMatchObject({
      state: 'unexplained',
      next: expect.stringContaining('rate from USD to EUR') as string,
    });
  });

  it('says plainly what stays unexplained, and where to look first', () => {
    const lines = [
      { description: 'Amazon EC2', amount: '62.45' },
      { description: 'Savings plans', amount: '750.00' },
      { description: 'AWS Training', amount: '5.00' },
    ];
    const result = reconcile(month, invoice('817.45', { lines }));
    expect(result).toMatchObject({
      state: 'unexplained',
      unexplained: '34.9993220000',
      next: expect.stringContaining('“Savings plans” first: it is 30.0000000000 apart') as string,
    });
    expect(result.lines.map(({ description, difference, explanation }) => [description, difference, explanation])).toEqual([
      ['Amazon EC2', '-0.0006780000', 'Rounding of the invoice’s lines.'],
      ['Savings plans', '30.0000000000', 'The amounts differ.'],
      ['AWS Training', '5.0000000000', 'No service or charge of the month has this name.'],
    ]);
  });

  it('says when the statements were made from other costs than those known now', () => {
    const later = { unblended: units('778.685245'), amortized: units('778.685245') };
    expect(codes(reconcile({ ...month, ...later }, invoice('778.69')))).toContainEqual(['STATEMENTS_DIFFER', '-3.7654330000']);
  });

  it('always adds up: statements and items are the invoice', () => {
    const amount = fc.bigInt(-10_000_000_000_000n, 10_000_000_000_000n);
    const any = fc.record({
      basis: fc.constantFrom('accrual' as const, 'cash' as const),
      ...{ charged: amount, exact: amount, unblended: amount, amortized: amount, upfrontBooked: amount },
      ...{ upfrontCharged: amount, upfrontDiscounted: amount, marketplace: amount, credits: amount },
    });
    fc.assert(
      fc.property(any, fc.bigInt(-100_000n, 100_000n), (drawn, cents) => {
        const charged = (drawn.charged / 100_000_000n) * 100_000_000n;
        const total = `${cents < 0n ? '-' : ''}${(cents < 0n ? -cents : cents) / 100n}.${String((cents < 0n ? -cents : cents) % 100n).padStart(2, '0')}`;
        const { items, statements } = reconcile({ ...month, ...drawn, charged }, invoice(total));
        const sum = items.reduce((all, item) => all + units(item.amount), units(statements));
        expect(sum).toBe(units(total));
      }),
    );
  });
});
