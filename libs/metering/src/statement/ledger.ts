import type { Units } from '@orgledger/kernel';
import { compareLines } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { StatementHolder } from './statement.js';

/** One statement in the making. */
export interface TenantLedger {
  readonly tenantId: string;
  readonly holder: StatementHolder;
  /** Lines that share the bill's total: rounded together. */
  bill: DraftLine[];
  /** Prices, external costs, mark-ups, rebates: rounded together. */
  revenue: DraftLine[];
  /** Lines that are whole cents from the start: corrections, true-ups, differences to an invoice. */
  settled: DraftLine[];
  /** What rounding gave the bill's and the revenue's lines together, in cents, and both in cents of the statement's currency. */
  billCents: bigint;
  revenueCents: bigint;
  convertedCents: bigint;
  currency: string;
  /** One unit of the billing currency in the statement's, decimal text. */
  rate: string;
  /** Cost of its own cells without tax and credits: what proportional shares go by. */
  base: Units;
}

/** All lines of a statement, in order. */
export const linesOf = ({ bill, revenue, settled }: TenantLedger): readonly DraftLine[] => [...bill, ...revenue, ...settled].sort(compareLines);

/** All statements of a month in the making, by tenant. */
export class Ledgers {
  private readonly byTenant = new Map<string, TenantLedger>();
  /** Tenants whose costs arrive though nobody described them. */
  readonly undescribed = new Set<string>();

  constructor(
    private readonly holders: ReadonlyMap<string, StatementHolder>,
    private readonly pseudo: ReadonlySet<string>,
    private readonly billingCurrency: string,
  ) {}

  of(tenantId: string): TenantLedger {
    let ledger = this.byTenant.get(tenantId);
    if (!ledger) {
      const holder = this.holders.get(tenantId);
      if (!holder && !this.pseudo.has(tenantId)) this.undescribed.add(tenantId);
      const money = { billCents: 0n, revenueCents: 0n, convertedCents: 0n, base: 0n, currency: this.billingCurrency, rate: '1' };
      ledger = { tenantId, holder: holder ?? { tenantId, tags: {} }, bill: [], revenue: [], settled: [], ...money };
      this.byTenant.set(tenantId, ledger);
    }
    return ledger;
  }

  /** By tenant id, in the order of ids. */
  all(): readonly TenantLedger[] {
    return [...this.byTenant.values()].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  }
}
