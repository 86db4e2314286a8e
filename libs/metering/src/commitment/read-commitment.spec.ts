import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawAttributes, ReservationRow, SavingsPlanRow } from '@orgledger/aws';
import { readReservation, readSavingsPlan } from './read-commitment.js';

const recorded = <Answer>(name: string): Answer =>
  JSON.parse(readFileSync(join(__dirname, '../../../../test/data/cost-explorer', `${name}.json`), 'utf8')) as Answer;

interface Reservations {
  readonly UtilizationsByTime: readonly [{ readonly Groups: readonly { Value: string; Attributes: RawAttributes; Utilization: RawAttributes }[] }];
}
interface SavingsPlans {
  readonly SavingsPlansUtilizationDetails: readonly {
    SavingsPlanArn: string;
    Attributes: RawAttributes;
    Utilization: RawAttributes;
    Savings: RawAttributes;
    AmortizedCommitment: RawAttributes;
  }[];
}

const reservations = recorded<Reservations>('GetReservationUtilization_rds_2024-02').UtilizationsByTime[0].Groups.map(
  ({ Value, Attributes, Utilization }): ReservationRow => ({ subscriptionId: Value, attributes: Attributes, utilization: Utilization }),
);
const savingsPlans = recorded<SavingsPlans>('GetSavingsPlansUtilizationDetails_2024-02').SavingsPlansUtilizationDetails.map(
  ({ SavingsPlanArn, Attributes, Utilization, Savings, AmortizedCommitment }): SavingsPlanRow => ({
    savingsPlanArn: SavingsPlanArn,
    attributes: Attributes,
    utilization: { ...Utilization, ...Savings, ...AmortizedCommitment },
  }),
);
const [reservation] = reservations as [ReservationRow];
const [savingsPlan] = savingsPlans as [SavingsPlanRow];

describe('reading commitments', () => {
  it('agrees with AWS on the amortised upfront fee of all real ones (I7, I8)', () => {
    expect(reservations.length + savingsPlans.length).toBe(7);
    expect([...reservations.map(readReservation), ...savingsPlans.map(readSavingsPlan)].filter(({ disagreement }) => disagreement)).toEqual([]);
  });

  it('trap 7: EndDateTime names the last second, so the exclusive end is a second later and the term has its full hours', () => {
    expect(readReservation(reservation).terms).toMatchObject({
      start: '2023-12-06T18:50:14.000Z',
      end: '2024-12-05T18:50:14.000Z',
      termHours: 8_760,
    });
    expect(readSavingsPlan(savingsPlan).terms).toMatchObject({ end: '2024-12-05T18:24:57.000Z', termHours: 8_760 });
    expect(readReservation(reservation).terms).not.toHaveProperty('cancelledAt');
  });

  it('trap 8: attributes of reservations are in camelCase, of savings plans in PascalCase, and either is read', () => {
    const swap = (attributes: RawAttributes): RawAttributes =>
      Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [
          (/^[a-z]/.test(key) ? key[0]!.toUpperCase() : key[0]!.toLowerCase()) + key.slice(1),
          value,
        ]),
      );
    expect(readReservation({ ...reservation, attributes: swap(reservation.attributes) })).toEqual(readReservation(reservation));
    expect(readSavingsPlan({ ...savingsPlan, attributes: swap(savingsPlan.attributes) })).toEqual(readSavingsPlan(savingsPlan));
    expect(Object.keys(reservation.attributes)).toContain('upfrontFee');
    expect(Object.keys(savingsPlan.attributes)).toContain('UpfrontFee');
  });

  it('trap 9: binary noise in amounts is kept as sent and does not disturb what is computed', () => {
    const noisy = { ...reservation, utilization: { ...reservation.utilization, AmortizedUpfrontFee: '8.4219178100000001' } };
    const { utilization, disagreement } = readReservation(noisy);
    expect(utilization.amortizedUpfront).toBe('8.4219178100000001');
    expect(disagreement).toBeUndefined();
  });

  it.each([
    ['one instance', '53.0', '106'],
    ['all instances', '106.0', '106.0'],
  ])('finds that the upfront fee is that of %s by what it amortises to', (_, upfrontFee, total) => {
    const two = {
      ...reservation,
      attributes: { ...reservation.attributes, numberOfInstances: '2', upfrontFee, hourlyRecurringFee: '0.0062' },
      utilization: { ...reservation.utilization, PurchasedHours: '1392' },
    };
    expect(readReservation(two)).toMatchObject({ terms: { upfrontFee: total, recurringHourlyFee: '0.0124', quantity: 2 } });
  });

  it('tells when AWS and the terms disagree', () => {
    const wrong = { ...reservation, utilization: { ...reservation.utilization, AmortizedUpfrontFee: '8.43' } };
    expect(readReservation(wrong).disagreement).toEqual({ reported: '8.43', computed: '8.4219178082' });
    const otherFee = { ...savingsPlan, attributes: { ...savingsPlan.attributes, UpfrontFee: '45.0' } };
    expect(readSavingsPlan(otherFee).disagreement).toMatchObject({ reported: '3.49588968' });
    const wrongPlan = { ...savingsPlan, utilization: { ...savingsPlan.utilization, AmortizedUpfrontCommitment: '3.4959' } };
    expect(readSavingsPlan(wrongPlan).disagreement).toMatchObject({ reported: '3.4959' });
  });

  it('allows for the rounding of a savings plan’s recurring hourly fee', () => {
    // 0.12254 − 110/8760 = 0.109982922…, of which AWS charges 0.10998292.
    const attributes = { ...savingsPlan.attributes, HourlyCommitment: '0.12254', UpfrontFee: '110', RecurringHourlyFee: '0.10998292' };
    const utilization = { ...savingsPlan.utilization, TotalCommitment: '82.34688', AmortizedUpfrontCommitment: '8.43835776' };
    expect(readSavingsPlan({ ...savingsPlan, attributes, utilization }).disagreement).toBeUndefined();
  });

  it('takes what ended before its term as cancelled', () => {
    const sold = { ...reservation, attributes: { ...reservation.attributes, cancellationDateTime: '2024-02-10T00:00:00.000Z' } };
    expect(readReservation(sold).terms).toMatchObject({ cancelledAt: '2024-02-10T00:00:00.000Z', end: '2024-12-05T18:50:14.000Z' });
    const returned = { ...savingsPlan, attributes: { ...savingsPlan.attributes, EndDateTime: '2023-12-09T18:24:56.000Z' } };
    expect(readSavingsPlan(returned).terms).toMatchObject({ cancelledAt: '2023-12-09T18:24:57.000Z', end: '2024-12-05T18:24:57.000Z' });
  });

  it.each([
    ['upfrontFee', ''],
    ['upfrontFee', 'a lot'],
    ['numberOfInstances', '0'],
    ['startDateTime', 'yesterday'],
    ['subscriptionType', 'Barter'],
  ])('refuses a reservation whose %s is %j', (key, value) => {
    expect(() => readReservation({ ...reservation, attributes: { ...reservation.attributes, [key]: value } })).toThrow(/cannot be read.*kept/s);
  });
});
