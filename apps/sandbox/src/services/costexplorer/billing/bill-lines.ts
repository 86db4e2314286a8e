/** What a line of the bill is about, besides its account: shared by all lines of one kind. */
export interface LineShape {
  readonly service: string;
  readonly usageType: string;
  readonly operation: string;
  readonly region: string;
  readonly recordType: string;
  readonly purchaseType: string;
  readonly instanceType: string;
  readonly platform: string;
  readonly billingEntity: string;
  readonly seller: string;
  readonly unit: string;
  readonly reservationId: string;
  readonly savingsPlanArn: string;
}

export const AWS_ENTITY = 'Amazon Web Services, Inc.';

export const plainShape = { purchaseType: '', instanceType: '', platform: '', billingEntity: 'AWS', seller: AWS_ENTITY, reservationId: '', savingsPlanArn: '' }; // prettier-ignore

export const metricNames = [
  'UnblendedCost',
  'AmortizedCost',
  'NetUnblendedCost',
  'NetAmortizedCost',
  'BlendedCost',
  'UsageQuantity',
  'NormalizedUsageAmount',
] as const;
export type MetricName = (typeof metricNames)[number];

export type Metrics = Partial<Readonly<Record<MetricName, bigint>>>;

/** The lines of one month up to a day, in columns: ten thousand accounts have half a million. Amounts in 10⁻¹⁰. */
export class BillLines {
  readonly shapes: LineShape[] = [];
  private readonly shapeIds = new Map<string, number>();
  accounts = new Int32Array(256);
  shapeOf = new Int32Array(256);
  readonly columns: Record<MetricName, BigInt64Array<ArrayBuffer>>;
  length = 0;
  /** Lines from here on are support and tax, computed on all others. */
  settledFrom = 0;

  constructor() {
    this.columns = Object.fromEntries(metricNames.map((name) => [name, new BigInt64Array(256)])) as Record<MetricName, BigInt64Array<ArrayBuffer>>;
  }

  /** The number of a shape: equal shapes have the same. */
  shape(shape: LineShape): number {
    const key = Object.values(shape).join('\t');
    const known = this.shapeIds.get(key);
    if (known !== undefined) return known;
    this.shapes.push(shape);
    this.shapeIds.set(key, this.shapes.length - 1);
    return this.shapes.length - 1;
  }

  /** Net amounts are the gross ones unless given, blended is unblended. Answers the line's number. */
  add(account: number, shape: number, amounts: Metrics): number {
    const at = this.length;
    if (at === this.accounts.length) this.grow();
    const unblended = amounts.UnblendedCost ?? 0n;
    const amortized = amounts.AmortizedCost ?? unblended;
    this.accounts[at] = account;
    this.shapeOf[at] = shape;
    const { columns } = this;
    columns.UnblendedCost[at] = unblended;
    columns.AmortizedCost[at] = amortized;
    columns.NetUnblendedCost[at] = amounts.NetUnblendedCost ?? unblended;
    columns.NetAmortizedCost[at] = amounts.NetAmortizedCost ?? amortized;
    columns.BlendedCost[at] = amounts.BlendedCost ?? unblended;
    columns.UsageQuantity[at] = amounts.UsageQuantity ?? 0n;
    columns.NormalizedUsageAmount[at] = amounts.NormalizedUsageAmount ?? 0n;
    this.length += 1;
    return at;
  }

  private grow(): void {
    const size = this.accounts.length * 2;
    const longer = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const fresh = new Int32Array(size);
      fresh.set(old);
      return fresh;
    };
    this.accounts = longer(this.accounts);
    this.shapeOf = longer(this.shapeOf);
    for (const name of metricNames) {
      const fresh = new BigInt64Array(size);
      fresh.set(this.columns[name]);
      this.columns[name] = fresh;
    }
  }
}
