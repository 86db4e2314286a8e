import type { BillAccount } from '../billing/accounts.js';
import { mixed } from '../billing/draws.js';
import type { BillSettings } from '../facts/ledger.js';

export interface InvoiceLine {
  readonly accountId: string;
  readonly service: string;
  readonly chargeType: string;
  /** USD, two digits after the point. */
  readonly amount: string;
}

/** Charges are summed as fractions of 10⁻²⁰ dollars: a quantity times a price is exact there. */
const FINE = 10n ** 20n;
const CENT = FINE / 100n;

const fine = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const magnitude = BigInt(whole + fraction.padEnd(20, '0'));
  return text.startsWith('-') ? -magnitude : magnitude;
};

/** Half away from zero, as invoices are rounded. */
const cents = (amount: bigint): bigint => (amount < 0n ? -((-amount + CENT / 2n) / CENT) : (amount + CENT / 2n) / CENT);

const dollars = (amount: bigint): string => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const supportTiers: readonly (readonly [upTo: bigint, percent: bigint])[] = [
  [10_000n, 10n],
  [80_000n, 7n],
  [250_000n, 5n],
];

/** Sums of one invoice by account, service and charge type. */
export class InvoiceSums {
  private readonly sums = new Map<string, bigint>();

  constructor(private readonly settings: BillSettings) {}

  /** Quantity and price in 10⁻¹⁰; discounts on AWS's own services follow at once. */
  use(accountId: string, service: string, quantity: bigint, price: bigint, discounted: boolean): void {
    const amount = quantity * price;
    this.add(accountId, service, 'Usage', amount);
    if (!discounted) return;
    for (const discount of this.settings.discounts)
      if (discount.service === undefined || discount.service === service)
        this.add(accountId, service, discount.recordType, -(amount * fine(discount.percent)) / (100n * FINE));
  }

  /** A charge in decimal text. */
  charge(accountId: string, service: string, chargeType: string, amount: string): void {
    this.add(accountId, service, chargeType, fine(amount));
  }

  /** A charge in 10⁻²⁰ dollars. */
  add(accountId: string, service: string, chargeType: string, amount: bigint): void {
    const key = `${accountId}\t${service}\t${chargeType}`;
    this.sums.set(key, (this.sums.get(key) ?? 0n) + amount);
  }

  addSupport(payerId: string, accounts: readonly BillAccount[]): void {
    const usage = this.byAccount((chargeType) => chargeType === 'Usage');
    if (this.settings.support === 'payer') {
      const whole = [...usage.values()].reduce((sum, amount) => sum + amount, 0n);
      this.addFee(payerId, 'AWS Support (Enterprise)', whole);
    }
    if (this.settings.support === 'accounts')
      for (const account of accounts)
        if (mixed(account.seed, 51) % 3 === 0) this.addFee(account.id, 'AWS Support (Business)', usage.get(account.id) ?? 0n);
  }

  addTax(): void {
    const percent = fine(this.settings.taxPercent);
    if (percent === 0n) return;
    for (const [accountId, charges] of this.byAccount(() => true))
      if (charges > 0n) this.add(accountId, 'Tax', 'Tax', (charges * percent) / (100n * FINE));
  }

  rounded(): { readonly lines: readonly InvoiceLine[]; readonly total: string } {
    let total = 0n;
    const lines: InvoiceLine[] = [];
    for (const [key, amount] of [...this.sums].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const rounded = cents(amount);
      const [accountId = '', service = '', chargeType = ''] = key.split('\t');
      total += rounded;
      if (rounded !== 0n) lines.push({ accountId, service, chargeType, amount: dollars(rounded) });
    }
    return { lines, total: dollars(total) };
  }

  private addFee(accountId: string, service: string, usage: bigint): void {
    let fee = 0n;
    let from = 0n;
    for (const [upTo, percent] of [...supportTiers, [undefined, 3n] as const]) {
      const end = upTo === undefined || usage < upTo * FINE ? usage : upTo * FINE;
      if (end > from) fee += ((end - from) * percent) / 100n;
      from = end > from ? end : from;
    }
    if (fee > 0n) this.add(accountId, service, 'Support', fee);
  }

  private byAccount(counts: (chargeType: string) => boolean): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const [key, amount] of this.sums) {
      const [accountId = '', , chargeType = ''] = key.split('\t');
      if (counts(chargeType)) sums.set(accountId, (sums.get(accountId) ?? 0n) + amount);
    }
    return sums;
  }
}
