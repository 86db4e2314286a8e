import { ControlError } from '../../../core/control/control-error.js';
import type { World } from '../../../core/service.js';
import { billAccounts } from '../billing/accounts.js';
import { allocate } from '../billing/allocation.js';
import type { Month } from '../billing/calendar.js';
import { monthOfKey } from '../billing/calendar.js';
import { fleetsOf } from '../billing/instances.js';
import { daysBefore } from '../billing/calendar.js';
import { DATA_LAG } from '../billing/month-bill.js';
import { supportArrives } from '../billing/settled-lines.js';
import { sharers, sharingChangesOf } from '../billing/sharing.js';
import { meterReader } from '../billing/usage-lines.js';
import { costLedger } from '../facts/ledger.js';
import { addFees } from './fees.js';
import { InvoiceSums } from './invoice-sums.js';
import type { InvoiceLine } from './invoice-sums.js';

export interface Invoice {
  readonly invoiceId: string;
  readonly month: string;
  readonly payerAccountId: string;
  readonly currency: 'USD';
  readonly asOf: string;
  /** Each rounded to cents by itself, which is why the total can differ from Cost Explorer's by cents. */
  readonly lines: readonly InvoiceLine[];
  readonly total: string;
}

/**
 * The payer's invoice, from the facts by a way of its own: quantities times prices per account, service and charge type, each rounded to
 * cents, then summed. It shares with Cost Explorer what was metered and which instance hours were covered, none of its amounts.
 */
const writeInvoice = (world: World, month: Month, now: number): Invoice => {
  const ledger = costLedger(world);
  const accounts = billAccounts(world);
  const fleets = fleetsOf(accounts, month);
  const days = daysBefore(month, now - DATA_LAG);
  const commitments = ledger.commitments.filter(({ orderedAt }) => orderedAt <= now);
  const allocation = allocate({ month, accounts, fleets, commitments, shares: sharers(sharingChangesOf(ledger, month, now)) });
  const sums = new InvoiceSums(ledger.settings);
  const read = meterReader(month);
  for (const account of accounts)
    for (const { usage, quantity } of read(account, days))
      sums.use(account.id, usage.service, quantity, usage.price, usage.billingEntity === undefined);
  fleets.forEach((fleet, position) => {
    let hours = 0;
    for (let day = 0; day < days; day += 1) hours += fleet.hours[day] ?? 0;
    const charged = BigInt(hours) * 10_000_000_000n - (allocation.coveredHours.get(position)?.[days] ?? 0n);
    sums.use(accounts[fleet.account]?.id ?? '', fleet.offer.service, charged, fleet.offer.hourly, true);
  });
  for (const commitment of commitments) addFees(sums, commitment, month, days);
  for (const line of ledger.lines)
    if (line.month === month.key && line.visibleFrom <= now && (line.day ?? 1) <= days) sums.charge(line.accountId, line.service, line.recordType, line.amount); // prettier-ignore
  if (now >= supportArrives(world, month)) sums.addSupport(world.managementAccountId, accounts);
  sums.addTax();
  const { lines, total } = sums.rounded();
  return {
    invoiceId: `SBX${month.key.replace('-', '')}${world.managementAccountId.slice(-4)}`,
    month: month.key,
    payerAccountId: world.managementAccountId,
    currency: 'USD',
    asOf: new Date(now).toISOString(),
    lines,
    total,
  };
};

/** The invoice of a month with all that is known at `asOf`, now without one. Throws ControlError for no month and for a time that is none. */
export const invoiceOf = (world: World, monthKey: string, asOf: string | undefined): Invoice => {
  const month = monthOfKey(monthKey);
  if (!month) throw new ControlError('month: send YYYY-MM.');
  const now = asOf === undefined ? world.now() : Date.parse(asOf);
  if (Number.isNaN(now)) throw new ControlError('asOf: send an ISO 8601 time.');
  return writeInvoice(world, month, Math.min(now, world.now()));
};
