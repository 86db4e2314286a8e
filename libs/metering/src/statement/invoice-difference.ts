import { divideHalfEven, formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { FixedRate } from '../rates/rates.events.js';
import { convertCents } from './currency.js';
import { draftLine } from './draft-line.js';
import type { TenantLedger } from './ledger.js';
import type { InvoiceInput } from './month-inputs.js';

export interface InvoiceDifference {
  /** Absent: the invoice's currency has no rate. */
  readonly cents?: bigint;
  /** What rounding of the invoice's lines can explain. */
  readonly allowed: bigint;
  readonly rounding: boolean;
}

/**
 * Puts the difference between the invoice and what AWS billed in cash (cents) on the platform's statement: cents of rounding in the
 * billing currency, or what exchange made of an invoice in another one. @source specs/chargeback.md §4.5, §4.8
 */
export const settleInvoice = (
  invoice: InvoiceInput,
  billed: bigint,
  platform: TenantLedger,
  seller: string,
  billingCurrency: string,
  rates: ReadonlyMap<string, FixedRate>,
  costlyCells: number,
): InvoiceDifference => {
  const invoiced = roundUnits(parseExactUnits(invoice.total), 2);
  // Half a cent a line; AWS rounds each line of its invoice.
  const allowed = BigInt(Math.ceil(Math.max(invoice.lineCount ?? 0, costlyCells) / 2));
  const currency = invoice.currency ?? billingCurrency;
  const line = { sourceId: invoice.invoiceId, seller };
  if (currency === billingCurrency) {
    const cents = invoiced - billed;
    if (cents !== 0n)
      platform.settled.push(draftLine({ ...line, kind: 'ROUNDING', exact: cents * 10n ** 8n, cents, description: `Invoice ${invoice.invoiceId}` }));
    return { cents, allowed, rounding: true };
  }
  const rate = rates.get(currency);
  if (!rate) return { allowed, rounding: false };
  const foreign = invoiced - convertCents(billed, parseExactUnits(rate.rate));
  const cents = divideHalfEven(foreign * 10n ** 10n, parseExactUnits(rate.rate));
  const description = `Invoice ${invoice.invoiceId}: ${formatDigits(invoiced, 2)} ${currency}, ${formatDigits(foreign, 2)} ${currency} apart from the bill at ${rate.rate}`;
  if (cents !== 0n || foreign !== 0n)
    platform.settled.push(draftLine({ ...line, kind: 'FX_DIFFERENCE', exact: cents * 10n ** 8n, cents, description }));
  return { cents, allowed, rounding: false };
};
