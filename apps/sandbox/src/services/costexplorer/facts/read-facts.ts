import { ControlError } from '../../../core/control/control-error.js';
import type { RequestMembers, Violation } from '../../request-members.js';
import { monthOfKey } from '../billing/calendar.js';
import { readDecimal } from '../billing/decimal.js';
import { offerOf, reservationServices } from '../billing/price-list.js';
import type { BillSettings, Commitment, Discount, PlantedLine, PlantedUse, ReplayedAnswer, SharingChange } from './ledger.js';

export const refuseFact = ({ member, constraint }: Violation): ControlError => new ControlError(`${member}: ${constraint}.`);

/** ISO 8601 text to milliseconds since 1970. */
export const readMoment = (members: RequestMembers, member: string): number => {
  const time = Date.parse(members.text(member));
  if (Number.isNaN(time)) throw new ControlError(`${member}: send an ISO 8601 time such as 2026-06-15T12:00:00Z.`);
  return time;
};

export const optionalMoment = (members: RequestMembers, member: string): number | undefined =>
  members.has(member) ? readMoment(members, member) : undefined;

const readAmount = (members: RequestMembers, member: string): string => {
  const text = members.text(member);
  if (readDecimal(text) === undefined) throw new ControlError(`${member}: send decimal text with at most ten digits after the point.`);
  return text;
};

export const optionalAmount = <K extends string>(members: RequestMembers, member: K): Partial<Record<K, string>> =>
  members.has(member) ? ({ [member]: readAmount(members, member) } as Record<K, string>) : {};

const optionalText = <K extends string>(members: RequestMembers, member: K): Partial<Record<K, string>> =>
  members.has(member) ? ({ [member]: members.text(member) } as Record<K, string>) : {};

const readMonth = (members: RequestMembers): string => {
  const month = members.text('month');
  if (!monthOfKey(month)) throw new ControlError('month: send YYYY-MM.');
  return month;
};

const ACCOUNT = { pattern: /^\d{12}$/ } as const;

const readUse = (members: RequestMembers): PlantedUse => ({
  month: readMonth(members),
  accountId: members.text('accountId', ACCOUNT),
  ...optionalAmount(members, 'hours'),
  ...optionalAmount(members, 'used'),
  onDemand: readAmount(members, 'onDemand'),
});

const payments = ['All Upfront', 'Partial Upfront', 'No Upfront'] as const;
const endings = ['returned', 'exchanged', 'cancelled'] as const;

/** A commitment as the control API takes it; `id` is made up by the caller when it is not given. */
export const readCommitment = (members: RequestMembers, newId: (kind: Commitment['kind']) => string): Commitment => {
  const kind = members.oneOf('kind', ['reservation', 'savingsPlan']);
  const startAt = readMoment(members, 'startAt');
  const endedAt = optionalMoment(members, 'endedAt');
  const shared = {
    id: members.optionalText('id', { min: 1 }) ?? newId(kind),
    ownerId: members.text('ownerId', ACCOUNT),
    paymentOption: members.oneOf('paymentOption', payments),
    years: (members.optionalInteger('years', 1, 3) ?? 1) === 3 ? (3 as const) : (1 as const),
    orderedAt: optionalMoment(members, 'orderedAt') ?? startAt,
    startAt,
    upfrontFee: members.has('upfrontFee') ? readAmount(members, 'upfrontFee') : '0',
    ...(endedAt === undefined ? {} : { endedAt, ending: members.optionalOneOf('ending', endings) ?? 'cancelled' }),
    ...optionalAmount(members, 'chargedUpfront'),
    ...optionalAmount(members, 'refund'),
    ...(members.has('uses') ? { uses: members.structures('uses').map(readUse) } : {}),
  };
  if (kind === 'savingsPlan')
    return {
      ...shared,
      kind,
      planType: members.optionalOneOf('planType', ['ComputeSavingsPlans', 'EC2InstanceSavingsPlans']) ?? 'ComputeSavingsPlans',
      hourlyCommitment: readAmount(members, 'hourlyCommitment'),
      ...optionalText(members, 'region'),
      ...optionalText(members, 'family'),
    };
  const service = members.optionalText('service') ?? 'Amazon Elastic Compute Cloud - Compute';
  const instanceType = members.optionalText('instanceType') ?? 'm5.large';
  if (!offerOf(service, instanceType) || !reservationServices.includes(service))
    throw new ControlError(`instanceType: the sandbox has no ${instanceType} of ${service} to reserve.`);
  return {
    ...shared,
    kind,
    service,
    instanceType,
    region: members.optionalText('region') ?? 'eu-central-1',
    count: members.optionalInteger('count', 1, 10_000) ?? 1,
    hourlyFee: members.has('hourlyFee') ? readAmount(members, 'hourlyFee') : '0',
    convertible: members.optionalBoolean('convertible') ?? false,
    ...optionalText(members, 'predecessorId'),
  };
};

/** A line of the bill; without `visibleFrom` it is there from the month's start. */
export const readLine = (members: RequestMembers): PlantedLine => {
  const month = readMonth(members);
  const day = members.optionalInteger('day', 1, monthOfKey(month)?.days ?? 31);
  return {
    month,
    accountId: members.text('accountId', ACCOUNT),
    recordType: members.text('recordType', { min: 1 }),
    service: members.text('service', { min: 1 }),
    amount: readAmount(members, 'amount'),
    ...optionalAmount(members, 'amortized'),
    ...optionalAmount(members, 'quantity'),
    ...optionalText(members, 'usageType'),
    ...optionalText(members, 'operation'),
    ...optionalText(members, 'region'),
    ...optionalText(members, 'unit'),
    ...optionalText(members, 'billingEntity'),
    ...optionalText(members, 'seller'),
    ...(day === undefined ? {} : { day }),
    visibleFrom: optionalMoment(members, 'visibleFrom') ?? monthOfKey(month)?.start ?? 0,
  };
};

export const readSharing = (members: RequestMembers, now: number): SharingChange => {
  const shared = members.optionalBoolean('shared');
  if (shared === undefined) throw new ControlError('shared: say true or false.');
  return { at: optionalMoment(members, 'at') ?? now, shared, ...optionalText(members, 'accountId') };
};

/** What is not given is left out: it stays as it is. */
export const readSettings = (members: RequestMembers): Partial<BillSettings> => {
  const support = members.optionalOneOf('support', ['none', 'payer', 'accounts']);
  const discounts = members.has('discounts') ? members.structures('discounts') : undefined;
  return {
    ...optionalAmount(members, 'taxPercent'),
    ...(support === undefined ? {} : { support }),
    ...(discounts === undefined ? {} : { discounts: discounts.map(readDiscount) }),
  };
};

const readDiscount = (members: RequestMembers): Discount => ({
  recordType: members.text('recordType', { min: 1 }),
  percent: readAmount(members, 'percent'),
  ...optionalText(members, 'service'),
});

export const readReplay = (members: RequestMembers): ReplayedAnswer => {
  const answer = members.raw('answer');
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new ControlError('answer: send the recorded answer, an object.');
  return { operation: members.text('operation', { min: 1 }), ...optionalText(members, 'start'), answer: answer as Record<string, unknown> };
};
