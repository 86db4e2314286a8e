import type { Call, Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import type { LineShape } from '../billing/bill-lines.js';
import { decimal, percentText } from '../billing/decimal.js';
import { knownMonth } from '../billing/month-bill.js';
import { costLedger } from '../facts/ledger.js';
import { costExplorerOperation, onlyAccount } from './costexplorer-operation.js';
import { shapeReader } from './dimensions.js';
import { validation } from './errors.js';
import { readFlatFilter } from './filter.js';
import { serviceOf } from './get-reservation-utilization.operation.js';
import { listPage } from './list-page.js';
import { requestDigest } from './page-token.js';
import type { Slice, TimePeriod } from './time-period.js';
import { checkWindow, readTimePeriod, slicesOf } from './time-period.js';

const dimensions = ['AZ', 'CACHE_ENGINE', 'DATABASE_ENGINE', 'DEPLOYMENT_OPTION', 'INSTANCE_TYPE', 'LINKED_ACCOUNT', 'OPERATING_SYSTEM', 'PLATFORM', 'REGION', 'SERVICE', 'TENANCY']; // prettier-ignore
const groupable = ['AZ', 'CACHE_ENGINE', 'DATABASE_ENGINE', 'DEPLOYMENT_OPTION', 'INSTANCE_TYPE', 'INVOICING_ENTITY', 'LINKED_ACCOUNT', 'OPERATING_SYSTEM', 'PLATFORM', 'REGION', 'TENANCY']; // prettier-ignore

/** Answers name attributes in camel case. */
const attributeName = (dimension: string): string => dimension.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());

interface Hours {
  readonly attributes: Readonly<Record<string, string>>;
  onDemand: bigint;
  reserved: bigint;
  onDemandUnits: bigint;
  reservedUnits: bigint;
  cost: bigint;
}

interface Request {
  readonly period: TimePeriod;
  readonly groupBy: readonly string[];
  readonly granularity: 'DAILY' | 'MONTHLY' | undefined;
  readonly filter: ReadonlyMap<string, readonly string[]>;
  readonly metrics: readonly string[];
  readonly size: number | undefined;
  readonly token: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

const coverageOf = (hours: Hours, metrics: readonly string[]): Record<string, unknown> => ({
  ...(metrics.includes('Hour')
    ? {
        CoverageHours: {
          OnDemandHours: decimal(hours.onDemand),
          ReservedHours: decimal(hours.reserved),
          TotalRunningHours: decimal(hours.onDemand + hours.reserved),
          CoverageHoursPercentage: percentText(hours.reserved, hours.onDemand + hours.reserved),
        },
      }
    : {}),
  ...(metrics.includes('Unit')
    ? {
        CoverageNormalizedUnits: {
          OnDemandNormalizedUnits: decimal(hours.onDemandUnits),
          ReservedNormalizedUnits: decimal(hours.reservedUnits),
          TotalRunningNormalizedUnits: decimal(hours.onDemandUnits + hours.reservedUnits),
          CoverageNormalizedUnitsPercentage: percentText(hours.reservedUnits, hours.onDemandUnits + hours.reservedUnits),
        },
      }
    : {}),
  ...(metrics.includes('Cost') ? { CoverageCost: { OnDemandCost: decimal(hours.cost) } } : {}),
});

const noHours = (attributes: Readonly<Record<string, string>> = {}): Hours => ({
  attributes,
  onDemand: 0n,
  reserved: 0n,
  onDemandUnits: 0n,
  reservedUnits: 0n,
  cost: 0n,
});

const isRunning = (shape: LineShape, service: string): boolean =>
  shape.service === service && shape.instanceType !== '' && ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'].includes(shape.recordType);

/** Adds the instance hours of one part of a month. Hours that a savings plan covers count as on demand. */
const addHours = (found: Map<string, Hours>, request: Request, call: Call, service: string, { month, fromDay, toDay }: Slice): void => {
  const bill = knownMonth(call.world, month, call.now);
  const only = onlyAccount(call);
  const sides = [[toDay, 1n], ...(fromDay > 0 ? [[fromDay, -1n] as const] : [])] as const;
  for (const [upTo, sign] of sides) {
    const lines = bill.lines(upTo);
    const running = lines.shapes.map((shape) => isRunning(shape, service));
    for (let line = 0; line < lines.length; line += 1) {
      const shape = lines.shapes[lines.shapeOf[line] ?? 0];
      if (!shape || !running[lines.shapeOf[line] ?? 0]) continue;
      const accountId = bill.accounts[lines.accounts[line] ?? 0]?.id ?? '';
      const valueOf = (dimension: string): string => (dimension === 'LINKED_ACCOUNT' ? accountId : shapeReader(dimension)(shape));
      if ((only !== undefined && only !== accountId) || ![...request.filter].every(([key, values]) => values.includes(valueOf(key)))) continue;
      const attributes = Object.fromEntries(request.groupBy.map((dimension) => [attributeName(dimension), valueOf(dimension)]));
      const key = JSON.stringify(attributes);
      const hours = found.get(key) ?? noHours(attributes);
      found.set(key, hours);
      const quantity = sign * (lines.columns.UsageQuantity[line] ?? 0n);
      const units = sign * (lines.columns.NormalizedUsageAmount[line] ?? 0n);
      if (shape.recordType === 'DiscountedUsage') {
        hours.reserved += quantity;
        hours.reservedUnits += units;
      } else {
        hours.onDemand += quantity;
        hours.onDemandUnits += units;
        hours.cost += sign * (lines.columns.UnblendedCost[line] ?? 0n);
      }
    }
  }
};

const groupsIn = (request: Request, call: Call, service: string, slices: readonly Slice[]): readonly Hours[] => {
  const found = new Map<string, Hours>();
  for (const slice of slices) addHours(found, request, call, service, slice);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, hours]) => hours);
};

const totalOf = (groups: readonly Hours[]): Hours => {
  const total = noHours();
  for (const group of groups)
    for (const member of ['onDemand', 'reserved', 'onDemandUnits', 'reservedUnits', 'cost'] as const) total[member] += group[member];
  return total;
};

const parse = (members: RequestMembers, input: Request['input']): Request => {
  const groupBy = members.has('GroupBy') ? members.structures('GroupBy').map((group) => group.text('Key')) : [];
  const refused = groupBy.find((key) => !groupable.includes(key));
  if (refused !== undefined) throw validation(`GroupBy ${refused} is not supported for GetReservationCoverage.`);
  const granularity = members.optionalOneOf('Granularity', ['DAILY', 'MONTHLY']);
  if (groupBy.length > 0 && granularity !== undefined) throw validation("Granularity can't be set if GroupBy is set.");
  return {
    period: readTimePeriod(members),
    groupBy,
    granularity,
    filter: readFlatFilter(members, dimensions),
    metrics: members.has('Metrics') ? members.manyOf('Metrics', ['Hour', 'Unit', 'Cost']) : ['Hour', 'Unit', 'Cost'],
    size: members.optionalInteger('MaxResults', 1, 10_000),
    token: members.optionalText('NextPageToken', { max: 8192 }),
    input,
  };
};

const answer = (request: Request, call: Call): unknown => {
  checkWindow(call.world, call.now, request.period);
  const service = serviceOf(request.filter);
  const months = slicesOf(request.period, 'MONTHLY');
  const whole = groupsIn(request, call, service, months);
  const total = coverageOf(totalOf(whole), request.metrics);
  const label = { Start: months[0]?.label.Start ?? '', End: months.at(-1)?.label.End ?? '' };
  if (request.groupBy.length === 0 && request.granularity !== undefined) {
    const rows = slicesOf(request.period, request.granularity).map((slice) => ({
      TimePeriod: slice.label,
      Groups: [],
      Total: coverageOf(totalOf(groupsIn(request, call, service, [slice])), request.metrics),
    }));
    return { CoveragesByTime: rows, Total: total };
  }
  const groups = request.groupBy.length === 0 ? [] : whole;
  const { rows, next } = listPage(groups, {
    token: request.token,
    size: request.size ?? quotaNumber(call.world, ['costexplorer', 'reservationsPerPage'], 100),
    digest: requestDigest('GetReservationCoverage', call.accountId, request.input),
    version: String(costLedger(call.world).version),
    now: call.now,
  });
  const shown = rows.map((hours) => ({ Attributes: hours.attributes, Coverage: coverageOf(hours, request.metrics) }));
  return {
    CoveragesByTime: [{ TimePeriod: label, Groups: shown, Total: total }],
    Total: total,
    ...(next === undefined ? {} : { NextPageToken: next }),
  };
};

export const getReservationCoverage: Operation = costExplorerOperation<Request>('GetReservationCoverage', { parse, handle: answer });
