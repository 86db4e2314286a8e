import type { World } from '../../../core/service.js';
import type { BillAccount } from '../billing/accounts.js';
import { DAY, HOUR, monthAt, monthOfTime } from '../billing/calendar.js';
import { amountOf, decimal, ONE, roundedTo, scaled } from '../billing/decimal.js';
import { fleetsOf } from '../billing/instances.js';
import type { Fleet } from '../billing/instances.js';
import { EC2, reservationServices } from '../billing/price-list.js';
import type { Commitment, PaymentOption, ReservationFacts, SavingsPlanFacts } from './ledger.js';

interface Template {
  readonly kind: 'reservation' | 'savingsPlan';
  readonly paymentOption: PaymentOption;
  readonly years: 1 | 3;
  readonly planType?: SavingsPlanFacts['planType'];
  readonly convertible?: true;
  /** Owned by the payer, which runs next to nothing: shared. */
  readonly central?: true;
  readonly fate?: 'returned' | 'queued' | 'exchanged';
}

/** Commitments of every kind: paid in every way, for both terms, used by their owners and by others. */
const templates: readonly Template[] = [
  { kind: 'reservation', paymentOption: 'All Upfront', years: 1 },
  { kind: 'savingsPlan', paymentOption: 'No Upfront', years: 1, planType: 'ComputeSavingsPlans', central: true },
  { kind: 'reservation', paymentOption: 'Partial Upfront', years: 1, central: true },
  { kind: 'savingsPlan', paymentOption: 'Partial Upfront', years: 3, planType: 'ComputeSavingsPlans' },
  { kind: 'reservation', paymentOption: 'No Upfront', years: 3 },
  { kind: 'savingsPlan', paymentOption: 'All Upfront', years: 1, planType: 'EC2InstanceSavingsPlans' },
  { kind: 'reservation', paymentOption: 'All Upfront', years: 3, central: true },
  { kind: 'savingsPlan', paymentOption: 'No Upfront', years: 3, planType: 'EC2InstanceSavingsPlans', fate: 'queued' },
  { kind: 'reservation', paymentOption: 'Partial Upfront', years: 3, convertible: true, fate: 'exchanged' },
  { kind: 'savingsPlan', paymentOption: 'All Upfront', years: 1, planType: 'ComputeSavingsPlans', fate: 'returned' },
];

const ACCOUNTS_PER_ROUND = 120;
const HOURS = 8760;

interface Setting {
  readonly accounts: readonly BillAccount[];
  readonly from: number;
  readonly newId: (ownerId: string, kind: Commitment['kind']) => string;
}

type Draw = (name: string, low: number, high: number) => number;

const termHours = (years: number): bigint => BigInt(HOURS * years);

/** Whole dollars, so that an upfront fee looks like one. */
const wholeDollars = (amount: bigint): bigint => roundedTo(amount, 0);

const fees = (template: Template, hourly: bigint, percent: number): { readonly upfront: bigint; readonly recurring: bigint } => {
  const rate = scaled(hourly, BigInt(percent - (template.years === 3 ? 18 : 0)), 100n);
  const whole = rate * termHours(template.years);
  if (template.paymentOption === 'All Upfront') return { upfront: wholeDollars(whole), recurring: 0n };
  if (template.paymentOption === 'No Upfront') return { upfront: 0n, recurring: roundedTo(rate, 4) };
  return { upfront: wholeDollars(scaled(whole, 1n, 2n)), recurring: roundedTo(scaled(rate, 1n, 2n), 4) };
};

const reservation = (template: Template, owner: string, fleet: Fleet, draw: Draw, shared: Shared): ReservationFacts => {
  const count = draw('count', 1, 3);
  const { upfront, recurring } = fees(template, fleet.offer.hourly, 62);
  return {
    ...shared,
    kind: 'reservation',
    ownerId: owner,
    paymentOption: template.paymentOption,
    years: template.years,
    service: fleet.offer.service,
    instanceType: fleet.offer.instanceType,
    region: fleet.region.code,
    count,
    upfrontFee: decimal(upfront * BigInt(count)),
    hourlyFee: decimal(recurring),
    convertible: template.convertible ?? false,
  };
};

const savingsPlan = (template: Template, owner: string, fleet: Fleet, draw: Draw, shared: Shared): SavingsPlanFacts => {
  // Five digits after the point, and whole dollars upfront of a Partial Upfront plan: between 50 and 60 percent.
  const hourly = roundedTo(scaled(fleet.offer.hourly, BigInt(draw('hourly', 35, 260)), 100n), 5);
  const whole = hourly * termHours(template.years);
  const part = wholeDollars(scaled(whole, BigInt(draw('upfront', 51, 60)), 100n));
  const upfront = { 'All Upfront': whole, 'Partial Upfront': part, 'No Upfront': 0n }[template.paymentOption];
  const planType = template.planType ?? 'ComputeSavingsPlans';
  return {
    ...shared,
    kind: 'savingsPlan',
    ownerId: owner,
    paymentOption: template.paymentOption,
    years: template.years,
    planType,
    hourlyCommitment: decimal(hourly),
    upfrontFee: decimal(upfront),
    ...(planType === 'EC2InstanceSavingsPlans' ? { region: fleet.region.code, family: fleet.offer.family } : {}),
  };
};

interface Shared {
  readonly id: string;
  readonly orderedAt: number;
  readonly startAt: number;
}

/** A convertible reservation is exchanged after its third month: what is left of its fee goes over to the new one, which costs 100 USD more. */
const exchange = (old: ReservationFacts, endedAt: number, newId: () => string): readonly ReservationFacts[] => {
  const fee = amountOf(old.upfrontFee);
  const amortized = roundedTo(scaled(fee, BigInt(endedAt - old.startAt), termHours(old.years) * BigInt(HOUR)), 8);
  return [
    { ...old, endedAt, ending: 'exchanged' },
    { ...old, id: newId(), orderedAt: endedAt, startAt: endedAt, upfrontFee: decimal(fee - amortized + 100n * ONE), chargedUpfront: '100', predecessorId: old.id }, // prettier-ignore
  ];
};

const withFate = (template: Template, commitment: Commitment, newId: () => string): readonly Commitment[] => {
  if (template.fate === 'returned' && commitment.kind === 'savingsPlan')
    return [{ ...commitment, endedAt: commitment.startAt + 3 * DAY, ending: 'returned', refund: commitment.upfrontFee }];
  if (template.fate === 'exchanged' && commitment.kind === 'reservation') {
    const endedAt = commitment.startAt + 100 * DAY;
    return exchange(commitment, endedAt, newId);
  }
  return [commitment];
};

/** Draws commitments for the accounts: a round of every kind for each 120 accounts, started before or within the history. */
export const drawCommitments = (world: World, { accounts, from, newId }: Setting): readonly Commitment[] => {
  const first = monthOfTime(from);
  const now = world.now();
  const fleets = fleetsOf(accounts, monthAt(Math.max(first.index, monthOfTime(now).index - 1)));
  const reservable = fleets.filter(({ offer }) => reservationServices.includes(offer.service));
  const compute = fleets.filter(({ offer }) => offer.service === EC2);
  if (compute.length === 0) return [];
  const rounds = Math.max(1, Math.round(accounts.length / ACCOUNTS_PER_ROUND));
  const months = monthOfTime(now).index - first.index;
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    templates.flatMap((template, at) => {
      const draw: Draw = (name, low, high) => low + Math.floor(world.draw('costexplorer.commitment', round, at, name) * (high - low + 1));
      const among = template.kind === 'savingsPlan' ? compute : reservable;
      const fleet = among[draw('fleet', 0, among.length - 1)];
      if (!fleet) return [];
      const ownerId = template.central ? world.managementAccountId : (accounts[fleet.account]?.id ?? world.managementAccountId);
      const month = monthAt(first.index + draw('month', template.fate === undefined ? -5 : 0, Math.max(0, months - 1)));
      // A returned plan goes back within its month; a queued one was ordered five weeks earlier.
      const startAt = month.start + draw('day', 2, 24) * DAY + draw('second', 0, 86_399) * 1000;
      const orderedAt = template.fate === 'queued' ? startAt - 35 * DAY : startAt;
      const shared = { id: newId(ownerId, template.kind), orderedAt, startAt };
      const make = template.kind === 'reservation' ? reservation : savingsPlan;
      return withFate(template, make(template, ownerId, fleet, draw, shared), () => newId(ownerId, template.kind));
    }),
  );
};
