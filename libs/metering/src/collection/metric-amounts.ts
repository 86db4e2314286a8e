import type { CostMetric, MetricAmounts } from '@orgledger/aws';
import { DomainError, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CellAmounts } from '../observation/observation.events.js';

/** The four metrics, exact. Net is gross where AWS says nothing of it. */
export interface MetricUnits {
  readonly unblended: Units;
  readonly amortized: Units;
  readonly netUnblended: Units;
  readonly netAmortized: Units;
}

export const noUnits: MetricUnits = { unblended: 0n, amortized: 0n, netUnblended: 0n, netAmortized: 0n };

export const metricNames = ['unblended', 'amortized', 'netUnblended', 'netAmortized'] as const;

const combine = (a: MetricUnits, b: MetricUnits, sign: bigint): MetricUnits => ({
  unblended: a.unblended + sign * b.unblended,
  amortized: a.amortized + sign * b.amortized,
  netUnblended: a.netUnblended + sign * b.netUnblended,
  netAmortized: a.netAmortized + sign * b.netAmortized,
});

export const add = (a: MetricUnits, b: MetricUnits): MetricUnits => combine(a, b, 1n);
export const subtract = (a: MetricUnits, b: MetricUnits): MetricUnits => combine(a, b, -1n);

/** The greatest distance of any metric. */
export const distance = (a: MetricUnits, b: MetricUnits): Units => {
  const distances = metricNames.map((name) => (a[name] > b[name] ? a[name] - b[name] : b[name] - a[name]));
  return distances.reduce((most, one) => (one > most ? one : most), 0n);
};

/** Raw text of one group. Throws DomainError CURRENCY_UNEXPECTED and AMOUNT_MALFORMED. `where` names the group for people. */
export const readAmounts = (amounts: MetricAmounts, currency: string, where: string): CellAmounts => {
  const read = (metric: CostMetric): string | undefined => {
    const found = amounts[metric];
    if (found === undefined) return undefined;
    if (found.unit !== currency)
      throw new DomainError(
        'CURRENCY_UNEXPECTED',
        `Cost Explorer gives ${metric} of ${where} in ${found.unit ?? 'no currency'}, not in ${currency}: amounts of two currencies cannot be added up.`,
      );
    return found.amount;
  };
  const [unblended, amortized] = [read('UnblendedCost'), read('AmortizedCost')];
  if (unblended === undefined || amortized === undefined)
    throw new DomainError('AMOUNT_MALFORMED', `Cost Explorer gives no UnblendedCost or no AmortizedCost of ${where}.`);
  const [netUnblended, netAmortized] = [read('NetUnblendedCost'), read('NetAmortizedCost')];
  return {
    unblended,
    amortized,
    // The same text as gross says nothing more: it is left out, and whoever wants net takes gross for it.
    ...(netUnblended === undefined || netUnblended === unblended ? {} : { netUnblended }),
    ...(netAmortized === undefined || netAmortized === amortized ? {} : { netAmortized }),
  };
};

/** Exact amounts of raw text. Throws DomainError AMOUNT_MALFORMED. */
export const unitsOf = (amounts: CellAmounts, where: () => string): MetricUnits => {
  const exact = (text: string): Units => {
    try {
      return parseUnits(text);
    } catch {
      throw new DomainError('AMOUNT_MALFORMED', `Cost Explorer gives ${JSON.stringify(text.slice(0, 40))} as an amount of ${where()}.`);
    }
  };
  const [unblended, amortized] = [exact(amounts.unblended), exact(amounts.amortized)];
  return {
    unblended,
    amortized,
    netUnblended: amounts.netUnblended === undefined ? unblended : exact(amounts.netUnblended),
    netAmortized: amounts.netAmortized === undefined ? amortized : exact(amounts.netAmortized),
  };
};
