import type { Call, Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import type { MetricName } from '../billing/bill-lines.js';
import { metricNames } from '../billing/bill-lines.js';
import type { MonthBill } from '../billing/month-bill.js';
import { knownMonth } from '../billing/month-bill.js';
import { dimensionAttributes, commitmentValues, contextDimensions, contexts } from './commitment-dimensions.js';
import type { Context } from './commitment-dimensions.js';
import { costGroups } from './cost-groups.js';
import { costExplorerOperation, onlyAccount } from './costexplorer-operation.js';
import { filterableDimensions } from './dimensions.js';
import { invalidToken, validation } from './errors.js';
import type { Filter } from './filter.js';
import { readFilter } from './filter.js';
import { readToken, requestDigest, writeToken } from './page-token.js';
import type { TimePeriod } from './time-period.js';
import { checkWindow, readTimePeriod, slicesOf } from './time-period.js';

const PAGE = 1000;

interface Sorting {
  readonly metric: MetricName;
  readonly descending: boolean;
}

interface Request {
  readonly period: TimePeriod;
  readonly dimension: string;
  readonly context: Context;
  readonly filter: Filter | undefined;
  readonly search: string | undefined;
  readonly sorting: Sorting | undefined;
  readonly size: number | undefined;
  readonly token: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Value {
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const costValues = (request: Request, call: Call): { readonly values: readonly Value[]; readonly version: string } => {
  const metric = request.sorting?.metric ?? 'UnblendedCost';
  const query = {
    metrics: [metric],
    groupBy: [{ type: 'DIMENSION', key: request.dimension }],
    filter: request.filter,
    onlyAccount: onlyAccount(call),
  } as const;
  const sums = new Map<string, { sum: bigint; unit: string; bill: MonthBill }>();
  const versions: string[] = [];
  for (const { month, fromDay, toDay } of slicesOf(request.period, 'MONTHLY')) {
    const bill = knownMonth(call.world, month, call.now);
    versions.push(bill.version);
    for (const { keys, sums: amounts, unit } of costGroups(bill, query, fromDay, toDay)) {
      const known = sums.get(keys[0] ?? '');
      sums.set(keys[0] ?? '', { sum: (known?.sum ?? 0n) + (amounts[0] ?? 0n), unit, bill });
    }
  }
  const found = [...sums].filter(([value]) => value !== '');
  const { sorting } = request;
  const direction = sorting?.descending ? -1 : 1;
  found.sort(([one, { sum }], [other, { sum: otherSum }]) => {
    if (sorting && sum !== otherSum) return sum < otherSum ? -direction : direction;
    return one < other ? -1 : 1;
  });
  return {
    values: found.map(([value, { bill, unit }]) => ({ value, attributes: dimensionAttributes(request.dimension, value, unit, bill.names) })),
    version: versions.join(';'),
  };
};

const readSorting = (members: RequestMembers): Sorting | undefined => {
  const [first] = members.has('SortBy') ? members.structures('SortBy') : [];
  if (!first) return undefined;
  return { metric: first.oneOf('Key', metricNames), descending: first.optionalOneOf('SortOrder', ['ASCENDING', 'DESCENDING']) === 'DESCENDING' };
};

const checkSorting = (request: Request): void => {
  if (!request.sorting) return;
  if (request.context !== 'COST_AND_USAGE') throw validation('SortBy is only supported when the context is COST_AND_USAGE.');
  if (request.token !== undefined || request.search !== undefined)
    throw validation('NextPageToken and SearchString are not supported when SortBy is specified.');
};

export const getDimensionValues: Operation = costExplorerOperation<Request>('GetDimensionValues', {
  onBillingView: true,
  parse: (members, input) => ({
    period: readTimePeriod(members),
    dimension: members.text('Dimension'),
    context: members.optionalOneOf('Context', contexts) ?? 'COST_AND_USAGE',
    filter: readFilter(members, filterableDimensions),
    search: members.optionalText('SearchString', { max: 1024 }),
    sorting: readSorting(members),
    size: members.optionalInteger('MaxResults', 1, PAGE),
    token: members.optionalText('NextPageToken', { max: 8192 }),
    input,
  }),
  handle: (request, call) => {
    checkWindow(call.world, call.now, request.period);
    if (!contextDimensions[request.context].includes(request.dimension))
      throw validation(`Dimension ${request.dimension} is not supported in context ${request.context}.`);
    checkSorting(request);
    const digest = requestDigest('GetDimensionValues', call.accountId, request.input);
    const start = readToken(request.token, digest, call.now);
    const { values, version } = request.context === 'COST_AND_USAGE' ? costValues(request, call) : commitmentValues(request, call);
    if (start && start.version !== version) throw invalidToken();
    const { search } = request;
    const matching = search === undefined ? values : values.filter(({ value }) => value.toLowerCase().includes(search.toLowerCase()));
    const size = request.size ?? quotaNumber(call.world, ['costexplorer', 'dimensionValuesPerPage'], PAGE);
    const from = start?.offset ?? 0;
    const page = matching.slice(from, from + size);
    const more = from + page.length < matching.length && !request.sorting;
    return {
      DimensionValues: page.map(({ value, attributes }) => ({ Value: value, Attributes: attributes })),
      ReturnSize: page.length,
      TotalSize: matching.length,
      ...(more ? { NextPageToken: writeToken({ row: 0, offset: from + page.length, version }, digest, call.now) } : {}),
    };
  },
});
