import type { Month } from '../month.js';

/** @source specs/chargeback.md §4.2; PRICE and EXTERNAL are internal prices and imported costs. */
export type LineKind =
  | 'USAGE'
  | 'RI_USAGE'
  | 'SP_USAGE'
  | 'RI_UNUSED'
  | 'SP_UNUSED'
  | 'COMMITMENT_UPFRONT'
  | 'COMMITMENT_UPFRONT_DISCOUNT'
  | 'COMMITMENT_REFUND'
  | 'COMMITMENT_TRUE_UP'
  | 'COMMITMENT_NOVATION'
  | 'SUBSCRIPTION'
  | 'MARKETPLACE'
  | 'SUPPORT'
  | 'TAX'
  | 'CREDIT'
  | 'REFUND'
  | 'DISCOUNT'
  | 'OTHER'
  | 'COMMITMENT_FEE'
  | 'SP_NEGATION'
  | 'SHARED_COST'
  | 'SHARED_COST_OUT'
  | 'MARKUP'
  | 'REBATE'
  | 'PRICE'
  | 'EXTERNAL'
  | 'CORRECTION'
  | 'ROUNDING'
  | 'FX_DIFFERENCE';

/** Kinds of lines that AWS did not bill: outside the identity "sum of the statements is the bill". */
export const revenueKinds: readonly LineKind[] = ['MARKUP', 'REBATE', 'PRICE', 'EXTERNAL'];

/** Kinds that are no part of what AWS billed for this month: `Statement.billTotal` is without them. */
export const outsideTheBill: readonly LineKind[] = [...revenueKinds, 'CORRECTION', 'FX_DIFFERENCE'];

/** One line. `exact`: ten digits, `amount`: two, both in the billing currency; `converted`: two digits in the statement's currency. Decimal text. */
export interface StatementLine {
  /** Unique in its statement, and the same for the same key in every version. */
  readonly lineId: string;
  readonly kind: LineKind;
  readonly service?: string;
  /** Record type that the line was made of, as Cost Explorer names it. */
  readonly recordType?: string;
  readonly accountId?: string;
  readonly commitmentId?: string;
  /** Rule, price, import or invoice that made the line; `redistributed`: a share of a kind that the policy splits over all. */
  readonly sourceId?: string;
  readonly description: string;
  readonly seller: string;
  readonly exact: string;
  readonly amount: string;
  readonly converted: string;
  /** Cash-basis cost of the same cells, ten digits: for exports that show both. */
  readonly billed?: string;
  /** Corrections: the closed month they belong to and the kind they correct. */
  readonly correctedMonth?: Month;
  readonly correctedKind?: LineKind;
}

/** What holds at the month's end, kept as it was. `payment` is absent until a method is set; then it is made up for. */
export interface StatementHolder {
  /** A tenant's id, `unassigned` for accounts of nobody, or `platform`. */
  readonly tenantId: string;
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  readonly platformIdentifier?: string;
  readonly landingZoneIdentifier?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly paymentMethod?: { readonly identifier: string; readonly displayName: string };
}

export interface Statement {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly holder: StatementHolder;
  readonly basis: 'accrual' | 'cash';
  readonly billingCurrency: string;
  readonly currency: string;
  /** Decimal text; `1` in the billing currency. */
  readonly rate: string;
  readonly lines: readonly StatementLine[];
  /** Sum of the lines' `amount`; of `converted` in the statement's currency. */
  readonly total: string;
  readonly convertedTotal: string;
  /** The part of `total` that the AWS bill of this month explains: without the kinds `outsideTheBill`. */
  readonly billTotal: string;
}

export const unassigned = 'unassigned';
export const platformHolder = 'platform';
