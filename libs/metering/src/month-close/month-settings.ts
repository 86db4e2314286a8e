import { endOf, startOf } from '../month.js';
import type { Month } from '../month.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicyEvent } from '../policy/billing-policy.events.js';
import type { FixedRate, RateEvent } from '../rates/rates.events.js';

/** The last recorded policy that is effective in the month. */
export const policyOf = (events: readonly BillingPolicyEvent[], month: Month): BillingPolicy | undefined =>
  events.findLast(({ effectiveFrom }) => effectiveFrom <= month)?.policy;

/** The own rate of the month, else the reference rate of its last day that has one. A rate of another month is none. @source specs/chargeback.md §4.8 */
export const rateOf = (events: readonly RateEvent[], base: string, quote: string, month: Month): FixedRate | undefined => {
  const own = events.findLast((event) => event.type === 'OwnRateSet' && event.month === month);
  if (own?.type === 'OwnRateSet') return { base, quote, rate: own.rate, source: 'own' };
  const [first, end] = [startOf(month).slice(0, 10), endOf(month).slice(0, 10)];
  let found: FixedRate | undefined;
  for (const event of events) {
    if (event.type !== 'ReferenceRatesImported') continue;
    for (const { day, rate } of event.rates)
      if (day >= first && day < end && (found?.day === undefined || day >= found.day)) found = { base, quote, rate, source: event.source, day };
  }
  return found;
};
