import {
  checkAmount,
  checkCurrency,
  checkDistinct,
  checkIdentifier,
  checkInteger,
  checkList,
  checkOneOf,
  checkRecord,
  checkText,
  checkUuid,
  formatUnits,
  parseExactUnits,
  refuse,
} from '@orgledger/kernel';
import { isMonth } from '../month.js';
import type { BillingPolicy, MarkupRule, RecurringPrice, SettledKind, Settlement, SharedCostRule } from './billing-policy.js';
import { checkSelection, checkTenantIds } from './check-line-selection.js';

const settledKinds: readonly SettledKind[] = ['SUPPORT', 'TAX', 'CREDIT', 'REFUND', 'DISCOUNT', 'OTHER'];
const settlements: readonly Settlement[] = ['passThrough', 'redistribute', 'hold'];

const ruleId = (field: string, value: unknown): string => checkIdentifier(field, value, 64);

const each = <Rule>(field: string, value: unknown, check: (at: string, rule: Readonly<Record<string, unknown>>) => Rule): readonly Rule[] =>
  checkList(field, value, { max: 100 }).map((rule, index) => check(`${field}[${index}]`, checkRecord(`${field}[${index}]`, rule)));

const checkFlag = (field: string, value: unknown): { readonly effectiveFrom: string } => {
  const { effectiveFrom } = checkRecord(field, value);
  return isMonth(effectiveFrom)
    ? { effectiveFrom }
    : refuse('FIELD_MALFORMED', `${field}.effectiveFrom`, `${field}.effectiveFrom must be a month such as 2026-03.`);
};

const one = parseExactUnits('1');

const checkWeights = (field: string, value: unknown): Readonly<Record<string, string>> => {
  const entries = Object.entries(checkRecord(field, value));
  if (entries.length === 0) refuse('FIELD_REQUIRED', field, `${field} is empty: give each tenant its weight, 1 in total.`);
  const weights = entries.map(([tenantId, weight]) => {
    const at = `${field}.${tenantId}`;
    return [checkUuid(at, tenantId), checkAmount(at, weight, { digits: 10, min: '0', max: '1' })] as const;
  });
  const sum = weights.reduce((total, [, weight]) => total + parseExactUnits(weight), 0n);
  if (sum !== one) refuse('WEIGHTS_INVALID', field, `${field} sum to ${formatUnits(sum)}: they must sum to 1 exactly.`);
  return Object.fromEntries(weights);
};

const checkTargets = (field: string, value: unknown): NonNullable<SharedCostRule['targets']> => {
  const { tenantIds, workspaceIdentifiers } = checkRecord(field, value);
  if (tenantIds === undefined && workspaceIdentifiers === undefined)
    return refuse('FIELD_REQUIRED', field, `${field} names nobody: give tenants or workspaces, or leave it out for all.`);
  return {
    ...(tenantIds === undefined ? {} : { tenantIds: checkTenantIds(`${field}.tenantIds`, tenantIds) }),
    ...(workspaceIdentifiers === undefined
      ? {}
      : {
          workspaceIdentifiers: checkList(`${field}.workspaceIdentifiers`, workspaceIdentifiers, { min: 1, max: 500 }).map((id, index) =>
            checkIdentifier(`${field}.workspaceIdentifiers[${index}]`, id, 16),
          ),
        }),
  };
};

const checkSharedCost = (at: string, rule: Readonly<Record<string, unknown>>): SharedCostRule => {
  const method = checkOneOf(`${at}.method`, rule.method, ['proportional', 'even', 'fixed']);
  if (method === 'fixed' && rule.targets !== undefined)
    refuse('FIELD_MALFORMED', `${at}.targets`, `${at}.targets cannot go with fixed weights: the weights name the targets.`);
  if (method !== 'fixed' && rule.weights !== undefined)
    refuse('FIELD_MALFORMED', `${at}.weights`, `${at}.weights go with the method fixed only: leave them out.`);
  const source = checkSelection(`${at}.source`, rule.source);
  const weights = method === 'fixed' ? { weights: checkWeights(`${at}.weights`, rule.weights) } : {};
  const targets = rule.targets === undefined ? {} : { targets: checkTargets(`${at}.targets`, rule.targets) };
  const borne = new Set([...Object.keys(weights.weights ?? {}), ...(targets.targets?.tenantIds ?? [])]);
  const both = source.tenantIds?.find((tenantId) => borne.has(tenantId));
  if (both !== undefined)
    refuse('SHARED_COST_INVALID', `${at}.source.tenantIds`, `The tenant ${both} is a source and a target of ${at}: a source is never a target.`);
  return {
    ruleId: ruleId(`${at}.ruleId`, rule.ruleId),
    name: checkText(`${at}.name`, rule.name, { max: 100 }),
    source,
    method,
    ...weights,
    ...targets,
  };
};

const checkTiers = (field: string, value: unknown, isAmount: boolean): NonNullable<MarkupRule['tiers']> => {
  const tiers = checkList(field, value, { min: 1, max: 50 }).map((entry, index) => {
    const at = `${field}[${index}]`;
    const tier = checkRecord(at, entry);
    const from = checkAmount(`${at}.from`, tier.from, { digits: 10, min: '0' });
    const limits = isAmount ? { digits: 2 } : { digits: 10, min: '-1', max: '10' };
    return { from, value: checkAmount(`${at}.value`, tier.value, limits) };
  });
  if (tiers[0]?.from !== '0') refuse('FIELD_MALFORMED', `${field}[0].from`, `${field}[0].from must be 0: the first tier begins there.`);
  tiers.forEach(({ from }, index) => {
    const before = tiers[index - 1];
    if (before && parseExactUnits(before.from) >= parseExactUnits(from))
      refuse('FIELD_MALFORMED', `${field}[${index}].from`, `${field}[${index}].from must be greater than ${before.from}, that of the tier before.`);
  });
  return tiers;
};

const checkMarkup = (at: string, rule: Readonly<Record<string, unknown>>): MarkupRule => {
  const method = checkOneOf(`${at}.method`, rule.method, ['percentage', 'tieredPercentage', 'marginalPercentage', 'tieredAmount']);
  const superfluous = method === 'percentage' ? 'tiers' : 'rate';
  if (rule[superfluous] !== undefined)
    refuse('FIELD_MALFORMED', `${at}.${superfluous}`, `${at}.${superfluous} does not go with the method ${method}: leave it out.`);
  return {
    ruleId: ruleId(`${at}.ruleId`, rule.ruleId),
    name: checkText(`${at}.name`, rule.name, { max: 100 }),
    base: checkSelection(`${at}.base`, rule.base),
    method,
    ...(method === 'percentage'
      ? { rate: checkAmount(`${at}.rate`, rule.rate, { digits: 10, min: '-1', max: '10' }) }
      : { tiers: checkTiers(`${at}.tiers`, rule.tiers, method === 'tieredAmount') }),
    seller: checkText(`${at}.seller`, rule.seller, { max: 100 }),
  };
};

const checkPrice = (at: string, price: Readonly<Record<string, unknown>>): RecurringPrice => ({
  priceId: ruleId(`${at}.priceId`, price.priceId),
  name: checkText(`${at}.name`, price.name, { max: 100 }),
  amount: checkAmount(`${at}.amount`, price.amount, { digits: 2 }),
  seller: checkText(`${at}.seller`, price.seller, { max: 100 }),
  ...(price.landingZones === undefined
    ? {}
    : {
        landingZones: each(`${at}.landingZones`, price.landingZones, (zoneAt, zone) => ({
          platformIdentifier: checkIdentifier(`${zoneAt}.platformIdentifier`, zone.platformIdentifier, 32),
          landingZoneIdentifier: checkIdentifier(`${zoneAt}.landingZoneIdentifier`, zone.landingZoneIdentifier, 32),
        })),
      }),
  ...(price.tenantIds === undefined ? {} : { tenantIds: checkTenantIds(`${at}.tenantIds`, price.tenantIds) }),
});

const checkSettlements = (value: unknown): BillingPolicy['settlements'] => {
  const given = checkRecord('policy.settlements', value);
  return Object.fromEntries(
    settledKinds.map((kind) => [kind, checkOneOf(`policy.settlements.${kind}`, given[kind], settlements)]),
  ) as unknown as BillingPolicy['settlements'];
};

/** The whole document, in one form. Refuses what no month could be settled by, naming the field. */
export const checkBillingPolicy = (value: unknown): BillingPolicy => {
  const policy = checkRecord('policy', value);
  const { reservedInstanceFairChargeback, savingsPlanFairChargeback, platformTenantId } = policy;
  const sharedCosts = each('policy.sharedCosts', policy.sharedCosts, checkSharedCost);
  const markups = each('policy.markups', policy.markups, checkMarkup);
  const prices = each('policy.prices', policy.prices, checkPrice);
  checkDistinct(
    'policy.sharedCosts',
    sharedCosts.map((rule) => rule.ruleId),
  );
  checkDistinct(
    'policy.markups',
    markups.map((rule) => rule.ruleId),
  );
  checkDistinct(
    'policy.prices',
    prices.map(({ priceId }) => priceId),
  );
  const currencies = Object.entries(checkRecord('policy.currencies', policy.currencies)).map(([workspace, currency]) => {
    const at = `policy.currencies.${workspace}`;
    return [checkIdentifier(at, workspace, 16), checkCurrency(at, currency)] as const;
  });
  return {
    basis: checkOneOf('policy.basis', policy.basis, ['accrual', 'cash']),
    ...(reservedInstanceFairChargeback === undefined
      ? {}
      : { reservedInstanceFairChargeback: checkFlag('policy.reservedInstanceFairChargeback', reservedInstanceFairChargeback) }),
    ...(savingsPlanFairChargeback === undefined
      ? {}
      : { savingsPlanFairChargeback: checkFlag('policy.savingsPlanFairChargeback', savingsPlanFairChargeback) }),
    settlements: checkSettlements(policy.settlements),
    sharedCosts,
    markups,
    prices,
    ...(platformTenantId === undefined ? {} : { platformTenantId: checkUuid('policy.platformTenantId', platformTenantId) }),
    currencies: Object.fromEntries(currencies),
    closeAfterDays: checkInteger('policy.closeAfterDays', policy.closeAfterDays, 0, 60),
    issuer: checkText('policy.issuer', policy.issuer, { max: 100 }),
  };
};

/** Every tenant that a policy names, with the field that does. */
export const tenantsNamedBy = (policy: BillingPolicy): ReadonlyMap<string, string> => {
  const named = new Map<string, string>();
  const name = (field: string, ids: readonly string[] | undefined) => {
    ids?.forEach((id, index) => named.has(id) || named.set(id, `${field}[${index}]`));
  };
  if (policy.platformTenantId !== undefined) named.set(policy.platformTenantId, 'policy.platformTenantId');
  policy.sharedCosts.forEach(({ source, targets, weights = {} }, index) => {
    name(`policy.sharedCosts[${index}].source.tenantIds`, source.tenantIds);
    name(`policy.sharedCosts[${index}].targets.tenantIds`, targets?.tenantIds);
    for (const id of Object.keys(weights)) if (!named.has(id)) named.set(id, `policy.sharedCosts[${index}].weights.${id}`);
  });
  policy.markups.forEach(({ base }, index) => name(`policy.markups[${index}].base.tenantIds`, base.tenantIds));
  policy.prices.forEach(({ tenantIds }, index) => name(`policy.prices[${index}].tenantIds`, tenantIds));
  return named;
};
