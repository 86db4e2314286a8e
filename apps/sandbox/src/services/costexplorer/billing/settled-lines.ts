import type { World } from '../../../core/service.js';
import type { BillSettings, PlantedLine } from '../facts/ledger.js';
import type { BillAccount } from './accounts.js';
import type { BillLines, LineShape } from './bill-lines.js';
import { AWS_ENTITY, plainShape } from './bill-lines.js';
import type { Month } from './calendar.js';
import { DAY, HOUR } from './calendar.js';
import { amountOf, least, ONE, scaled, scaledTo } from './decimal.js';
import { mixed } from './draws.js';

/** Support is computed on final usage and arrives on the 6th or 7th of the next month. */
export const supportArrives = (world: World, month: Month): number =>
  month.end + 5 * DAY + (6 + Math.floor(world.draw('costexplorer.support', month.key) * 37)) * HOUR;

/** The month is final from then on: on the 3rd or 4th of the next one. */
export const finalFrom = (world: World, month: Month): number =>
  month.end + 2 * DAY + Math.floor(world.draw('costexplorer.final', month.key) * 48) * HOUR;

/** Adds the discount rows of one line of usage and folds them into its net amounts. */
export const addDiscounts = (lines: BillLines, line: number, settings: BillSettings): void => {
  const usage = lines.shapes[lines.shapeOf[line] ?? 0];
  if (usage?.billingEntity !== 'AWS') return;
  const unblended = lines.columns.UnblendedCost[line] ?? 0n;
  for (const discount of settings.discounts) {
    if (discount.service !== undefined && discount.service !== usage.service) continue;
    const amount = -scaled(unblended, amountOf(discount.percent), 100n * ONE);
    if (amount === 0n) continue;
    const shape = lines.shape({ ...usage, recordType: discount.recordType });
    lines.add(lines.accounts[line] ?? 0, shape, { UnblendedCost: amount, NetUnblendedCost: 0n, NetAmortizedCost: 0n });
    for (const net of ['NetUnblendedCost', 'NetAmortizedCost'] as const) lines.columns[net][line] = (lines.columns[net][line] ?? 0n) + amount;
  }
};

const plantedShape = (line: PlantedLine): LineShape => ({
  ...plainShape,
  service: line.service,
  usageType: line.usageType ?? line.recordType,
  operation: line.operation ?? '',
  region: line.region ?? 'eu-central-1',
  recordType: line.recordType,
  unit: line.unit ?? 'N/A',
  billingEntity: line.billingEntity ?? 'AWS',
  seller: line.seller ?? AWS_ENTITY,
});

export const addPlantedLines = (lines: BillLines, planted: readonly PlantedLine[], accountOf: (id: string) => number, upTo: number): void => {
  for (const line of planted) {
    const account = accountOf(line.accountId);
    if (account < 0 || (line.day ?? 1) > upTo) continue;
    const amount = amountOf(line.amount);
    lines.add(account, lines.shape(plantedShape(line)), {
      UnblendedCost: amount,
      AmortizedCost: line.amortized === undefined ? amount : amountOf(line.amortized),
      UsageQuantity: amountOf(line.quantity ?? '0'),
    });
  }
};

/** Sums that tax and support are computed on, by account. */
export const chargesOf = (lines: BillLines, accounts: number, counts: (shape: LineShape) => boolean): BigInt64Array => {
  const sums = new BigInt64Array(accounts);
  const counted = lines.shapes.map(counts);
  for (let line = 0; line < lines.length; line += 1)
    if (counted[lines.shapeOf[line] ?? 0]) sums[lines.accounts[line] ?? 0]! += lines.columns.UnblendedCost[line] ?? 0n; // eslint-disable-line @typescript-eslint/no-non-null-assertion
  return sums;
};

const tiers = [
  [10_000n, 10n],
  [70_000n, 7n],
  [170_000n, 5n],
  [1_000_000_000n, 3n],
] as const;

/** Ten percent of the first 10,000 USD, less of what is above. */
export const supportFee = (usage: bigint): bigint => {
  let rest = usage > 0n ? usage : 0n;
  let fee = 0n;
  for (const [width, percent] of tiers) {
    const part = least(rest, width * ONE);
    fee += scaled(part, percent, 100n);
    rest -= part;
  }
  return fee;
};

const feeShape = (service: string, recordType: string, usageType: string): LineShape => ({
  ...plainShape,
  service,
  usageType,
  operation: '',
  region: 'global',
  recordType,
  unit: 'N/A',
});

const isSupported = (settings: BillSettings, account: BillAccount, payerId: string): boolean =>
  settings.support === 'payer' ? account.id === payerId : settings.support === 'accounts' && mixed(account.seed, 51) % 3 === 0;

export const addSupportLines = (lines: BillLines, accounts: readonly BillAccount[], settings: BillSettings, payerId: string): void => {
  if (settings.support === 'none') return;
  const usage = chargesOf(lines, accounts.length, ({ recordType }) => recordType === 'Usage');
  const whole = usage.reduce((sum, value) => sum + value, 0n);
  const shape = lines.shape(
    settings.support === 'payer'
      ? feeShape('AWS Support (Enterprise)', 'Support', 'Dollar')
      : feeShape('AWS Support (Business)', 'Support', 'Dollar'),
  );
  accounts.forEach((account, index) => {
    if (!isSupported(settings, account, payerId)) return;
    const fee = supportFee(settings.support === 'payer' ? whole : (usage[index] ?? 0n));
    if (fee !== 0n) lines.add(index, shape, { UnblendedCost: fee });
  });
};

/** Tax is whole cents per account. */
export const addTaxLines = (lines: BillLines, accounts: readonly BillAccount[], settings: BillSettings): void => {
  const percent = amountOf(settings.taxPercent);
  if (percent === 0n) return;
  const charges = chargesOf(lines, accounts.length, () => true);
  const shape = lines.shape(feeShape('Tax', 'Tax', 'Tax'));
  charges.forEach((charge, index) => {
    const tax = charge > 0n ? scaledTo(2, charge, percent, 100n * ONE) : 0n;
    if (tax !== 0n) lines.add(index, shape, { UnblendedCost: tax });
  });
};
