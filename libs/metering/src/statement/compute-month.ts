import { formatDigits, roundUnits, formatUnits, scale } from '@orgledger/kernel';
import type { CloseCheck, Posting } from '../month-close/month.events.js';
import { assemble } from './assemble.js';
import { postCorrections } from './corrections.js';
import { chooseCurrencies, convertLedgers } from './currency.js';
import { DirectLines } from './direct-lines.js';
import type { CellTotals } from './direct-lines.js';
import { chargeFairly, trueUp } from './fair-chargeback.js';
import { chargeExternalCosts, chargePrices } from './internal-prices.js';
import { checkInvariants, compareWithCash, isInvoiceRounding } from './invariants.js';
import { settleInvoice } from './invoice-difference.js';
import type { InvoiceDifference } from './invoice-difference.js';
import { Ledgers, linesOf } from './ledger.js';
import type { TenantLedger } from './ledger.js';
import { chargeMarkups } from './markup.js';
import type { MonthFinding, MonthInputs, MonthResult } from './month-inputs.js';
import { roundLedgers } from './rounding.js';
import { redistribute } from './settlements.js';
import { splitSharedCosts } from './shared-cost-split.js';
import { platformHolder, unassigned } from './statement.js';
import type { Statement } from './statement.js';

/**
 * A month's statements of one payer: every cell on somebody's statement, rounded once so that the statements sum to the bill, checked before any is given out.
 * The same inputs give the same bytes, in whatever order cells and commitments come. Reads `inputs.cells` once.
 */
export const computeMonth = (inputs: MonthInputs): MonthResult => {
  const { policy, month, billingCurrency } = inputs;
  const platform = policy.platformTenantId ?? platformHolder;
  const ledgers = new Ledgers(inputs.holders, new Set([unassigned, platformHolder]), billingCurrency);

  const direct = new DirectLines(policy, ledgers, inputs.tenantOf, platform);
  for (const cell of inputs.cells) direct.add(cell);
  const fair = chargeFairly(inputs.commitments, direct.totals.upfrontRefunds, ledgers, policy, month);

  const standing = [...inputs.holders.values()]
    .filter(({ tenantId }) => tenantId !== unassigned && tenantId !== platformHolder && inputs.endedTenantIds?.has(tenantId) !== true)
    .sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
  const standingLedgers = standing.map(({ tenantId }) => ledgers.of(tenantId));
  redistribute(direct.pool, standingLedgers, ({ accountId = '' }) => ledgers.of(inputs.tenantOf(accountId) ?? unassigned));
  const shared = splitSharedCosts(policy, ledgers, standingLedgers);
  chargePrices(policy, ledgers, standing);
  const external = chargeExternalCosts(inputs, ledgers);
  chargeMarkups(policy, ledgers);

  const rounded = roundLedgers(ledgers.all());
  const trueUps = trueUp(fair, ledgers, platform, policy.issuer);
  const { invoice } = inputs;
  // An invoice is of cash, in whatever way statements charge: upfront fees stand between them, and the reconciliation says so.
  const billed = roundUnits(direct.totals.unblended, 2);
  const difference =
    invoice && settleInvoice(invoice, billed, ledgers.of(platform), policy.issuer, billingCurrency, inputs.rates, direct.totals.costly);
  postCorrections(inputs.corrections, ledgers, policy.issuer);

  const charged = ledgers.all().filter(({ bill, revenue, settled }) => bill.length + revenue.length + settled.length > 0);
  const withoutRate = chooseCurrencies(charged, policy, billingCurrency, inputs.rates);
  convertLedgers(charged, billingCurrency);

  const computed = { inputs, ledgers: charged, totals: direct.totals, fair, rounded };
  const checks = [
    ...checkInvariants(computed),
    ...checkRates(withoutRate, billingCurrency),
    ...checkInvoice(inputs, billed, difference),
    ...problems('SHARED_COST_TARGET', shared.problems, 'Change the rule’s weights in the billing policy of this month.'),
    ...problems('EXTERNAL_COST_TENANT', external, 'Withdraw the import, or import the cost for a tenant of this month.'),
    ...problems('COMMITMENT_HISTORY', fair.problems, 'Name the right predecessor of the commitment.'),
  ];
  const publishable = checks.every(({ passed }) => passed);
  return {
    statements: publishable ? lazily(charged, inputs) : [],
    statementCount: publishable ? charged.length : 0,
    lineCount: publishable ? charged.reduce((sum, { bill, revenue, settled }) => sum + bill.length + revenue.length + settled.length, 0) : 0,
    checks,
    findings: [...fair.findings, ...compareWithCash(computed), ...trueUps, ...shared.findings, ...findingsOf(direct.totals, ledgers)],
    exact: formatDigits(rounded.exact, scale),
    total: formatDigits(rounded.cents, 2),
    postings: publishable ? charged.flatMap((ledger) => postingsOf(ledger, inputs)) : [],
    unknownRecordTypes: [...direct.totals.unknown]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([recordType, amount]) => ({ recordType, kind: 'OTHER', amount: formatUnits(amount) })),
  };
};

const lazily = (ledgers: readonly TenantLedger[], inputs: MonthInputs): Iterable<Statement> => ({
  *[Symbol.iterator]() {
    for (const ledger of ledgers) yield assemble(ledger, inputs, inputs.policy.basis);
  },
});

const postingsOf = (ledger: TenantLedger, { month }: MonthInputs): readonly Posting[] => {
  const sums = new Map<Posting['kind'], bigint>();
  for (const line of linesOf(ledger)) {
    if (line.kind === 'CORRECTION' || line.kind === 'FX_DIFFERENCE' || isInvoiceRounding(line)) continue;
    sums.set(line.kind, (sums.get(line.kind) ?? 0n) + line.cents);
  }
  return [...sums].filter(([, sum]) => sum !== 0n).map(([kind, sum]) => ({ month, tenantId: ledger.tenantId, kind, amount: formatDigits(sum, 2) }));
};

const problems = (code: string, messages: readonly string[], remedy: string): readonly CloseCheck[] =>
  messages.map((message) => ({ code, passed: false, message, remedy }));

const checkRates = (missing: readonly string[], base: string): readonly CloseCheck[] =>
  missing.map((currency) => ({
    code: 'RATE_MISSING',
    passed: false,
    message: `There is no rate from ${base} to ${currency} for this month.`,
    remedy: `Import a rate file that has ${currency}, or set a rate of your own for the month.`,
  }));

const checkInvoice = (
  { invoice, billingCurrency }: MonthInputs,
  billed: bigint,
  difference: InvoiceDifference | undefined,
): readonly CloseCheck[] => {
  if (!invoice || !difference) return [];
  const { cents, allowed, rounding } = difference;
  if (cents === undefined) return checkRates([invoice.currency ?? billingCurrency], billingCurrency);
  if (!rounding) return [];
  const code = 'INVOICE_DIFFERS';
  const message = `Invoice ${invoice.invoiceId} is ${invoice.total}, the bill is ${formatDigits(billed, 2)}: ${formatDigits(cents, 2)} apart, of which rounding explains ${formatDigits(allowed, 2)} at most.`;
  if (cents <= allowed && -cents <= allowed) return [{ code, passed: true, message }];
  return [
    {
      code,
      passed: false,
      message,
      remedy: 'Collect the month again, see the reconciliation for the lines that differ, or withdraw the invoice and enter the right one.',
    },
  ];
};

const findingsOf = ({ unknown }: CellTotals, { undescribed }: Ledgers): readonly MonthFinding[] => [
  ...[...unknown.keys()].sort().map((recordType) => ({
    code: 'UNKNOWN_RECORD_TYPE',
    subject: recordType,
    message: `Cost Explorer has a record type "${recordType}" that Orgledger does not know: its costs are on lines of kind OTHER.`,
  })),
  ...[...undescribed].sort().map((tenantId) => ({
    code: 'HOLDER_UNKNOWN',
    subject: tenantId,
    message: `Costs go to tenant ${tenantId}, of which no workspace and project are known. Its statement has none.`,
  })),
];
