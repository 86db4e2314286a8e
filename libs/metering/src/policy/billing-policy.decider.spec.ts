import { idOf, metaOf } from '@orgledger/governance/testing';
import { given } from '@orgledger/kernel/testing';
import { defaultBillingPolicy } from './billing-policy.js';
import type { BillingPolicy } from './billing-policy.js';
import type { ChangeBillingPolicy } from './billing-policy.commands.js';
import { billingPolicyDecider, policyInForce } from './billing-policy.decider.js';
import type { BillingPolicyEvent } from './billing-policy.events.js';

const meta = metaOf('policy', '2026-03-15T12:00:00.000Z');
const payerAccountId = '111111111111';
const [a, b, c] = [idOf('a'), idOf('b'), idOf('c')];
const decider = billingPolicyDecider({ payerRegistered: true, closedMonths: [], unknownTenants: [] });

const policy: BillingPolicy = {
  ...defaultBillingPolicy,
  reservedInstanceFairChargeback: { effectiveFrom: '2026-01' },
  sharedCosts: [
    { ruleId: 'network', name: 'Network', source: { tenantIds: [a] }, method: 'proportional' },
    { ruleId: 'security', name: 'Security', source: { services: 'Amazon GuardDuty|.*Hub' }, method: 'fixed', weights: { [b]: '0.75', [c]: '0.25' } },
  ],
  markups: [
    { ruleId: 'fee', name: 'Fee', base: { kinds: ['USAGE'] }, method: 'percentage', rate: '0.05', seller: 'Platform team' },
    {
      ruleId: 'tiers',
      name: 'Tiers',
      base: {},
      method: 'tieredAmount',
      tiers: [
        { from: '0', value: '10.00' },
        { from: '1000', value: '-5.00' },
      ],
      seller: 'Platform team',
    },
  ],
  prices: [{ priceId: 'tenant', name: 'Tenant', amount: '25.00', seller: 'Platform team', tenantIds: [b] }],
  platformTenantId: a,
  currencies: { acme: 'EUR' },
};
const change: ChangeBillingPolicy = { type: 'ChangeBillingPolicy', payerAccountId, effectiveFrom: '2026-03', policy, meta };
const changed: BillingPolicyEvent = { type: 'BillingPolicyChanged', payerAccountId, effectiveFrom: '2026-03', policy };

describe('a billing policy', () => {
  it('is replaced as a whole; the same again changes nothing', () => {
    given(decider).when(change).then(changed);
    given(decider, changed).when(change).then();
    given(decider, changed)
      .when({ ...change, effectiveFrom: '2026-05' })
      .then();
    given(decider)
      .when({ ...change, policy: defaultBillingPolicy })
      .then();
  });

  it('takes the place of what was planned for later months', () => {
    const later = { ...changed, effectiveFrom: '2026-06', policy: { ...policy, closeAfterDays: 9 } };
    given(decider, changed, later).when(change).then(changed);
    const changes = [changed, later];
    expect(['2026-02', '2026-03', '2026-06'].map((month) => policyInForce(changes, month).closeAfterDays)).toEqual([7, 7, 9]);
    expect(policyInForce(changes, '2026-02')).toBe(defaultBillingPolicy);
    expect(policyInForce([later, changed], '2026-06')).toBe(policy);
  });

  it('holds from an open month on', () => {
    given(billingPolicyDecider({ payerRegistered: true, closedMonths: ['2026-01', '2026-02'], unknownTenants: [] }))
      .when({ ...change, effectiveFrom: '2026-01' })
      .thenRefused('MONTH_CLOSED', 'effectiveFrom');
  });

  it('is of a payer and of tenants that there are', () => {
    given(billingPolicyDecider({ payerRegistered: false, closedMonths: [], unknownTenants: [] }))
      .when(change)
      .thenRefused('PAYER_NOT_FOUND', 'payerAccountId');
    given(billingPolicyDecider({ payerRegistered: true, closedMonths: [], unknownTenants: [c] }))
      .when(change)
      .thenRefused('TENANT_NOT_FOUND', `policy.sharedCosts[1].weights.${c}`);
  });

  const shared = { ruleId: 'x', name: 'X', source: {}, method: 'even' };
  const markup = { ruleId: 'x', name: 'X', base: {}, method: 'percentage', rate: '0.1', seller: 'S' };
  const price = { priceId: 'x', name: 'X', amount: '1.00', seller: 'S' };
  it.each<[object, string, string]>([
    [{ basis: 'blended' }, 'FIELD_MALFORMED', 'policy.basis'],
    [{ reservedInstanceFairChargeback: {} }, 'FIELD_MALFORMED', 'policy.reservedInstanceFairChargeback.effectiveFrom'],
    [{ savingsPlanFairChargeback: { effectiveFrom: '2026-13' } }, 'FIELD_MALFORMED', 'policy.savingsPlanFairChargeback.effectiveFrom'],
    [{ settlements: { ...policy.settlements, TAX: undefined } }, 'FIELD_MALFORMED', 'policy.settlements.TAX'],
    [{ sharedCosts: [shared, shared] }, 'FIELD_DUPLICATE', 'policy.sharedCosts[1]'],
    [{ sharedCosts: [{ ...shared, ruleId: 'X Y' }] }, 'FIELD_MALFORMED', 'policy.sharedCosts[0].ruleId'],
    [{ sharedCosts: [{ ...shared, method: 'fixed' }] }, 'FIELD_REQUIRED', 'policy.sharedCosts[0].weights'],
    [{ sharedCosts: [{ ...shared, method: 'fixed', weights: { [a]: '0.3', [b]: '0.6' } }] }, 'WEIGHTS_INVALID', 'policy.sharedCosts[0].weights'],
    [{ sharedCosts: [{ ...shared, method: 'fixed', weights: { [a]: '1.1' } }] }, 'FIELD_MALFORMED', `policy.sharedCosts[0].weights.${a}`],
    [{ sharedCosts: [{ ...shared, weights: { [a]: '1' } }] }, 'FIELD_MALFORMED', 'policy.sharedCosts[0].weights'],
    [
      { sharedCosts: [{ ...shared, source: { tenantIds: [a] }, targets: { tenantIds: [a, b] } }] },
      'SHARED_COST_INVALID',
      'policy.sharedCosts[0].source.tenantIds',
    ],
    [{ sharedCosts: [{ ...shared, targets: {} }] }, 'FIELD_REQUIRED', 'policy.sharedCosts[0].targets'],
    [{ sharedCosts: [{ ...shared, source: { services: '(' } }] }, 'FIELD_MALFORMED', 'policy.sharedCosts[0].source.services'],
    [{ sharedCosts: [{ ...shared, source: { kinds: ['COFFEE'] } }] }, 'FIELD_MALFORMED', 'policy.sharedCosts[0].source.kinds[0]'],
    [{ markups: [{ ...markup, rate: '5 %' }] }, 'FIELD_MALFORMED', 'policy.markups[0].rate'],
    [{ markups: [{ ...markup, tiers: [] }] }, 'FIELD_MALFORMED', 'policy.markups[0].tiers'],
    [{ markups: [{ ...markup, method: 'tieredPercentage', rate: undefined }] }, 'FIELD_REQUIRED', 'policy.markups[0].tiers'],
    [
      { markups: [{ ...markup, method: 'tieredPercentage', rate: undefined, tiers: [{ from: '1', value: '0' }] }] },
      'FIELD_MALFORMED',
      'policy.markups[0].tiers[0].from',
    ],
    [
      {
        markups: [
          {
            ...markup,
            method: 'tieredAmount',
            rate: undefined,
            tiers: [
              { from: '0', value: '1' },
              { from: '0', value: '2' },
            ],
          },
        ],
      },
      'FIELD_MALFORMED',
      'policy.markups[0].tiers[1].from',
    ],
    [{ prices: [{ ...price, amount: '1.005' }] }, 'FIELD_MALFORMED', 'policy.prices[0].amount'],
    [
      { prices: [{ ...price, landingZones: [{ platformIdentifier: 'aws' }] }] },
      'FIELD_REQUIRED',
      'policy.prices[0].landingZones[0].landingZoneIdentifier',
    ],
    [{ platformTenantId: 'me' }, 'FIELD_MALFORMED', 'policy.platformTenantId'],
    [{ currencies: { acme: 'Euro' } }, 'FIELD_MALFORMED', 'policy.currencies.acme'],
    [{ closeAfterDays: 61 }, 'FIELD_MALFORMED', 'policy.closeAfterDays'],
    [{ issuer: '' }, 'FIELD_REQUIRED', 'policy.issuer'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...change, policy: { ...policy, ...more } })
      .thenRefused(code, field);
  });

  it.each(['2026-3', '2023-02', '2028-04', undefined])('cannot begin in %s', (effectiveFrom) => {
    given(decider)
      .when({ ...change, effectiveFrom: effectiveFrom! })
      .thenRefused('FIELD_MALFORMED', 'effectiveFrom');
  });
});
