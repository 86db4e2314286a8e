import { divideHalfEven, parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { BillingPolicy, MarkupRule } from '../policy/billing-policy.js';
import { draftLine } from './draft-line.js';
import type { Ledgers } from './ledger.js';
import { lineSelector } from './line-selection.js';
import type { LineKind } from './statement.js';

/** What a rule that names no kinds is a mark-up on: what AWS billed and its shares, but no tax. */
const marked = (kind: LineKind): boolean => kind !== 'TAX' && kind !== 'PRICE' && kind !== 'EXTERNAL';

/** Puts mark-ups (positive) and rebates (negative) on the statements, after shared costs and before exchange. @source specs/chargeback.md §4.3 */
export const chargeMarkups = (policy: BillingPolicy, ledgers: Ledgers): void => {
  const rules = policy.markups.map((rule) => ({ rule, selects: lineSelector(rule.base, `markups.${rule.ruleId}.base`, marked) }));
  for (const ledger of ledgers.all()) {
    // All rules see the same lines: a mark-up is never a base of another.
    const lines = [...ledger.bill, ...ledger.revenue];
    for (const { rule, selects } of rules) {
      if (!selects.tenant(ledger)) continue;
      let base = 0n;
      for (const line of lines) if (selects.line(line)) base += line.exact;
      const exact = markupOn(rule, base);
      if (exact === 0n) continue;
      const kind = exact > 0n ? 'MARKUP' : 'REBATE';
      ledger.revenue.push(draftLine({ kind, sourceId: rule.ruleId, description: rule.name, seller: rule.seller, exact }));
    }
  }
};

const share = (amount: Units, rate: Units): Units => divideHalfEven(amount * rate, 10n ** 10n);

interface Tier {
  readonly from: Units;
  readonly value: Units;
}

/** The mark-up on a tenant's base of the month. Nothing on nothing; a negative base is below every tier of amounts, and in the first tier of rates. */
export const markupOn = (rule: MarkupRule, base: Units): Units => {
  if (base === 0n) return 0n;
  if (rule.method === 'percentage') return share(base, parseExactUnits(rule.rate ?? '0'));
  const tiers = (rule.tiers ?? []).map(({ from, value }): Tier => ({ from: parseExactUnits(from), value: parseExactUnits(value) }));
  const tier = tiers.findLast(({ from }) => from <= base);
  switch (rule.method) {
    case 'tieredAmount':
      return tier?.value ?? 0n;
    case 'tieredPercentage':
      return share(base, (tier ?? tiers[0])?.value ?? 0n);
    case 'marginalPercentage':
      return marginal(tiers, base);
  }
};

/** Rounded once: the sum of base-in-tier × rate. */
const marginal = (tiers: readonly Tier[], base: Units): Units => {
  if (base < 0n) return share(base, tiers[0]?.value ?? 0n);
  let sum = 0n;
  for (const [index, { from, value }] of tiers.entries()) {
    const next = tiers[index + 1]?.from ?? base;
    const to = next < base ? next : base;
    if (to > from) sum += (to - from) * value;
  }
  return divideHalfEven(sum, 10n ** 10n);
};
