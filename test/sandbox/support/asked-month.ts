import type { Expression, MetricValue, ReservationUtilizationGroup, SavingsPlansUtilizationDetail } from '@aws-sdk/client-cost-explorer';
import {
  DataUnavailableException,
  GetDimensionValuesCommand,
  GetReservationUtilizationCommand,
  paginateGetSavingsPlansUtilizationDetails,
} from '@aws-sdk/client-cost-explorer';
import type { CostSandbox } from './cost-sandbox.js';
import { amount, everyPage } from './cost-sandbox.js';

export const metrics = ['UnblendedCost', 'AmortizedCost', 'NetUnblendedCost', 'NetAmortizedCost', 'BlendedCost'];
const services = ['Amazon Elastic Compute Cloud - Compute', 'Amazon Relational Database Service', 'Amazon ElastiCache', 'Amazon Redshift', 'Amazon OpenSearch Service']; // prettier-ignore

export interface Period {
  readonly Start: string;
  readonly End: string;
}

export const dimension = (Key: 'RECORD_TYPE' | 'RESERVATION_ID' | 'SAVINGS_PLAN_ARN' | 'SERVICE', ...Values: string[]): Expression => ({
  Dimensions: { Key, Values },
});

/** The answer of a savings plans operation; undefined where Cost Explorer has nothing to say, which it says by an error. */
export const unlessUnavailable = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DataUnavailableException) return undefined;
    throw error;
  }
};

/** One period of one organisation, asked through the SDK. */
export class AskedMonth {
  constructor(
    readonly aws: CostSandbox,
    readonly period: Period,
  ) {}

  async groups(keys: readonly string[], more: { Filter?: Expression; Granularity?: 'MONTHLY' | 'DAILY' } = {}) {
    const GroupBy = keys.map((Key) => ({ Type: 'DIMENSION' as const, Key }));
    const rows = await everyPage(this.aws.ce, { TimePeriod: this.period, Granularity: 'MONTHLY', Metrics: metrics, GroupBy, ...more });
    return rows.flatMap((row) => row.Groups ?? []);
  }

  async total(Filter?: Expression, Granularity: 'MONTHLY' | 'DAILY' = 'MONTHLY'): Promise<readonly Record<string, MetricValue>[]> {
    const rows = await everyPage(this.aws.ce, { TimePeriod: this.period, Granularity, Metrics: metrics, ...(Filter ? { Filter } : {}) });
    return rows.map((row) => row.Total ?? {});
  }

  async sum(metric: string, Filter?: Expression): Promise<bigint> {
    return (await this.total(Filter)).reduce((sum, total) => sum + amount(total, metric), 0n);
  }

  async recordTypes(): Promise<readonly string[]> {
    const { DimensionValues } = await this.aws.ce.send(new GetDimensionValuesCommand({ TimePeriod: this.period, Dimension: 'RECORD_TYPE' }));
    return DimensionValues!.map(({ Value }) => Value!);
  }

  async reservations(): Promise<readonly ReservationUtilizationGroup[]> {
    const found: ReservationUtilizationGroup[] = [];
    for (const service of services) {
      const { UtilizationsByTime } = await this.aws.ce.send(
        new GetReservationUtilizationCommand({
          TimePeriod: this.period,
          GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
          Filter: dimension('SERVICE', service),
        }),
      );
      found.push(...UtilizationsByTime!.flatMap(({ Groups }) => Groups ?? []));
    }
    return found;
  }

  async plans(): Promise<readonly SavingsPlansUtilizationDetail[]> {
    return (await unlessUnavailable(this.planPages())) ?? [];
  }

  private async planPages(): Promise<readonly SavingsPlansUtilizationDetail[]> {
    const found: SavingsPlansUtilizationDetail[] = [];
    for await (const page of paginateGetSavingsPlansUtilizationDetails({ client: this.aws.ce, pageSize: 3 }, { TimePeriod: this.period }))
      found.push(...(page.SavingsPlansUtilizationDetails ?? []));
    return found;
  }
}
