import type { RawAttributes, ReservationRow, SavingsPlanRow } from '@orgledger/aws';
import { divideHalfEven, DomainError, formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { addSeconds } from '../collection/days.js';
import type { CommitmentTerms, CommitmentUtilization, PaymentOption } from './commitment.events.js';

/** A commitment as one pull shows it. `disagreement`: its amortised upfront fee does not follow from its terms; nothing of it may be stored then. */
export interface ReadCommitment {
  readonly terms: CommitmentTerms;
  readonly utilization: CommitmentUtilization;
  readonly disagreement?: { readonly reported: string; readonly computed: string };
}

const one = 10_000_000_000n;
const yearHours = 8_760;
const hourMs = 3_600_000;
const paymentOptions: readonly PaymentOption[] = ['All Upfront', 'Partial Upfront', 'No Upfront'];

/** Reservations write their attributes in camelCase, savings plans in PascalCase (trap 8). Throws DomainError COMMITMENT_UNREADABLE for one that is missing. */
const reader = (commitmentId: string, ...records: readonly RawAttributes[]) => {
  const find = (name: string): string | undefined => {
    const swapped = (/^[a-z]/.test(name) ? (name[0] ?? '').toUpperCase() : (name[0] ?? '').toLowerCase()) + name.slice(1);
    for (const record of records) for (const key of [name, swapped]) if (record[key] !== undefined && record[key] !== '') return record[key];
    return undefined;
  };
  const text = (name: string): string => find(name) ?? unreadable(commitmentId, `${name} is missing`);
  return {
    find,
    text,
    amount: (name: string): Units => amountOf(commitmentId, name, text(name)),
    instant: (name: string): string => {
      const value = text(name);
      if (Number.isNaN(Date.parse(value))) unreadable(commitmentId, `${name} is no instant: ${value.slice(0, 40)}`);
      return addSeconds(value, 0);
    },
  };
};

const amountOf = (commitmentId: string, name: string, value: string): Units => {
  try {
    return parseUnits(value);
  } catch {
    return unreadable(commitmentId, `${name} is no amount: ${value.slice(0, 40)}`);
  }
};

const unreadable = (commitmentId: string, what: string): never => {
  throw new DomainError('COMMITMENT_UNREADABLE', `Commitment ${commitmentId} cannot be read: ${what}. What was known of it before is kept.`, {
    commitmentId,
  });
};

const paymentOption = (commitmentId: string, value: string): PaymentOption =>
  paymentOptions.find((option) => option.replace(/ /g, '').toLowerCase() === value.replace(/[ _-]/g, '').toLowerCase()) ??
  unreadable(commitmentId, `the payment option ${value.slice(0, 40)} is unknown`);

/** |API − computed| up to this is rounding. @source specs/chargeback.md §4.4 */
const tolerance = (hours: Units): Units => {
  const byHours = (hours * 2n) / 1_000_000_000n;
  return byHours > 10_000n ? byHours : 10_000n;
};

const distance = (a: Units, b: Units): Units => (a > b ? a - b : b - a);

/** `end` exclusive: AWS names the last second (trap 7). A term that ends early keeps its full length, and says when it was cancelled. */
const termOf = (start: string, lastSecond: string, given: number | undefined) => {
  const end = addSeconds(lastSecond, 1);
  const hours = Math.round((Date.parse(end) - Date.parse(start)) / hourMs);
  const termHours = given ?? (hours <= yearHours ? yearHours : 3 * yearHours);
  const whole = addSeconds(start, termHours * 3_600);
  // Leap days make no term longer (trap 6); what ends a day or more before its term was ended by somebody.
  return Date.parse(whole) - Date.parse(end) > 24 * hourMs ? { end: whole, termHours, endedAt: end } : { end, termHours };
};

export const readReservation = ({ subscriptionId, attributes, utilization }: ReservationRow): ReadCommitment => {
  const arn = attributes.reservationARN ?? attributes.ReservationARN;
  const commitmentId = arn === undefined || arn === '' ? subscriptionId : arn;
  const of = reader(commitmentId, attributes, utilization);
  const quantity = Number(of.text('numberOfInstances'));
  if (!Number.isSafeInteger(quantity) || quantity < 1) unreadable(commitmentId, 'numberOfInstances is no count');
  const count = BigInt(quantity);
  const start = of.instant('startDateTime');
  const { endedAt, ...term } = termOf(start, of.instant('endDateTime'), undefined);
  const cancelled = of.find('cancellationDateTime');
  const cancelledAt = cancelled !== undefined && Date.parse(cancelled) < Date.parse(of.text('endDateTime')) ? addSeconds(cancelled, 0) : endedAt;
  const purchased = of.amount('PurchasedHours');
  const reported = of.amount('AmortizedUpfrontFee');
  const fee = of.amount('upfrontFee');
  // Whether the fee is that of one instance or of all is not documented: the one that amortises to what AWS says is (I8).
  const expected = (total: Units): Units => divideHalfEven(total * purchased, count * BigInt(term.termHours) * one);
  const agrees = (total: Units): boolean => distance(expected(total), reported) <= tolerance(purchased);
  const total = [fee, fee * count].find(agrees);
  return {
    terms: {
      commitmentId,
      ...(commitmentId === subscriptionId ? {} : { subscriptionId }),
      kind: 'reservation',
      ownerAccountId: of.text('accountId'),
      paymentOption: paymentOption(commitmentId, of.text('subscriptionType')),
      upfrontFee: total === fee ? of.text('upfrontFee') : formatUnits(total ?? fee),
      recurringHourlyFee: formatUnits(of.amount('hourlyRecurringFee') * count),
      start,
      ...term,
      ...(cancelledAt === undefined ? {} : { cancelledAt }),
      quantity,
      ...optional('service', of.find('service')),
      ...optional('region', of.find('region')),
      description: [of.find('instanceType'), of.find('platform')].filter((part) => part !== undefined).join(' ') || 'Reserved capacity',
      status: of.find('subscriptionStatus') ?? '',
    },
    utilization: {
      purchased: of.text('PurchasedHours'),
      used: of.text('TotalActualHours'),
      unused: of.text('UnusedHours'),
      amortizedUpfront: of.text('AmortizedUpfrontFee'),
      amortizedRecurring: of.text('AmortizedRecurringFee'),
      totalAmortized: of.text('TotalAmortizedFee'),
      onDemandEquivalent: of.text('OnDemandCostOfRIHoursUsed'),
      netSavings: of.text('NetRISavings'),
      unusedCost: of.find('RICostForUnusedHours') ?? '0',
    },
    ...(total === undefined ? { disagreement: { reported: formatUnits(reported), computed: formatUnits(expected(fee)) } } : {}),
  };
};

export const readSavingsPlan = ({ savingsPlanArn: commitmentId, attributes, utilization }: SavingsPlanRow): ReadCommitment => {
  const of = reader(commitmentId, attributes, utilization);
  const start = of.instant('StartDateTime');
  const years = /^(\d)\s*yr$/i.exec(of.text('PurchaseTerm'))?.[1];
  if (years === undefined) unreadable(commitmentId, `the term ${of.text('PurchaseTerm').slice(0, 40)} is unknown`);
  const { endedAt, ...term } = termOf(start, of.instant('EndDateTime'), Number(years) * yearHours);
  const hourly = of.amount('HourlyCommitment');
  const committed = of.amount('TotalCommitment');
  const reported = of.amount('AmortizedUpfrontCommitment');
  const fee = of.amount('UpfrontFee');
  if (hourly <= 0n) unreadable(commitmentId, 'HourlyCommitment is not above zero');
  // What the commitment leaves after the recurring fee (I6), which AWS rounds to eight digits an hour (I7): up to 5e-9 an hour beside the fee's share.
  const residual = committed - divideHalfEven(of.amount('RecurringHourlyFee') * committed, hourly);
  const share = divideHalfEven(fee * committed, hourly * BigInt(term.termHours));
  const hours = divideHalfEven(committed * one, hourly);
  const slack = tolerance(hours);
  const agrees = distance(residual, reported) <= slack && distance(share, reported) <= slack + (hours * 5n) / 1_000_000_000n;
  return {
    terms: {
      commitmentId,
      kind: 'savingsPlan',
      ownerAccountId: of.text('AccountId'),
      paymentOption: paymentOption(commitmentId, of.text('PaymentOption')),
      upfrontFee: of.text('UpfrontFee'),
      recurringHourlyFee: of.text('RecurringHourlyFee'),
      hourlyCommitment: of.text('HourlyCommitment'),
      start,
      ...term,
      ...(endedAt === undefined ? {} : { cancelledAt: endedAt }),
      quantity: 1,
      ...optional('region', of.find('Region')),
      description: [of.text('SavingsPlansType'), of.find('InstanceFamily')].filter((part) => part !== undefined).join(' '),
      status: of.find('Status') ?? '',
    },
    utilization: {
      purchased: of.text('TotalCommitment'),
      used: of.text('UsedCommitment'),
      unused: of.text('UnusedCommitment'),
      amortizedUpfront: of.text('AmortizedUpfrontCommitment'),
      amortizedRecurring: of.text('AmortizedRecurringCommitment'),
      totalAmortized: of.text('TotalAmortizedCommitment'),
      onDemandEquivalent: of.text('OnDemandCostEquivalent'),
      netSavings: of.text('NetSavings'),
      unusedCost: of.text('UnusedCommitment'),
    },
    ...(agrees ? {} : { disagreement: { reported: formatUnits(reported), computed: formatUnits(residual) } }),
  };
};

const optional = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
