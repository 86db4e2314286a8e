import type {
  Expression,
  MetricValue,
  ReservationUtilizationGroup,
  ResultByTime,
  SavingsPlansUtilizationDetail,
} from '@aws-sdk/client-cost-explorer';
import { present } from '../connection/pages.js';
import type { CostFilter, CostPeriod, CostResult, MetricAmounts, RawAttributes, ReservationRow, SavingsPlanRow } from './cost-explorer.js';

/** One root; `And` needs two members at least. */
export const expressionOf = (filter: CostFilter | undefined): Expression | undefined => {
  const dimensions = Object.entries(filter ?? {}).map(([Key, values]) => ({ Dimensions: { Key, Values: [...values] } }) as Expression);
  return dimensions.length > 1 ? { And: dimensions } : dimensions[0];
};

export const periodOf = ({ start, end }: CostPeriod): { Start: string; End: string } => ({ Start: start, End: end });

export const readResult = (result: ResultByTime): CostResult => ({
  period: { start: present(result.TimePeriod?.Start, 'a period'), end: present(result.TimePeriod?.End, 'a period') },
  // A missing flag must not pass for "final".
  estimated: result.Estimated ?? true,
  total: readAmounts(result.Total),
  groups: (result.Groups ?? []).map(({ Keys, Metrics }) => ({ keys: present(Keys, 'group keys'), amounts: readAmounts(Metrics) })),
});

const readAmounts = (metrics: Readonly<Record<string, MetricValue>> | undefined): MetricAmounts =>
  Object.fromEntries(
    Object.entries(metrics ?? {}).map(([metric, { Amount, Unit }]) => [metric, { amount: Amount ?? '', unit: Unit === 'N/A' ? undefined : Unit }]),
  );

export const readReservation = (group: ReservationUtilizationGroup): ReservationRow => ({
  subscriptionId: present(group.Value, 'a subscription id'),
  attributes: texts(group.Attributes),
  utilization: texts(group.Utilization),
});

export const readSavingsPlan = (row: SavingsPlansUtilizationDetail): SavingsPlanRow => ({
  savingsPlanArn: present(row.SavingsPlanArn, 'a savings plan ARN'),
  attributes: texts(row.Attributes),
  utilization: { ...texts(row.Utilization), ...texts(row.Savings), ...texts(row.AmortizedCommitment) },
});

const texts = (record: object | undefined): RawAttributes =>
  Object.fromEntries(Object.entries(record ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
