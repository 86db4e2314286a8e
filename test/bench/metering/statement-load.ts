import { computeMonth, defaultBillingPolicy } from '@orgledger/metering';
import type { CostCell, MonthInputs, StatementHolder } from '@orgledger/metering';

const recordTypes = ['Usage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'DiscountedUsage', 'Enterprise Discount Program Discount'] as const;

const accountId = (index: number): string => String(100_000_000_000 + index);

/** Cells of one month: each account has every service with every record type. Amounts differ in all ten digits; the same each time. */
export function* generatedCells(accounts: number, services: number): Generator<CostCell> {
  let state = 88_172_645_463_325_252n;
  const next = (): bigint => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return (state >> 24n) % 1_000_000_000_000n;
  };
  for (let account = 0; account < accounts; account += 1) {
    for (let service = 0; service < services; service += 1) {
      for (const recordType of recordTypes) {
        const amount = next();
        const [unblended, amortized] = amountsOf(recordType, amount);
        yield { accountId: accountId(account), recordType, service: `Amazon Service ${service}`, marketplace: false, unblended, amortized };
      }
    }
  }
}

const amountsOf = (recordType: (typeof recordTypes)[number], amount: bigint): readonly [bigint, bigint] => {
  if (recordType === 'SavingsPlanNegation') return [-amount, 0n];
  if (recordType === 'DiscountedUsage') return [0n, amount];
  return recordType === 'SavingsPlanCoveredUsage' ? [amount, (amount * 3n) / 4n] : [amount, amount];
};

/** One tenant an account, with a shared cost, a mark-up, redistributed discounts and a second currency. */
export const generatedMonth = (accounts: number, services: number): MonthInputs => {
  const holders = new Map<string, StatementHolder>();
  for (let index = 0; index < accounts; index += 1) {
    const tenantId = `tenant-${accountId(index)}`;
    holders.set(tenantId, { tenantId, workspaceIdentifier: `w${index % 50}`, projectIdentifier: 'p', platformIdentifier: 'aws', tags: {} });
  }
  return {
    payerAccountId: '999999999999',
    billingCurrency: 'USD',
    month: '2026-06',
    cells: generatedCells(accounts, services),
    commitments: [],
    tenantOf: (id) => `tenant-${id}`,
    holders,
    policy: {
      ...defaultBillingPolicy,
      sharedCosts: [{ ruleId: 'hub', name: 'Hub', source: { tenantIds: [`tenant-${accountId(0)}`] }, method: 'proportional' }],
      markups: [{ ruleId: 'fee', name: 'Fee', base: { services: 'Amazon .*' }, method: 'percentage', rate: '0.05', seller: 'Foundation' }],
      currencies: { w0: 'EUR', w1: 'EUR' },
    },
    rates: new Map([['EUR', { base: 'USD', quote: 'EUR', rate: '0.9137', source: 'ECB', day: '2026-06-30' }]]),
    externalCosts: [],
    corrections: [],
  };
};

export interface StatementFigures {
  readonly accounts: number;
  readonly cells: number;
  readonly lines: number;
  readonly computeSeconds: number;
  /** To make every statement once, one after the other. */
  readonly assembleSeconds: number;
  /** CPU time of both, that of the garbage collector's threads included. */
  readonly cpuSeconds: number;
  readonly nanosecondsPerCell: number;
  readonly heapMiB: number;
  readonly peakRssMiB: number;
}

/** Computes a month of `accounts` × `services` × five record types, and makes all its statements once. Throws when a check fails. */
export const measureStatements = (accounts: number, services: number): StatementFigures => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = computeMonth(generatedMonth(accounts, services));
  const computed = performance.now();
  const failed = result.checks.filter(({ passed }) => !passed);
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  const heap = process.memoryUsage().heapUsed;
  let lines = 0;
  for (const statement of result.statements) lines += statement.lines.length;
  const assembled = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const cells = accounts * services * recordTypes.length;
  const seconds = (from: number, to: number): number => Math.round(to - from) / 1000;
  return {
    accounts,
    cells,
    lines,
    computeSeconds: seconds(started, computed),
    assembleSeconds: seconds(computed, assembled),
    cpuSeconds: Math.round((user + system) / 1000) / 1000,
    nanosecondsPerCell: Math.round(((user + system) * 1000) / cells),
    heapMiB: Math.round(heap / 2 ** 20),
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
};
