import type { LineKind } from '../statement/statement.js';
import type { Month } from '../month.js';

/** Kinds that a policy may treat in other ways than to charge them where they arose. */
export type SettledKind = 'SUPPORT' | 'TAX' | 'CREDIT' | 'REFUND' | 'DISCOUNT' | 'OTHER';
/** `passThrough`: charged where it arose. `redistribute`: split over all tenants in proportion. `hold`: stays with the platform tenant. */
export type Settlement = 'passThrough' | 'redistribute' | 'hold';

/** Which lines of which tenants: absent members do not restrict. Patterns are regular expressions over the whole text. */
export interface LineSelection {
  readonly tenantIds?: readonly string[];
  readonly accountIds?: readonly string[];
  readonly kinds?: readonly LineKind[];
  readonly services?: string;
  readonly sellers?: string;
}

/** A cost that some bear for others. A source is never a target. @source specs/chargeback.md §4.3 */
export interface SharedCostRule {
  readonly ruleId: string;
  readonly name: string;
  readonly source: LineSelection;
  readonly method: 'proportional' | 'even' | 'fixed';
  /** By tenant; they sum to 1 exactly. For `fixed` only. Decimal text. */
  readonly weights?: Readonly<Record<string, string>>;
  /** Absent: all tenants but the sources. */
  readonly targets?: { readonly tenantIds?: readonly string[]; readonly workspaceIdentifiers?: readonly string[] };
}

/** A mark-up (positive) or discount (negative) on a tenant's lines. @source specs/chargeback.md §1 "Management fee", §4.3 */
export interface MarkupRule {
  readonly ruleId: string;
  readonly name: string;
  readonly base: LineSelection;
  /**
   * `percentage`: `rate` of the base. `tieredPercentage`: the rate of the tier that the whole base falls into. `marginalPercentage`: each tier's rate on the
   * part of the base inside it. `tieredAmount`: a fixed amount by the tier that the base falls into.
   */
  readonly method: 'percentage' | 'tieredPercentage' | 'marginalPercentage' | 'tieredAmount';
  /** Decimal text: `0.05` is 5 %. */
  readonly rate?: string;
  /** Ascending by `from` (decimal text, inclusive), the first from 0. `value`: a rate, or an amount in the billing currency. */
  readonly tiers?: readonly { readonly from: string; readonly value: string }[];
  /** Who earns it. */
  readonly seller: string;
}

/** A price per month for each matching tenant that stands at the month's end. A change holds for the whole month it happens in. */
export interface RecurringPrice {
  readonly priceId: string;
  readonly name: string;
  readonly amount: string;
  readonly seller: string;
  readonly landingZones?: readonly { readonly platformIdentifier: string; readonly landingZoneIdentifier: string }[];
  readonly tenantIds?: readonly string[];
}

/** How a payer's bill becomes statements. One document, replaced as a whole from a month on. */
export interface BillingPolicy {
  readonly basis: 'accrual' | 'cash';
  /** Absent: off. With it on, commitments that start in or after `effectiveFrom` are charged as cash flows to who bought them. */
  readonly reservedInstanceFairChargeback?: { readonly effectiveFrom: Month };
  readonly savingsPlanFairChargeback?: { readonly effectiveFrom: Month };
  readonly settlements: Readonly<Record<SettledKind, Settlement>>;
  readonly sharedCosts: readonly SharedCostRule[];
  readonly markups: readonly MarkupRule[];
  readonly prices: readonly RecurringPrice[];
  /** Bears rounding, held lines and exchange differences. Absent: a statement of its own named `platform`. */
  readonly platformTenantId?: string;
  /** ISO 4217 by workspace; absent: the billing currency. */
  readonly currencies: Readonly<Record<string, string>>;
  /** Days after a month's end before it may close. */
  readonly closeAfterDays: number;
  /** Issuer in exports of the chargeback profile, and seller of what AWS charged. */
  readonly issuer: string;
}

export const defaultBillingPolicy: BillingPolicy = {
  basis: 'accrual',
  settlements: {
    SUPPORT: 'passThrough',
    TAX: 'passThrough',
    CREDIT: 'passThrough',
    REFUND: 'passThrough',
    DISCOUNT: 'passThrough',
    OTHER: 'passThrough',
  },
  sharedCosts: [],
  markups: [],
  prices: [],
  currencies: {},
  closeAfterDays: 7,
  issuer: 'Orgledger',
};
