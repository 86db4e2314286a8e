import type { Call, Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import type { LineShape } from '../billing/bill-lines.js';
import { doubleText, percentText } from '../billing/decimal.js';
import { knownMonth } from '../billing/month-bill.js';
import { offerOf } from '../billing/price-list.js';
import { costLedger } from '../facts/ledger.js';
import { costExplorerOperation, onlyAccount } from './costexplorer-operation.js';
import { dataUnavailable, validation } from './errors.js';
import { readFlatFilter } from './filter.js';
import { listPage } from './list-page.js';
import { requestDigest } from './page-token.js';
import type { SortOrder } from './sorting.js';
import { readSortBy, sortedBy } from './sorting.js';
import type { Slice, TimePeriod } from './time-period.js';
import { checkEndedWindow, readTimePeriod, slicesOf } from './time-period.js';

const groupable = ['INSTANCE_FAMILY', 'REGION', 'SERVICE'] as const;
type Grouping = (typeof groupable)[number];

const dimensionOf: Readonly<Record<Grouping, (shape: LineShape) => string>> = {
  INSTANCE_FAMILY: ({ service, instanceType }) => offerOf(service, instanceType)?.family ?? '',
  REGION: ({ region }) => region,
  SERVICE: ({ service }) => service,
};

interface Request {
  readonly period: TimePeriod;
  readonly groupBy: readonly Grouping[];
  readonly granularity: 'DAILY' | 'MONTHLY' | undefined;
  readonly filter: ReadonlyMap<string, readonly string[]>;
  readonly sorting: SortOrder | undefined;
  readonly size: number | undefined;
  readonly token: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Spend {
  readonly attributes: Readonly<Record<string, string>>;
  readonly label: Slice['label'];
  covered: bigint;
  onDemand: bigint;
}

const isEligible = (shape: LineShape): boolean =>
  (shape.recordType === 'Usage' || shape.recordType === 'SavingsPlanCoveredUsage') &&
  (offerOf(shape.service, shape.instanceType)?.savingsPlans ?? false);

/** Spend at on-demand prices of what a savings plan can cover, by group. */
const spendIn = (request: Request, call: Call, slices: readonly Slice[], label: Slice['label']): readonly Spend[] => {
  const found = new Map<string, Spend>();
  const only = onlyAccount(call);
  for (const { month, fromDay, toDay } of slices) {
    const bill = knownMonth(call.world, month, call.now);
    for (const [upTo, sign] of [
      [toDay, 1n],
      [fromDay, -1n],
    ] as const) {
      // prettier-ignore
      if (upTo === 0) continue;
      const lines = bill.lines(upTo);
      const eligible = lines.shapes.map(isEligible);
      for (let line = 0; line < lines.length; line += 1) {
        const shape = lines.shapes[lines.shapeOf[line] ?? 0];
        if (!shape || !eligible[lines.shapeOf[line] ?? 0]) continue;
        const accountId = bill.accounts[lines.accounts[line] ?? 0]?.id ?? '';
        const valueOf = (key: string): string => (key === 'LINKED_ACCOUNT' ? accountId : dimensionOf[key as Grouping](shape));
        if ((only !== undefined && only !== accountId) || ![...request.filter].every(([key, values]) => values.includes(valueOf(key)))) continue;
        const attributes = Object.fromEntries(request.groupBy.map((key) => [key, valueOf(key)]));
        const key = JSON.stringify(attributes);
        const spend = found.get(key) ?? { attributes, label, covered: 0n, onDemand: 0n };
        found.set(key, spend);
        const cost = sign * (lines.columns.UnblendedCost[line] ?? 0n);
        if (shape.recordType === 'Usage') spend.onDemand += cost;
        else spend.covered += cost;
      }
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, spend]) => spend);
};

const parse = (members: RequestMembers, input: Request['input']): Request => {
  const groupBy = members.has('GroupBy') ? members.structures('GroupBy').map((group) => group.oneOf('Key', groupable)) : [];
  const granularity = members.optionalOneOf('Granularity', ['DAILY', 'MONTHLY']);
  if (groupBy.length > 0 && granularity !== undefined) throw validation("Granularity can't be set if GroupBy is set.");
  if (members.has('Metrics')) members.manyOf('Metrics', ['SpendCoveredBySavingsPlans']);
  return {
    period: readTimePeriod(members),
    groupBy,
    granularity,
    filter: readFlatFilter(members, ['LINKED_ACCOUNT', ...groupable]),
    sorting: readSortBy(members, ['SpendCoveredBySavingsPlan', 'OnDemandCost', 'CoveragePercentage', 'TotalCost', 'InstanceFamily', 'Region', 'Service']), // prettier-ignore
    size: members.optionalInteger('MaxResults', 1, 1000),
    token: members.optionalText('NextToken', { max: 8192 }),
    input,
  };
};

const answer = (request: Request, call: Call): unknown => {
  checkEndedWindow(call.world, call.now, request.period);
  const months = slicesOf(request.period, 'MONTHLY');
  const label = { Start: months[0]?.label.Start ?? '', End: months.at(-1)?.label.End ?? '' };
  const spends =
    request.groupBy.length > 0
      ? spendIn(request, call, months, label)
      : slicesOf(request.period, request.granularity ?? 'DAILY').flatMap((slice) => spendIn(request, call, [slice], slice.label));
  if (spends.length === 0) throw dataUnavailable();
  const rowsOf = spends.map(({ attributes, covered, onDemand, label: TimePeriod }) => ({
    Attributes: attributes,
    Coverage: {
      SpendCoveredBySavingsPlans: doubleText(covered),
      OnDemandCost: doubleText(onDemand),
      TotalCost: doubleText(covered + onDemand),
      CoveragePercentage: percentText(covered, covered + onDemand),
    },
    TimePeriod,
  }));
  const sortKeys: Readonly<Record<string, keyof (typeof rowsOf)[number]['Coverage']>> = { SpendCoveredBySavingsPlan: 'SpendCoveredBySavingsPlans' };
  const sorted = sortedBy(rowsOf, request.sorting, ({ Coverage, Attributes }, key) => {
    const member = sortKeys[key] ?? key;
    return (Coverage as Record<string, string>)[member] ?? Attributes[{ InstanceFamily: 'INSTANCE_FAMILY', Region: 'REGION', Service: 'SERVICE' }[key] ?? '']; // prettier-ignore
  });
  const { rows, next } = listPage(sorted, {
    token: request.token,
    size: request.size ?? quotaNumber(call.world, ['costexplorer', 'savingsPlansPerPage'], 20),
    digest: requestDigest('GetSavingsPlansCoverage', call.accountId, request.input),
    version: String(costLedger(call.world).version),
    now: call.now,
  });
  return { SavingsPlansCoverages: rows, ...(next === undefined ? {} : { NextToken: next }) };
};

export const getSavingsPlansCoverage: Operation = costExplorerOperation<Request>('GetSavingsPlansCoverage', { parse, handle: answer });
