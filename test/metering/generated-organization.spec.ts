import fc from 'fast-check';
import { addMonths } from '@orgledger/metering';
import type { CostCell } from '@orgledger/metering';
import { amortizedIn, millisecondsIn } from './generated-commitments.js';
import { cellsOf, generatedOrganization, monthsOf } from './generated-organization.js';
import { Fraction } from './naive/fraction.js';

const sum = (cells: readonly CostCell[], metric: 'unblended' | 'amortized', ...recordTypes: readonly string[]): bigint =>
  cells.filter(({ recordType }) => recordTypes.length === 0 || recordTypes.includes(recordType)).reduce((total, cell) => total + cell[metric], 0n);

const units = (text: string): bigint =>
  Fraction.of(text)
    .times(new Fraction(10n ** 10n))
    .nearest();
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** What the properties are proved on is what Cost Explorer could answer. @source specs/chargeback.md §2.3 */
it('generated organisations satisfy the identities I2, I3, I5, I6, I7, I8 and I12 in every state of every month', () => {
  fc.assert(
    fc.property(generatedOrganization, fc.nat({ max: 2 }), (organization, version) => {
      for (const month of monthsOf(organization)) {
        const cells = cellsOf(organization, month, version);
        let [fees, refunds, amortizedUpfront, amortized] = [0n, 0n, 0n, 0n];
        for (const { terms, charged, chargedIn, refund } of organization.commitments) {
          const of = amortizedIn(terms, month);
          if (chargedIn === month) fees += charged;
          if (refund?.month === month) refunds += refund.amount;
          amortizedUpfront += of.upfront;
          amortized += of.total;
          expect(of.upfront + of.recurring).toBe(of.total);
        }
        // I2: accrual is cash without the fees booked and refunded, and with what of all fees belongs to the month.
        expect(sum(cells, 'amortized')).toBe(sum(cells, 'unblended') - fees + refunds + amortizedUpfront);
        // I3: used and unused are what commitments cost.
        expect(sum(cells, 'amortized', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'RIFee', 'SavingsPlanRecurringFee')).toBe(amortized);
        // I5
        expect(sum(cells, 'unblended', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation')).toBe(0n);
      }
      for (const { terms } of organization.commitments) {
        if (terms.hourlyCommitment !== undefined && terms.upfrontFee !== '0') {
          // I7, to the eighth digit.
          const exact = Fraction.of(terms.hourlyCommitment).minus(Fraction.of(terms.upfrontFee).over(new Fraction(BigInt(terms.termHours))));
          expect(new Fraction(units(terms.recurringHourlyFee), 10n ** 10n).toString()).toBe(
            (exact.n < 0n ? Fraction.zero : exact.rounded(8)).toString(),
          );
        }
        // I12: over the whole term the fee is amortised but for what rounding by hours leaves.
        let [all, hours] = [0n, 0n];
        for (let month = terms.start.slice(0, 7); month <= terms.end.slice(0, 7); month = addMonths(month, 1)) {
          const whole = { ...terms, cancelledAt: terms.end };
          all += amortizedIn(whole, month).upfront;
          hours += millisecondsIn(whole, month) / 3_600_000n;
        }
        expect(magnitude(all - units(terms.upfrontFee))).toBeLessThanOrEqual(100n * hours);
      }
    }),
    { numRuns: 150 },
  );
});
