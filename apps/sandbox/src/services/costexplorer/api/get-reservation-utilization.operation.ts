import type { Call, Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import { decimal, noisyText, percentText, scaled } from '../billing/decimal.js';
import { EC2, reservationServices } from '../billing/price-list.js';
import { costLedger } from '../facts/ledger.js';
import type { Commitment, ReservationFacts } from '../facts/ledger.js';
import { activeCommitments, commitmentDimensions } from './commitment-dimensions.js';
import type { ReservationUse } from './commitment-use.js';
import { reservationUse, summed } from './commitment-use.js';
import { costExplorerOperation } from './costexplorer-operation.js';
import { validation } from './errors.js';
import { readFlatFilter } from './filter.js';
import { listPage } from './list-page.js';
import { requestDigest } from './page-token.js';
import { reservationAttributes } from './reservation-attributes.js';
import type { SortOrder } from './sorting.js';
import { readSortBy, sortedBy } from './sorting.js';
import type { TimePeriod } from './time-period.js';
import { checkWindow, readTimePeriod, slicesOf } from './time-period.js';

const dimensions = ['AZ', 'CACHE_ENGINE', 'DEPLOYMENT_OPTION', 'INSTANCE_TYPE', 'LINKED_ACCOUNT', 'OPERATING_SYSTEM', 'PLATFORM', 'REGION', 'SERVICE', 'SCOPE', 'TENANCY']; // prettier-ignore

const aggregates = (use: ReservationUse, service: string, text: (amount: bigint) => string): Record<string, string> => {
  const total = use.amortizedUpfront + use.amortizedRecurring;
  const net = use.onDemandUsed - total;
  const units = (hours: bigint): string => text(scaled(hours, use.factor, 100n));
  return {
    UtilizationPercentage: percentText(use.usedHours, use.purchasedHours),
    ...(service === EC2
      ? {
          UtilizationPercentageInUnits: percentText(use.usedHours, use.purchasedHours),
          PurchasedUnits: units(use.purchasedHours),
          TotalActualUnits: units(use.usedHours),
          UnusedUnits: units(use.unusedHours),
        }
      : {}),
    PurchasedHours: text(use.purchasedHours),
    TotalActualHours: text(use.usedHours),
    UnusedHours: text(use.unusedHours),
    OnDemandCostOfRIHoursUsed: text(use.onDemandUsed),
    NetRISavings: text(net),
    TotalPotentialRISavings: text(net + use.onDemandUnused),
    AmortizedUpfrontFee: text(use.amortizedUpfront),
    AmortizedRecurringFee: text(use.amortizedRecurring),
    TotalAmortizedFee: text(total),
    RICostForUnusedHours: text(use.unusedCost),
    RealizedSavings: text(net),
    UnrealizedSavings: text(use.onDemandUnused),
  };
};

const zeroUse: ReservationUse & Record<string, bigint> = {
  purchasedHours: 0n,
  usedHours: 0n,
  unusedHours: 0n,
  factor: 0n,
  onDemandUsed: 0n,
  onDemandUnused: 0n,
  amortizedUpfront: 0n,
  amortizedRecurring: 0n,
  unusedCost: 0n,
};

/** Units are weighed by each reservation's factor: the total's factor is their average. */
const totalUse = (uses: readonly ReservationUse[]): ReservationUse => {
  const total = summed(uses as readonly (typeof zeroUse)[], zeroUse);
  const weighed = uses.reduce((sum, use) => sum + use.purchasedHours * use.factor, 0n);
  return { ...total, factor: total.purchasedHours === 0n ? 0n : weighed / total.purchasedHours };
};

interface Request {
  readonly period: TimePeriod;
  readonly grouped: boolean;
  readonly granularity: 'DAILY' | 'MONTHLY' | undefined;
  readonly filter: ReadonlyMap<string, readonly string[]>;
  readonly sorting: SortOrder | undefined;
  readonly size: number | undefined;
  readonly token: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The SERVICE filter takes one value, EC2 when it is absent. */
export const serviceOf = (filter: ReadonlyMap<string, readonly string[]>): string => {
  const services = filter.get('SERVICE') ?? [EC2];
  if (services.length > 1) throw validation('The value for the SERVICE filter should not exceed 1.');
  const [service = EC2] = services;
  if (!reservationServices.includes(service)) throw validation(`SERVICE ${service} is not supported. Supported values are ${reservationServices.join(', ')}.`); // prettier-ignore
  return service;
};

export const matchesFilter = (commitment: Commitment, filter: ReadonlyMap<string, readonly string[]>): boolean =>
  [...filter].every(([dimension, values]) => dimension === 'SERVICE' || values.includes(commitmentDimensions[dimension]?.(commitment) ?? ''));

const readGrouping = (members: RequestMembers): boolean => {
  if (!members.has('GroupBy')) return false;
  const groups = members.structures('GroupBy');
  for (const group of groups)
    if (group.text('Key') !== 'SUBSCRIPTION_ID') throw validation('GetReservationUtilization groups only by SUBSCRIPTION_ID.');
  if (groups.length > 1) throw validation('GroupBy takes one SUBSCRIPTION_ID.');
  return groups.length === 1;
};

const parse = (members: RequestMembers, input: Request['input']): Request => {
  const grouped = readGrouping(members);
  const granularity = members.optionalOneOf('Granularity', ['DAILY', 'MONTHLY']);
  if (grouped && granularity !== undefined) throw validation("Granularity can't be set if GroupBy is set.");
  return {
    period: readTimePeriod(members),
    grouped,
    granularity,
    filter: readFlatFilter(members, dimensions),
    sorting: readSortBy(members, ['UtilizationPercentage', 'UtilizationPercentageInUnits', ...Object.keys(aggregates(zeroUse, EC2, decimal))]),
    size: members.optionalInteger('MaxResults', 1, 10_000),
    token: members.optionalText('NextPageToken', { max: 8192 }),
    input,
  };
};

const answer = (request: Request, call: Call): unknown => {
  checkWindow(call.world, call.now, request.period);
  const service = serviceOf(request.filter);
  const reservations = activeCommitments(call, 'reservation', request.period).filter(
    (one): one is ReservationFacts => one.kind === 'reservation' && one.service === service && matchesFilter(one, request.filter),
  );
  const useIn = (period: TimePeriod): ReservationUse => totalUse(reservations.map((one) => reservationUse(call, one, period)));
  const total = aggregates(useIn(request.period), service, noisyText);
  const [whole] = slicesOf(request.period, 'MONTHLY');
  if (!request.grouped) {
    const rows = slicesOf(request.period, request.granularity ?? 'DAILY').map((slice) => {
      const period = { start: Date.parse(slice.label.Start), end: Date.parse(slice.label.End) };
      return { TimePeriod: slice.label, Groups: [], Total: aggregates(useIn(period), service, noisyText) };
    });
    return { UtilizationsByTime: rows, Total: total };
  }
  const groups = reservations.map((one) => ({
    Key: 'SubscriptionId',
    Value: one.id,
    Attributes: reservationAttributes(call, one),
    Utilization: aggregates(reservationUse(call, one, request.period), service, decimal),
  }));
  const { rows, next } = listPage(
    sortedBy(groups, request.sorting, (group, key) => group.Utilization[key]),
    {
      token: request.token,
      size: request.size ?? quotaNumber(call.world, ['costexplorer', 'reservationsPerPage'], 100),
      digest: requestDigest('GetReservationUtilization', call.accountId, request.input),
      version: String(costLedger(call.world).version),
      now: call.now,
    },
  );
  const label = { Start: whole?.label.Start ?? '', End: slicesOf(request.period, 'MONTHLY').at(-1)?.label.End ?? '' };
  return {
    UtilizationsByTime: [{ TimePeriod: label, Groups: rows, Total: total }],
    Total: total,
    ...(next === undefined ? {} : { NextPageToken: next }),
  };
};

export const getReservationUtilization: Operation = costExplorerOperation<Request>('GetReservationUtilization', { parse, handle: answer });
