import { parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { BillingPolicy, SharedCostRule } from '../policy/billing-policy.js';
import { draftLine } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { Ledgers, TenantLedger } from './ledger.js';
import { splitInProportion } from './largest-remainder.js';
import { lineSelector } from './line-selection.js';
import type { MonthFinding } from './month-inputs.js';

export interface SharedCostOutcome {
  readonly findings: readonly MonthFinding[];
  /** What forbids to publish: shares for tenants that do not stand, or that bear costs they share out. */
  readonly problems: readonly string[];
}

interface Sourced {
  readonly rule: SharedCostRule;
  readonly bySource: ReadonlyMap<TenantLedger, Units>;
}

/**
 * Splits common costs by the policy's rules. A line is shared by the first rule that selects it; shares are never shared again; who shares out costs bears no shares.
 * `standing`: tenants that may be charged. @source specs/chargeback.md §4.3
 */
export const splitSharedCosts = (policy: BillingPolicy, ledgers: Ledgers, standing: readonly TenantLedger[]): SharedCostOutcome => {
  const sourced = sourcesOf(policy.sharedCosts, ledgers.all());
  const sources = new Set(sourced.flatMap(({ bySource }) => [...bySource.keys()].map(({ tenantId }) => tenantId)));
  const findings: MonthFinding[] = [];
  const problems: string[] = [];
  for (const { rule, bySource } of sourced) {
    let total = 0n;
    for (const amount of bySource.values()) total += amount;
    if (bySource.size === 0) continue;
    const targets = targetsOf(rule, standing, sources);
    problems.push(...targets.problems);
    if (targets.problems.length > 0) continue;
    if (targets.ledgers.length === 0) {
      findings.push({
        code: 'SHARED_COST_WITHOUT_TARGET',
        subject: rule.ruleId,
        message: `Rule "${rule.name}" finds nobody to share costs with: they stay where they arose. Name its targets, or narrow its source.`,
      });
      continue;
    }
    const line = { sourceId: rule.ruleId, seller: policy.issuer, description: rule.name };
    for (const [source, amount] of bySource) source.bill.push(draftLine({ ...line, kind: 'SHARED_COST_OUT', exact: -amount }));
    const shares = splitInProportion(total, targets.weights);
    for (const [index, target] of targets.ledgers.entries()) {
      const exact = shares[index] ?? 0n;
      if (exact !== 0n) target.bill.push(draftLine({ ...line, kind: 'SHARED_COST', exact }));
    }
  }
  return { findings, problems };
};

const sourcesOf = (rules: readonly SharedCostRule[], ledgers: readonly TenantLedger[]): readonly Sourced[] => {
  const taken = new Set<DraftLine>();
  const lines = ledgers.map((ledger) => ({ ledger, lines: [...ledger.bill] }));
  return rules.map((rule) => {
    const selects = lineSelector(rule.source, `sharedCosts.${rule.ruleId}.source`, () => true);
    const bySource = new Map<TenantLedger, Units>();
    for (const { ledger, lines: own } of lines) {
      if (!selects.tenant(ledger)) continue;
      let amount = 0n;
      for (const line of own) {
        if (line.exact === 0n || !selects.line(line) || taken.has(line)) continue;
        taken.add(line);
        amount += line.exact;
      }
      if (amount !== 0n) bySource.set(ledger, amount);
    }
    return { rule, bySource };
  });
};

interface Targets {
  readonly ledgers: readonly TenantLedger[];
  readonly weights: readonly bigint[];
  readonly problems: readonly string[];
}

const targetsOf = (rule: SharedCostRule, standing: readonly TenantLedger[], sources: ReadonlySet<string>): Targets => {
  if (rule.method === 'fixed') return fixedTargets(rule, standing, sources);
  const { tenantIds, workspaceIdentifiers } = rule.targets ?? {};
  const named = rule.targets !== undefined;
  const chosen = standing.filter(
    ({ tenantId, holder }) =>
      !sources.has(tenantId) &&
      (!named ||
        (tenantIds?.includes(tenantId) ?? false) ||
        (holder.workspaceIdentifier !== undefined && (workspaceIdentifiers?.includes(holder.workspaceIdentifier) ?? false))),
  );
  const weights = chosen.map(({ base }) => (rule.method === 'even' ? 1n : base > 0n ? base : 0n));
  return { ledgers: chosen, weights, problems: [] };
};

const fixedTargets = (rule: SharedCostRule, standing: readonly TenantLedger[], sources: ReadonlySet<string>): Targets => {
  const weights = Object.entries(rule.weights ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const byId = new Map(standing.map((ledger) => [ledger.tenantId, ledger]));
  const problems = weights.flatMap(([tenantId]) => {
    if (sources.has(tenantId))
      return [`Rule "${rule.name}" gives a share to tenant ${tenantId}, whose costs are shared out: a source is never a target.`];
    return byId.has(tenantId) ? [] : [`Rule "${rule.name}" gives a share to tenant ${tenantId}, which does not stand at the end of the month.`];
  });
  if (problems.length > 0) return { ledgers: [], weights: [], problems };
  return {
    ledgers: weights.flatMap(([tenantId]) => byId.get(tenantId) ?? []),
    weights: weights.map(([, weight]) => parseExactUnits(weight)),
    problems,
  };
};
