import { divideHalfEven, formatUnits, parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { LineKind, StatementLine } from '../statement/statement.js';
import type { CommitmentFacts, ExportedPayer, StatementDocument } from './export-document.js';
import { adjustment, chargeColumns, committed, credit, recurringPurchase, tax, upfrontPurchase, usage } from './focus-charge.js';
import type { Charge } from './focus-charge.js';
import { commitmentColumns } from './focus-commitment.js';
import { periodOf } from './focus-row.js';
import type { FocusRow } from './focus-row.js';
import { foundationService, serviceCategory } from './service-categories.js';

interface Nature {
  readonly charge: Charge;
  /** False: the line moves money, not cost: its EffectiveCost is 0. */
  readonly accrues: boolean;
  readonly status?: 'Used' | 'Unused';
  /** Made by the foundation, not by AWS. */
  readonly internal?: boolean;
}

const ofAws = (charge: Charge, status?: 'Used' | 'Unused'): Nature => ({ charge, accrues: true, ...(status ? { status } : {}) });
const moves: Nature = { charge: adjustment, accrues: false, internal: true };
const cashOnly: Nature = { charge: upfrontPurchase, accrues: false };

/** @source specs/chargeback.md §7 "chargeback view" */
const natures: Readonly<Record<LineKind, Nature>> = {
  USAGE: ofAws(usage),
  OTHER: ofAws(adjustment),
  RI_USAGE: ofAws(committed, 'Used'),
  SP_USAGE: ofAws(committed, 'Used'),
  RI_UNUSED: ofAws(committed, 'Unused'),
  SP_UNUSED: ofAws(committed, 'Unused'),
  COMMITMENT_UPFRONT: cashOnly,
  COMMITMENT_UPFRONT_DISCOUNT: { ...moves, internal: false },
  COMMITMENT_REFUND: cashOnly,
  COMMITMENT_TRUE_UP: moves,
  COMMITMENT_NOVATION: moves,
  COMMITMENT_FEE: { charge: recurringPurchase, accrues: false },
  SP_NEGATION: ofAws(adjustment),
  SUBSCRIPTION: ofAws(upfrontPurchase),
  MARKETPLACE: ofAws(recurringPurchase),
  SUPPORT: ofAws(recurringPurchase),
  TAX: ofAws(tax),
  CREDIT: ofAws(credit),
  REFUND: ofAws(usage),
  DISCOUNT: ofAws(adjustment),
  SHARED_COST: { charge: adjustment, accrues: true, internal: true },
  SHARED_COST_OUT: { charge: adjustment, accrues: true, internal: true },
  MARKUP: moves,
  REBATE: moves,
  PRICE: { charge: recurringPurchase, accrues: true, internal: true },
  EXTERNAL: { charge: upfrontPurchase, accrues: true, internal: true },
  CORRECTION: ofAws(adjustment),
  ROUNDING: moves,
  FX_DIFFERENCE: moves,
};

const fairKinds: ReadonlySet<LineKind> = new Set(['COMMITMENT_UPFRONT', 'COMMITMENT_UPFRONT_DISCOUNT', 'COMMITMENT_REFUND', 'COMMITMENT_TRUE_UP']);

/** A correction is of the nature of what it corrects. */
const natureOf = ({ kind, correctedKind }: StatementLine): Nature => {
  const of = kind === 'CORRECTION' && correctedKind !== undefined ? correctedKind : kind;
  return Object.hasOwn(natures, of) ? natures[of] : natures.OTHER;
};

/**
 * Chargeback view: the foundation is the issuer and the provider of what it charges on. One row per statement line; Σ BilledCost per InvoiceId is the
 * statement's total to the cent, EffectiveCost the exact accrual share. @source specs/chargeback.md §7
 */
export const chargebackRows = (
  document: StatementDocument,
  payer: Pick<ExportedPayer, 'displayName'>,
  commitments: ReadonlyMap<string, CommitmentFacts>,
): readonly FocusRow[] => {
  const { statement, statementId, hash, issuer } = document;
  const { holder } = statement;
  const method = holder.paymentMethod ?? document.assignedPaymentMethod;
  const common: FocusRow = {
    BillingAccountId: statement.payerAccountId,
    BillingAccountName: payer.displayName,
    BillingAccountType: 'Management account',
    BillingCurrency: statement.currency,
    PricingCurrency: statement.billingCurrency,
    ...periodOf('BillingPeriod', statement.month),
    InvoiceId: statementId,
    InvoiceIssuerName: issuer,
    ProviderName: issuer,
    Tags: JSON.stringify(holder.tags),
    x_FxRate: statement.rate,
    x_PaymentMethod: method?.identifier,
    x_ProjectId: holder.projectIdentifier,
    x_StatementHash: hash,
    x_StatementId: statementId,
    x_TenantId: holder.tenantId,
    x_WorkspaceId: holder.workspaceIdentifier,
  };
  const rate = parseExactUnits(statement.rate);
  return statement.lines.map((line) => ({ ...common, ...lineColumns(line, statement.month, statement.currency, rate, commitments) }));
};

const lineColumns = (
  line: StatementLine,
  month: string,
  currency: string,
  rate: Units,
  commitments: ReadonlyMap<string, CommitmentFacts>,
): FocusRow => {
  const nature = natureOf(line);
  const correction = line.kind === 'CORRECTION';
  const exact = nature.accrues ? parseExactUnits(line.exact) : 0n;
  const effective = divideHalfEven(exact * rate, 10_000_000_000n);
  const service = line.service ?? (nature.charge === tax ? 'Tax' : foundationService);
  const { category, subcategory } = serviceCategory(service);
  return {
    ...chargeColumns(nature.charge),
    ...periodOf('ChargePeriod', line.correctedMonth ?? month),
    ...commitmentOf(line, nature, exact, currency, commitments),
    BilledCost: line.converted,
    EffectiveCost: formatUnits(effective),
    ListCost: line.converted,
    ContractedCost: line.converted,
    PricingCurrencyEffectiveCost: formatUnits(exact),
    ChargeClass: correction ? 'Correction' : undefined,
    ChargeDescription: line.service === undefined ? line.description : `${line.description}: ${line.service}`,
    PublisherName: nature.internal ? line.seller : 'AWS',
    ServiceName: service,
    ServiceCategory: category,
    ServiceSubcategory: subcategory,
    ...(line.accountId === undefined ? {} : { SubAccountId: line.accountId, SubAccountName: line.accountId, SubAccountType: 'Account' }),
    x_CorrectedPeriod: line.correctedMonth,
    x_FairChargeback: fairKinds.has(line.correctedKind ?? line.kind) ? 'true' : undefined,
    x_LineId: line.lineId,
    x_LineKind: line.kind,
    x_RecordType: line.recordType,
  };
};

/** Lines by service do not name the commitment that covered them; only those that do have its columns. */
const commitmentOf = (
  line: StatementLine,
  { charge, status }: Nature,
  exact: Units,
  currency: string,
  commitments: ReadonlyMap<string, CommitmentFacts>,
): FocusRow => {
  const facts = line.commitmentId === undefined ? undefined : commitments.get(line.commitmentId);
  if (!facts) return {};
  const {
    CommitmentDiscountQuantity: quantity,
    CommitmentDiscountUnit: unit,
    ...columns
  } = commitmentColumns(facts, status, charge.category === 'Purchase' ? parseExactUnits(line.exact) : exact, currency);
  const counted = charge.category === 'Usage' || charge.category === 'Purchase';
  return counted && line.kind !== 'CORRECTION' ? { ...columns, CommitmentDiscountQuantity: quantity, CommitmentDiscountUnit: unit } : columns;
};
