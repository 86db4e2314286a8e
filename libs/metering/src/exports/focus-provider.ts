import { formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { monthOf } from '../month.js';
import type { ObservedCell } from '../observation/observation.events.js';
import { takeFrom } from './assign-commitments.js';
import type { Claim } from './assign-commitments.js';
import type { AccountMonth, CommitmentFacts, ExportedMonth } from './export-document.js';
import { adjustment, chargeColumns, committed, credit, recurringPurchase, tax, upfrontPurchase, usage } from './focus-charge.js';
import type { Charge } from './focus-charge.js';
import { commitmentColumns, purchasedHours } from './focus-commitment.js';
import { periodOf } from './focus-row.js';
import type { FocusRow } from './focus-row.js';
import { groupedBy } from './grouped.js';
import { serviceCategory } from './service-categories.js';

interface Amounts {
  readonly billed: Units;
  readonly effective: Units;
  /** On-demand equivalent where Cost Explorer tells it, else as documented. */
  readonly list: Units;
}

interface Claims {
  readonly usedBy: ReadonlyMap<string, readonly Claim[]>;
  readonly unused: readonly Claim[];
  readonly recurring: readonly Claim[];
  readonly upfront: readonly Claim[];
}

/** Metrics of a cell on the payer's choice of gross or net. */
const metrics = ({ unblended, amortized, netUnblended, netAmortized }: ObservedCell, net: boolean) => ({
  unblended: parseUnits((net ? netUnblended : undefined) ?? unblended),
  amortized: parseUnits((net ? netAmortized : undefined) ?? amortized),
});

/**
 * Provider view: one month of one payer as AWS would export it. Only what AWS billed; Σ BilledCost is its bill on the cash basis, Σ EffectiveCost
 * on the accrual basis, both exactly as Cost Explorer gave them. @source specs/chargeback.md §7
 */
export class ProviderView {
  private readonly claims: Claims;

  constructor(private readonly exported: ExportedMonth) {
    const { commitments, month } = exported;
    const claim = (commitment: CommitmentFacts, amount: string): Claim => ({ commitment, left: parseUnits(amount) });
    const observed = commitments.flatMap((commitment) => (commitment.utilization ? [{ commitment, of: commitment.utilization }] : []));
    const used = commitments.flatMap((commitment) =>
      (commitment.usage ?? []).map(({ accountId, amortized }) => ({ accountId, claim: claim(commitment, amortized) })),
    );
    const usedBy = new Map([...groupedBy(used, ({ accountId }) => accountId)].map(([id, list]) => [id, list.map((entry) => entry.claim)]));
    this.claims = {
      usedBy,
      unused: observed.map(({ commitment, of }) => claim(commitment, of.unusedCost)),
      recurring: observed.map(({ commitment, of }) => claim(commitment, of.amortizedRecurring)),
      upfront: commitments.filter(({ terms }) => monthOf(terms.start) === month).map((commitment) => claim(commitment, commitment.terms.upfrontFee)),
    };
  }

  /** Rows of one account; accounts come in any order, each once. */
  rowsOf(account: AccountMonth): readonly FocusRow[] {
    const rows: FocusRow[] = [];
    const plans: Units[] = [];
    for (const cell of account.cells) {
      if (cell.recordType === 'SavingsPlanNegation') plans.push(metrics(cell, this.net).unblended);
      rows.push(...this.rowsOfCell(account, cell, plans));
    }
    // Covered usage is billed at nothing because its negation offsets it; where AWS booked the two in different accounts, the rest is shown.
    const rest = plans.reduce((sum, amount) => sum + amount, 0n);
    if (rest !== 0n)
      rows.push({
        ...this.base(account, 'Savings Plans for AWS Compute usage'),
        ...chargeColumns(adjustment),
        ...costs({ billed: rest, effective: 0n, list: rest }),
        ChargeDescription: 'Savings plan negation that was booked in another account than the usage',
        x_RecordType: 'SavingsPlanNegation',
      });
    return rows;
  }

  private get net(): boolean {
    return this.exported.payer.costs === 'net';
  }

  private rowsOfCell(account: AccountMonth, cell: ObservedCell, plans: Units[]): readonly FocusRow[] {
    const { recordType } = cell;
    const { unblended: u, amortized: a } = metrics(cell, this.net);
    if (u === 0n && a === 0n) return [];
    const row = (charge: Charge, amounts: Amounts, commitment: FocusRow = {}): FocusRow => this.row(account, cell, charge, amounts, commitment);
    const plain = (charge: Charge, effective = a): readonly FocusRow[] => [row(charge, { billed: u, effective, list: u })];
    switch (recordType) {
      case 'Usage':
        return plain(usage);
      case 'SavingsPlanCoveredUsage':
        plans.push(u);
        return this.used(account, a, 'savingsPlan', row, (part) => ({ billed: 0n, effective: part, list: a === 0n ? u : (u * part) / a }), u);
      case 'DiscountedUsage':
        return this.used(account, a, 'reservation', row, (part, first) => ({ billed: first ? u : 0n, effective: part, list: part }), a, cell.service);
      case 'SavingsPlanNegation':
        return a === 0n ? [] : [row(adjustment, { billed: 0n, effective: a, list: 0n })];
      case 'RIFee':
      case 'SavingsPlanRecurringFee':
        return [
          ...this.purchases(account, u, this.claims.recurring, recordType, recurringPurchase, row),
          ...this.unused(account, a, recordType, row),
        ];
      case 'SavingsPlanUpfrontFee':
        return this.purchases(account, u, this.claims.upfront, recordType, upfrontPurchase, row, a);
      case 'Fee':
        return this.fee(account, u, a, cell, row);
      case 'Refund':
        // The refund of an upfront fee has no accrual cost: it undoes a purchase.
        return plain(a === 0n ? upfrontPurchase : usage);
      case 'Support':
        return plain(recurringPurchase);
      case 'Tax':
        return plain(tax);
      case 'Credit':
        return plain(credit);
      default:
        return plain(adjustment);
    }
  }

  /** Cost Explorer has one kind of fee for upfront payments of reservations, which accrue over the term, and for all others, which do not. */
  private fee(account: AccountMonth, u: Units, a: Units, cell: ObservedCell, row: MakeRow): readonly FocusRow[] {
    const upfront = u - a;
    return [
      ...(upfront === 0n ? [] : this.purchases(account, upfront, this.claims.upfront, cell.recordType, upfrontPurchase, row)),
      ...(a === 0n ? [] : [row(upfrontPurchase, { billed: a, effective: a, list: a })]),
    ];
  }

  private used(
    account: AccountMonth,
    amortized: Units,
    kind: 'savingsPlan' | 'reservation',
    row: MakeRow,
    amounts: (part: Units, first: boolean) => Amounts,
    list: Units,
    service?: string,
  ): readonly FocusRow[] {
    const claims = (this.claims.usedBy.get(account.accountId) ?? []).filter(
      ({ commitment: { terms } }) => terms.kind === kind && (service === undefined || terms.service === undefined || terms.service === service),
    );
    const parts = takeFrom(claims, amortized);
    const assignment = claims.length > 1 ? 'assumed' : 'known';
    const rows = parts.map(({ amount, commitment }, at) =>
      row(
        committed,
        amounts(amount, at === 0),
        commitment
          ? { ...commitmentColumns(commitment, 'Used', amount, this.currency), x_CommitmentAssignment: assignment }
          : { x_CommitmentAssignment: 'unknown' },
      ),
    );
    return withWholeList(rows, list);
  }

  private unused(account: AccountMonth, amount: Units, recordType: string, row: MakeRow): readonly FocusRow[] {
    if (amount === 0n) return [];
    return takeFrom(ownClaims(this.claims.unused, account, recordType), amount).map(({ amount: part, commitment }) =>
      row(committed, { billed: 0n, effective: part, list: part }, commitment ? commitmentColumns(commitment, 'Unused', part, this.currency) : {}),
    );
  }

  private purchases(
    account: AccountMonth,
    amount: Units,
    claims: readonly Claim[],
    recordType: string,
    charge: Charge,
    row: MakeRow,
    effective: Units = 0n,
  ): readonly FocusRow[] {
    if (amount === 0n && effective === 0n) return [];
    return takeFrom(ownClaims(claims, account, recordType), amount).map(({ amount: part, commitment }, at) =>
      row(charge, { billed: part, effective: at === 0 ? effective : 0n, list: part }, commitment ? this.bought(commitment, part, charge) : {}),
    );
  }

  private bought(commitment: CommitmentFacts, amount: Units, charge: Charge): FocusRow {
    const columns = commitmentColumns(commitment, undefined, amount, this.currency);
    if (commitment.terms.kind === 'savingsPlan') return columns;
    return { ...columns, CommitmentDiscountQuantity: formatUnits(purchasedHours(commitment, charge === upfrontPurchase)) };
  }

  private row(account: AccountMonth, cell: ObservedCell, charge: Charge, amounts: Amounts, commitment: FocusRow): FocusRow {
    return {
      ...this.base(account, cell.service, cell.marketplace),
      ...chargeColumns(charge),
      ...costs(amounts),
      ...commitment,
      ChargeDescription: `${cell.service}: ${words(cell.recordType)}`,
      x_RecordType: cell.recordType,
    };
  }

  private base(account: AccountMonth, service: string, marketplace = false): FocusRow {
    const { payer, month } = this.exported;
    const { category, subcategory } = serviceCategory(service);
    return {
      BillingAccountId: payer.payerAccountId,
      BillingAccountName: payer.displayName,
      BillingAccountType: 'Management account',
      BillingCurrency: payer.billingCurrency,
      PricingCurrency: payer.billingCurrency,
      ...periodOf('BillingPeriod', month),
      ...periodOf('ChargePeriod', month),
      InvoiceId: payer.invoiceId,
      InvoiceIssuerName: 'AWS',
      ProviderName: 'AWS',
      PublisherName: marketplace ? 'AWS Marketplace' : 'AWS',
      ServiceName: service,
      ServiceCategory: category,
      ServiceSubcategory: subcategory,
      SubAccountId: account.accountId,
      SubAccountName: account.accountName ?? account.accountId,
      SubAccountType: 'Account',
    };
  }

  private get currency(): string {
    return this.exported.payer.billingCurrency;
  }
}

type MakeRow = (charge: Charge, amounts: Amounts, commitment?: FocusRow) => FocusRow;

/** Fees and what is unused stand in the account that bought; RIFee and Fee are of reservations, the rest of savings plans. */
const ownClaims = (claims: readonly Claim[], account: AccountMonth, recordType: string): readonly Claim[] => {
  const kind = recordType.startsWith('SavingsPlan') ? 'savingsPlan' : 'reservation';
  return claims.filter(({ commitment: { terms } }) => terms.kind === kind && terms.ownerAccountId === account.accountId);
};

const costs = ({ billed, effective, list }: Amounts): FocusRow => ({
  BilledCost: formatUnits(billed),
  EffectiveCost: formatUnits(effective),
  ListCost: formatUnits(list),
  ContractedCost: formatUnits(list),
  PricingCurrencyEffectiveCost: formatUnits(effective),
});

/** Shares of the on-demand equivalent were cut to ten digits: the last row has the rest. */
const withWholeList = (rows: readonly FocusRow[], list: Units): readonly FocusRow[] => {
  const shown = rows.reduce((sum, row) => sum + parseUnits(row.ListCost ?? '0'), 0n);
  const last = rows.at(-1);
  if (!last || shown === list) return rows;
  const rest = formatUnits(parseUnits(last.ListCost ?? '0') + list - shown);
  return [...rows.slice(0, -1), { ...last, ListCost: rest, ContractedCost: rest }];
};

/** `SavingsPlanCoveredUsage` as people write it. */
const words = (recordType: string): string => recordType.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
