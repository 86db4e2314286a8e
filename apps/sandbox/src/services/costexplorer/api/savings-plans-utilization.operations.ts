import type { Operation } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import { costLedger } from '../facts/ledger.js';
import { planUse } from './commitment-use.js';
import { costExplorerOperation } from './costexplorer-operation.js';
import { dataUnavailable } from './errors.js';
import { readFlatFilter } from './filter.js';
import { listPage } from './list-page.js';
import { requestDigest } from './page-token.js';
import { dataTypes, planAggregates, planAttributes, savingsPlansIn, totalPlanUse } from './savings-plans-utilization.js';
import { readSortBy, sortedBy } from './sorting.js';
import { checkEndedWindow, readTimePeriod, slicesOf } from './time-period.js';

const detailDimensions = ['LINKED_ACCOUNT', 'SAVINGS_PLAN_ARN', 'REGION', 'PAYMENT_OPTION', 'INSTANCE_TYPE_FAMILY'];
const sortKeys = ['UtilizationPercentage', 'TotalCommitment', 'UsedCommitment', 'UnusedCommitment', 'NetSavings'];
const figures = ['UTILIZATION', 'SAVINGS', 'AMORTIZED_COMMITMENT'] as const;

export const getSavingsPlansUtilization: Operation = costExplorerOperation('GetSavingsPlansUtilization', {
  parse: (members) => ({
    period: readTimePeriod(members),
    granularity: members.optionalOneOf('Granularity', ['DAILY', 'MONTHLY']) ?? 'DAILY',
    filter: readFlatFilter(members, [...detailDimensions, 'SAVINGS_PLANS_TYPE']),
    sorting: readSortBy(members, sortKeys),
  }),
  handle: ({ period, granularity, filter, sorting }, call) => {
    checkEndedWindow(call.world, call.now, period);
    const plans = savingsPlansIn(call, period, filter);
    if (plans.length === 0) throw dataUnavailable();
    const rows = slicesOf(period, granularity).map((slice) => {
      const part = { start: Date.parse(slice.label.Start), end: Date.parse(slice.label.End) };
      return { TimePeriod: slice.label, ...planAggregates(totalPlanUse(plans.map((plan) => planUse(call, plan, part))), figures) };
    });
    return {
      SavingsPlansUtilizationsByTime: sortedBy(rows, sorting, (row, key) => memberOf(row, key)),
      Total: planAggregates(totalPlanUse(plans.map((plan) => planUse(call, plan, period))), figures),
    };
  },
});

/** A figure of an answered row, wherever it stands in it. */
const memberOf = (row: object, key: string): unknown => {
  for (const part of Object.values(row) as unknown[])
    if (typeof part === 'object' && part !== null && key in part) return (part as Record<string, unknown>)[key];
  return undefined;
};

export const getSavingsPlansUtilizationDetails: Operation = costExplorerOperation('GetSavingsPlansUtilizationDetails', {
  parse: (members, input) => ({
    period: readTimePeriod(members),
    filter: readFlatFilter(members, detailDimensions),
    wanted: members.has('DataType') ? members.manyOf('DataType', dataTypes) : dataTypes,
    sorting: readSortBy(members, [...sortKeys, 'AmortizedRecurringCommitment', 'AmortizedUpfrontCommitment']),
    size: members.optionalInteger('MaxResults', 1, 1000),
    token: members.optionalText('NextToken', { max: 8192 }),
    input,
  }),
  handle: ({ period, filter, wanted, sorting, size, token, input }, call) => {
    checkEndedWindow(call.world, call.now, period);
    const plans = savingsPlansIn(call, period, filter);
    if (plans.length === 0) throw dataUnavailable();
    const details = plans.map((plan) => ({
      SavingsPlanArn: plan.id,
      ...(wanted.includes('ATTRIBUTES') ? { Attributes: planAttributes(call, plan) } : {}),
      ...planAggregates(planUse(call, plan, period), wanted),
    }));
    const { rows, next } = listPage(sortedBy(details, sorting, memberOf), {
      token,
      size: size ?? quotaNumber(call.world, ['costexplorer', 'savingsPlansPerPage'], 20),
      digest: requestDigest('GetSavingsPlansUtilizationDetails', call.accountId, input),
      version: String(costLedger(call.world).version),
      now: call.now,
    });
    const months = slicesOf(period, 'MONTHLY');
    return {
      SavingsPlansUtilizationDetails: rows,
      Total: planAggregates(totalPlanUse(plans.map((plan) => planUse(call, plan, period))), figures),
      TimePeriod: { Start: months[0]?.label.Start ?? '', End: months.at(-1)?.label.End ?? '' },
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
});
