import type { CostPage } from '@orgledger/aws';
import { formatUnits } from '@orgledger/kernel';
import type { Month } from '../month.js';
import { encodeCells } from '../observation/cells.js';
import type { CellAmounts, ObservedCell } from '../observation/observation.events.js';
import type { CollectionFinding, MetricTotals } from './collection.events.js';
import { checkCubes } from './cube-check.js';
import { negativeTotal, unknownRecordType } from './findings.js';
import { isKnownRecordType } from './known-record-types.js';
import { add, metricNames, noUnits, readAmounts, subtract, unitsOf } from './metric-amounts.js';
import type { MetricUnits } from './metric-amounts.js';

export type Sums = Map<string, Map<string, MetricUnits>>;
type Cells = Map<string, Map<string, CellAmounts>>;

/** A month as Cost Explorer shows it, whole. */
export interface MonthCosts {
  readonly estimated: boolean;
  readonly totals: MetricTotals;
  /** By account, ascending: `encodeCells` of its cells. */
  readonly cells: ReadonlyMap<string, string>;
  readonly accountNames: ReadonlyMap<string, string>;
  readonly findings: readonly CollectionFinding[];
}

const keyOf = (recordType: string, service: string): string => JSON.stringify([recordType, service]);

/** Puts the pages of a month's calls together. A page may repeat a period, and a group that comes again is the same group: periods and keys are merged. */
export class MonthReading {
  private estimated = false;
  private total: MetricUnits | undefined;
  private totals: MetricTotals | undefined;
  /** C1: account → record type. */
  private readonly cube: Sums = new Map();
  private readonly cells: Cells = new Map();
  private readonly marketplaceCells: Cells = new Map();
  private readonly names = new Map<string, string>();

  constructor(
    private readonly month: Month,
    private readonly currency: string,
  ) {}

  addTotal(page: CostPage): void {
    for (const { total, estimated } of page.results) {
      this.estimated ||= estimated;
      if (Object.keys(total).length === 0) continue;
      const amounts = readAmounts(total, this.currency, `the total of ${this.month}`);
      this.total = unitsOf(amounts, () => `the total of ${this.month}`);
      const { unblended, amortized, netUnblended = unblended, netAmortized = amortized } = amounts;
      this.totals = { unblended, amortized, netUnblended, netAmortized };
    }
  }

  addRecordTypes(page: CostPage): void {
    this.eachGroup(page, ([accountId = '', recordType = ''], amounts) => {
      const units = unitsOf(amounts, () => `account ${accountId}, ${recordType}, ${this.month}`);
      inner(this.cube, accountId).set(recordType, units);
    });
  }

  addServices(page: CostPage, recordType: string): void {
    this.eachGroup(page, ([accountId = '', service = ''], amounts) => inner(this.cells, accountId).set(keyOf(recordType, service), amounts));
  }

  addMarketplaceServices(page: CostPage, recordType: string): void {
    this.eachGroup(page, ([accountId = '', service = ''], amounts) =>
      inner(this.marketplaceCells, accountId).set(keyOf(recordType, service), amounts),
    );
  }

  /** Of all accounts, C1. */
  recordTypes(): readonly string[] {
    return [...new Set([...this.cube.values()].flatMap((types) => [...types.keys()]))].sort();
  }

  /** True when Cost Explorer has no costs for the month. */
  get isEmpty(): boolean {
    return this.cube.size === 0;
  }

  /** Throws DomainError AMOUNT_MALFORMED: a month whose amounts cannot be read is not observed at all. */
  finish(): MonthCosts {
    const sums: Sums = new Map();
    const encoded = new Map<string, string>();
    for (const accountId of [...this.cells.keys()].sort()) {
      const own = inner(sums, accountId);
      const cells = this.cellsOf(accountId, own);
      encoded.set(accountId, encodeCells(cells));
      this.cells.delete(accountId);
    }
    const recordTypes = this.recordTypes();
    return {
      estimated: this.estimated,
      totals: this.totals ?? { unblended: '0', amortized: '0', netUnblended: '0', netAmortized: '0' },
      cells: encoded,
      accountNames: this.names,
      findings: [
        ...recordTypes.filter((type) => !isKnownRecordType(type)).map((type) => unknownRecordType(this.month, type)),
        ...metricNames
          .filter((name) => this.total !== undefined && this.total[name] < 0n)
          .map((name) => negativeTotal(this.month, name, formatUnits(this.total?.[name] ?? 0n))),
        ...checkCubes(this.month, this.total ?? noUnits, this.cube, sums),
      ],
    };
  }

  /** An account's cells, and their sums by record type into `sums`. */
  private cellsOf(accountId: string, sums: Map<string, MetricUnits>): readonly ObservedCell[] {
    const marketplace = this.marketplaceCells.get(accountId);
    return [...(this.cells.get(accountId) ?? [])].flatMap(([key, amounts]) => {
      const [recordType = '', service = ''] = JSON.parse(key) as string[];
      const where = (): string => `account ${accountId}, ${recordType}, ${service}, ${this.month}`;
      const units = unitsOf(amounts, where);
      sums.set(recordType, add(sums.get(recordType) ?? noUnits, units));
      const cell = { recordType, service, marketplace: false, ...amounts };
      const part = marketplace?.get(key);
      if (part === undefined) return [cell];
      const rest = subtract(units, unitsOf(part, where));
      const sold = { recordType, service, marketplace: true, ...part };
      return metricNames.every((name) => rest[name] === 0n) ? [sold] : [sold, { ...cell, ...asText(rest) }];
    });
  }

  private eachGroup(page: CostPage, take: (keys: readonly string[], amounts: CellAmounts) => void): void {
    for (const [accountId, name] of Object.entries(page.accountNames)) this.names.set(accountId, name);
    for (const { estimated, groups } of page.results) {
      this.estimated ||= estimated;
      for (const { keys, amounts } of groups) take(keys, readAmounts(amounts, this.currency, `${keys.join(', ')} in ${this.month}`));
    }
  }
}

const inner = <Value>(outer: Map<string, Map<string, Value>>, key: string): Map<string, Value> => {
  const found = outer.get(key) ?? new Map<string, Value>();
  outer.set(key, found);
  return found;
};

const asText = (units: MetricUnits): CellAmounts => ({
  unblended: formatUnits(units.unblended),
  amortized: formatUnits(units.amortized),
  netUnblended: formatUnits(units.netUnblended),
  netAmortized: formatUnits(units.netAmortized),
});
