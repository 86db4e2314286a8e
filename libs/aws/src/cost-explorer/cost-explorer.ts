/** `YYYY-MM-DD`, UTC: `start` inclusive, `end` exclusive. */
export interface CostPeriod {
  readonly start: string;
  readonly end: string;
}

export type CostMetric = 'UnblendedCost' | 'AmortizedCost' | 'NetUnblendedCost' | 'NetAmortizedCost' | 'UsageQuantity';
export type CostGrouping = 'LINKED_ACCOUNT' | 'RECORD_TYPE' | 'SERVICE' | 'USAGE_TYPE';
export type CostFilterKey = 'RECORD_TYPE' | 'BILLING_ENTITY' | 'SAVINGS_PLAN_ARN' | 'RESERVATION_ID' | 'LINKED_ACCOUNT';

/** All conditions hold; the values of one are alternatives. A value that AWS does not know matches nothing, silently. */
export type CostFilter = Readonly<Partial<Record<CostFilterKey, readonly string[]>>>;

/** At most two groupings: AWS takes no more. With any, AWS leaves the total empty. */
export interface CostQuery {
  readonly period: CostPeriod;
  readonly granularity: 'MONTHLY' | 'DAILY';
  readonly metrics: readonly CostMetric[];
  readonly groupBy: readonly CostGrouping[];
  readonly filter?: CostFilter;
}

/** Raw text as AWS sent it. `unit`: the currency, or a unit of usage; undefined where AWS says `N/A`: mixed units were added up, and the sum means nothing. */
export interface MetricAmount {
  readonly amount: string;
  readonly unit: string | undefined;
}

export type MetricAmounts = Readonly<Partial<Record<CostMetric, MetricAmount>>>;

export interface CostGroup {
  /** In the order of the query's groupings. */
  readonly keys: readonly string[];
  readonly amounts: MetricAmounts;
}

export interface CostResult {
  readonly period: CostPeriod;
  /** True while AWS may still change the period. */
  readonly estimated: boolean;
  /** Empty when the query groups. */
  readonly total: MetricAmounts;
  readonly groups: readonly CostGroup[];
}

/** A period may go on in the next page. */
export interface CostPage {
  readonly results: readonly CostResult[];
  /** Account ids with the names that AWS gives them. */
  readonly accountNames: Readonly<Record<string, string>>;
}

/** Members as AWS names and writes them; all values are text. */
export type RawAttributes = Readonly<Record<string, string>>;

/** One reserved instance in the asked period. */
export interface ReservationRow {
  readonly subscriptionId: string;
  /** In camelCase: `accountId`, `upfrontFee`, … */
  readonly attributes: RawAttributes;
  readonly utilization: RawAttributes;
}

/** One savings plan in the asked period. */
export interface SavingsPlanRow {
  readonly savingsPlanArn: string;
  /** In PascalCase: `AccountId`, `UpfrontFee`, … */
  readonly attributes: RawAttributes;
  /** TotalCommitment, UsedCommitment, UnusedCommitment, …, NetSavings, OnDemandCostEquivalent, AmortizedRecurringCommitment, …: all parts together. */
  readonly utilization: RawAttributes;
}

/**
 * One page of an answer; each is paid for. `next` asks for the page after it, with all else the same.
 * `restart`: the page token died, or AWS takes the request for another one: begin anew without a token. `noData`: AWS has none for this period.
 */
export type PageOutcome<Page> =
  | { readonly outcome: 'page'; readonly page: Page; readonly next: string | undefined }
  | { readonly outcome: 'restart' }
  | { readonly outcome: 'noData' };

/** AWS Cost Explorer through the metering role's session, page by page: every page costs money, so the caller keeps those it has. */
export interface CostExplorerAdapter {
  /** @source GetCostAndUsage */
  costAndUsage(query: CostQuery, token?: string): Promise<PageOutcome<CostPage>>;
  /** Values of RECORD_TYPE that occur in the period. @source GetDimensionValues */
  recordTypes(period: CostPeriod, token?: string): Promise<PageOutcome<readonly string[]>>;
  /** The period is taken as one. AWS takes a missing service for EC2, so one is always sent. @source GetReservationUtilization */
  reservationUtilization(period: CostPeriod, service: string, token?: string): Promise<PageOutcome<readonly ReservationRow[]>>;
  /** `period.end` must lie before today. @source GetSavingsPlansUtilizationDetails */
  savingsPlansUtilization(period: CostPeriod, token?: string): Promise<PageOutcome<readonly SavingsPlanRow[]>>;
}
