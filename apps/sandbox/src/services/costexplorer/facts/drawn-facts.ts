import type { World } from '../../../core/service.js';
import { billAccounts } from '../billing/accounts.js';
import type { BillAccount } from '../billing/accounts.js';
import { DAY, HOUR, monthAt, monthOfTime } from '../billing/calendar.js';
import { decimal } from '../billing/decimal.js';
import { drawnBetween, mixed } from '../billing/draws.js';
import { drawCommitments } from './drawn-commitments.js';
import type { BillSettings, Commitment, PlantedLine } from './ledger.js';

export interface DrawnFacts {
  readonly commitments: readonly Commitment[];
  readonly lines: readonly PlantedLine[];
  readonly settings: BillSettings;
}

export interface DrawRequest {
  /** First month with costs. */
  readonly from: number;
  readonly newId: (ownerId: string, kind: Commitment['kind']) => string;
}

const EC2 = 'Amazon Elastic Compute Cloud - Compute';
const MARKETPLACE = { billingEntity: 'AWS Marketplace', seller: 'Sandbox Backup Inc.' } as const;
const MONTHS_AHEAD = 13;

/** A drawn amount between two whole dollars with ten digits after the point. */
const money = (draw: number, low: number, high: number): bigint =>
  BigInt(drawnBetween(draw, low * 1_000_000, high * 1_000_000)) * 10_000n + BigInt(draw % 9_999);

/** Every account has at most one of these kinds of further charges; which one follows from its id. */
const accountLines = (account: BillAccount, month: string, monthIndex: number, visibleFrom: number): readonly PlantedLine[] => {
  const seed = mixed(account.seed, 61);
  const draw = mixed(account.seed, 62, monthIndex);
  const line = { month, accountId: account.id, visibleFrom, day: drawnBetween(draw, 1, 28) };
  switch (seed % 8) {
    case 0:
      return [{ ...line, day: 1, recordType: 'Credit', service: 'AWS Lambda', amount: decimal(-money(draw, 1, 40)), usageType: 'Credit' }];
    case 1:
      return monthIndex % 5 === seed % 5
        ? [{ ...line, recordType: 'Refund', service: EC2, amount: decimal(-money(draw, 1, 90)), usageType: 'BoxUsage:m5.large' }]
        : [];
    case 2:
      return monthIndex % 12 === seed % 12
        ? [{ ...line, recordType: 'Fee', service: 'Amazon Registrar', amount: '13', usageType: 'Global-DomainRegistration', quantity: '1', unit: 'Domains' }] // prettier-ignore
        : [];
    case 3:
      return [{ ...line, day: 1, recordType: 'Fee', service: 'Sandbox Backup SaaS', amount: '49.9', usageType: 'MP:Contract', quantity: '1', unit: 'Units', ...MARKETPLACE }]; // prettier-ignore
    default:
      return [];
  }
};

/** One to three late corrections of a closed month, between the 9th and the 20th of the next. */
const restatements = (world: World, accounts: readonly BillAccount[], monthIndex: number): readonly PlantedLine[] => {
  const month = monthAt(monthIndex);
  const draw = (name: string): number => Math.floor(world.draw('costexplorer.restatement', month.key, name) * 2 ** 32);
  return Array.from({ length: drawnBetween(draw('count'), 1, 3) }, (_, at): PlantedLine | undefined => {
    const account = accounts[draw(`account ${at}`) % accounts.length];
    if (!account || account.since >= month.end) return undefined;
    const isCredit = draw(`kind ${at}`) % 2 === 0;
    const size = money(draw(`amount ${at}`), 0, isCredit ? 12 : 4);
    return {
      month: month.key,
      accountId: account.id,
      recordType: isCredit ? 'Credit' : 'Usage',
      service: isCredit ? EC2 : 'Amazon Simple Storage Service',
      amount: decimal(isCredit ? -size : size),
      usageType: isCredit ? 'Credit' : 'EUC1-Requests-Tier2',
      day: drawnBetween(draw(`day ${at}`), 1, 28),
      visibleFrom: month.end + drawnBetween(draw(`when ${at}`), 8, 19) * DAY + drawnBetween(draw(`hour ${at}`), 0, 23) * HOUR,
    };
  }).filter((line) => line !== undefined);
};

export const drawnSettings: BillSettings = {
  taxPercent: '19',
  support: 'payer',
  discounts: [{ recordType: 'Enterprise Discount Program Discount', percent: '6' }],
};

/** Draws a bill with everything on it for the organisation's accounts, from a month on and for a year ahead. */
export const drawFacts = (world: World, { from, newId }: DrawRequest): DrawnFacts => {
  const accounts = billAccounts(world).filter(({ size }) => size > 0);
  const first = monthOfTime(from).index;
  const last = monthOfTime(world.now()).index + MONTHS_AHEAD;
  const months = Array.from({ length: last - first + 1 }, (_, at) => monthAt(first + at));
  const lines = months.flatMap((month) => [
    ...accounts
      .filter((account) => account.since < month.end && account.until > month.start)
      .flatMap((account) => accountLines(account, month.key, month.index, month.start)),
    ...(accounts.length === 0 ? [] : restatements(world, accounts, month.index)),
  ]);
  return { commitments: drawCommitments(world, { accounts, from, newId }), lines, settings: drawnSettings };
};
