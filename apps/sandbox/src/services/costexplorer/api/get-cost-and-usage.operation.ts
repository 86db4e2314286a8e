import type { Call, Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import type { MetricName } from '../billing/bill-lines.js';
import { metricNames } from '../billing/bill-lines.js';
import { costText } from '../billing/decimal.js';
import type { MonthBill } from '../billing/month-bill.js';
import { knownMonth } from '../billing/month-bill.js';
import type { CostGroup, CostQuery, GroupKey } from './cost-groups.js';
import { costExplorerOperation, onlyAccount } from './costexplorer-operation.js';
import { groupableDimensions } from './dimensions.js';
import { invalidToken, validation } from './errors.js';
import { readFilter } from './filter.js';
import { groupsOfSlice } from './known-groups.js';
import { readToken, requestDigest, writeToken } from './page-token.js';
import type { Granularity, Slice, TimePeriod } from './time-period.js';
import { checkWindow, granularities, readTimePeriod, slicesOf } from './time-period.js';

interface Request {
  readonly period: TimePeriod;
  readonly granularity: Granularity;
  readonly query: Omit<CostQuery, 'onlyAccount'>;
  readonly token: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

const groupTypes = ['DIMENSION', 'TAG', 'COST_CATEGORY'] as const;

const readGroup = (members: RequestMembers): GroupKey => {
  const type = members.oneOf('Type', groupTypes);
  const key = members.text('Key', { max: 1024 });
  if (type === 'DIMENSION' && !groupableDimensions.includes(key)) throw validation(`Group Definition dimension ${key} is invalid.`);
  return { type, key };
};

const readMetrics = (members: RequestMembers): readonly MetricName[] => {
  const metrics = members.texts('Metrics', { max: 1024 });
  if (metrics.length === 0) throw validation('Metrics cannot be empty.');
  return metrics.map((text) => {
    const metric = metricNames.find((name) => name === text);
    if (!metric) throw validation(`Metric ${text} is invalid. Valid values are ${metricNames.join(', ')}.`);
    return metric;
  });
};

const currency = (metric: MetricName, group: CostGroup): string => {
  if (metric === 'NormalizedUsageAmount') return 'N/A';
  return metric === 'UsageQuantity' ? group.unit : 'USD';
};

const writeMetrics = (query: Pick<CostQuery, 'metrics'>, group: CostGroup): Record<string, unknown> =>
  Object.fromEntries(query.metrics.map((metric, at) => [metric, { Amount: costText(group.sums[at] ?? 0n), Unit: currency(metric, group) }]));

const nothing = (query: Pick<CostQuery, 'metrics'>): CostGroup => ({ keys: [], sums: query.metrics.map(() => 0n), unit: 'N/A' });

interface Page {
  readonly results: Record<string, unknown>[];
  readonly accounts: Map<string, string>;
  left: number;
}

const totalRow = (slice: Slice, bill: MonthBill, request: Request, group: CostGroup | undefined): Record<string, unknown> => ({
  TimePeriod: slice.label,
  Total: writeMetrics(request.query, group ?? nothing(request.query)),
  Groups: [],
  Estimated: bill.estimated,
});

const groupedRow = (slice: Slice, bill: MonthBill, request: Request, groups: readonly CostGroup[]): Record<string, unknown> => ({
  TimePeriod: slice.label,
  Total: {},
  Groups: groups.map((group) => ({ Keys: group.keys, Metrics: writeMetrics(request.query, group) })),
  Estimated: bill.estimated,
});

const describeAccounts = (page: Page, bill: MonthBill, request: Request, groups: readonly CostGroup[]): void => {
  const position = request.query.groupBy.findIndex(({ type, key }) => type === 'DIMENSION' && key === 'LINKED_ACCOUNT');
  if (position < 0) return;
  for (const { keys } of groups) page.accounts.set(keys[position] ?? '', bill.names.get(keys[position] ?? '') ?? '');
};

const answer = (request: Request, call: Call): unknown => {
  checkWindow(call.world, call.now, request.period, request.granularity);
  const digest = requestDigest('GetCostAndUsage', call.accountId, request.input);
  const start = readToken(request.token, digest, call.now);
  const slices = slicesOf(request.period, request.granularity);
  const query: CostQuery = { ...request.query, onlyAccount: onlyAccount(call) };
  const page: Page = { results: [], accounts: new Map(), left: quotaNumber(call.world, ['costexplorer', 'groupsPerPage'], 5000) };
  let next: string | undefined;
  for (let row = start?.row ?? 0; row < slices.length && next === undefined; row += 1) {
    const slice = slices[row];
    if (!slice) break;
    const bill = knownMonth(call.world, slice.month, call.now);
    const continued = row === start?.row ? start : undefined;
    if (continued && continued.version !== bill.version) throw invalidToken();
    const groups = groupsOfSlice(call.world, bill, query, slice, digest);
    if (query.groupBy.length === 0) {
      page.results.push(totalRow(slice, bill, request, groups[0]));
      continue;
    }
    const from = continued?.offset ?? 0;
    const shown = groups.slice(from, from + page.left);
    page.left -= shown.length;
    page.results.push(groupedRow(slice, bill, request, shown));
    describeAccounts(page, bill, request, shown);
    if (from + shown.length < groups.length) next = writeToken({ row, offset: from + shown.length, version: bill.version }, digest, call.now);
    else if (page.left === 0 && row + 1 < slices.length) {
      const following = slices[row + 1];
      if (following) next = writeToken({ row: row + 1, offset: 0, version: knownMonth(call.world, following.month, call.now).version }, digest, call.now); // prettier-ignore
    }
  }
  return {
    ...(query.groupBy.length === 0 ? {} : { GroupDefinitions: query.groupBy.map(({ type, key }) => ({ Type: type, Key: key })) }),
    ResultsByTime: page.results,
    DimensionValueAttributes: [...page.accounts].map(([Value, description]) => ({ Value, Attributes: { description } })),
    ...(next === undefined ? {} : { NextPageToken: next }),
  };
};

export const getCostAndUsage: Operation = costExplorerOperation<Request>('GetCostAndUsage', {
  onBillingView: true,
  parse: (members, input) => {
    const granularity = members.oneOf('Granularity', granularities);
    const groupBy = members.has('GroupBy') ? members.structures('GroupBy').map(readGroup) : [];
    return {
      granularity,
      period: readTimePeriod(members, granularity),
      query: { metrics: readMetrics(members), groupBy, filter: readFilter(members) },
      token: members.optionalText('NextPageToken', { max: 8192 }),
      input,
    };
  },
  handle: (request, call) => {
    if (request.query.groupBy.length > quotaNumber(call.world, ['costexplorer', 'maxGroupBy'], 2))
      throw validation('Currently only supports grouping by up to 2 different dimensions');
    return answer(request, call);
  },
});
