import { formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CellAmounts } from '../observation/observation.events.js';

export const metrics = ['amortized', 'unblended', 'netAmortized', 'netUnblended'] as const;
export type Metric = (typeof metrics)[number];

/** One cost in all metrics, in 10⁻¹⁰ of the billing currency. */
export type Amounts = Readonly<Record<Metric, Units>>;

export const nothing: Amounts = { amortized: 0n, unblended: 0n, netAmortized: 0n, netUnblended: 0n };

const eachMetric = (value: (metric: Metric) => Units): Amounts => ({
  amortized: value('amortized'),
  unblended: value('unblended'),
  netAmortized: value('netAmortized'),
  netUnblended: value('netUnblended'),
});

export const plus = (a: Amounts, b: Amounts): Amounts => eachMetric((metric) => a[metric] + b[metric]);
export const minus = (a: Amounts, b: Amounts): Amounts => eachMetric((metric) => a[metric] - b[metric]);
export const negated = (a: Amounts): Amounts => eachMetric((metric) => -a[metric]);
export const isNothing = (a: Amounts): boolean => metrics.every((metric) => a[metric] === 0n);

/** Amounts as Cost Explorer sent them. A payer without net metrics has none of the discounts that they fold in: net is gross. */
export const observedAmounts = ({ unblended, amortized, netUnblended, netAmortized }: CellAmounts): Amounts => {
  const gross = { unblended: parseUnits(unblended), amortized: parseUnits(amortized) };
  return {
    ...gross,
    netUnblended: netUnblended === undefined ? gross.unblended : parseUnits(netUnblended),
    netAmortized: netAmortized === undefined ? gross.amortized : parseUnits(netAmortized),
  };
};

export type AmountTexts = Readonly<Record<Metric, string>>;

export const toTexts = (amounts: Amounts): AmountTexts => ({
  amortized: formatUnits(amounts.amortized),
  unblended: formatUnits(amounts.unblended),
  netAmortized: formatUnits(amounts.netAmortized),
  netUnblended: formatUnits(amounts.netUnblended),
});

const powers = Array.from({ length: 11 }, (_, power) => 10n ** BigInt(power));

/** The units of a text that `formatUnits` made. Reports read tens of thousands of them, so there is no pattern to match. */
export const storedUnits = (text: string): Units => {
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * (powers[10] ?? 0n);
  return BigInt(text.slice(0, point) + text.slice(point + 1)) * (powers[11 + point - text.length] ?? 0n);
};

/** Most payers have no net metrics of their own: equal texts are read once. */
export const fromTexts = (texts: AmountTexts): Amounts => {
  const [amortized, unblended] = [storedUnits(texts.amortized), storedUnits(texts.unblended)];
  return {
    amortized,
    unblended,
    netAmortized: texts.netAmortized === texts.amortized ? amortized : storedUnits(texts.netAmortized),
    netUnblended: texts.netUnblended === texts.unblended ? unblended : storedUnits(texts.netUnblended),
  };
};
