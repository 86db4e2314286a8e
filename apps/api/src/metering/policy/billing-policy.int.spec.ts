import { runningApi } from '../../../testing/running-api.js';
import type { RunningApi } from '../../../testing/running-api.js';
import { samplePayerSettings } from '../../../testing/sample-payer.js';
import { samplePlatformSettings } from '../../../testing/sample-platform.js';

const payerAccountId = samplePlatformSettings.managementAccountId;
const policy = {
  basis: 'ACCRUAL',
  savingsPlanFairChargeback: { effectiveFrom: '2026-02' },
  settlements: {
    support: 'REDISTRIBUTE',
    tax: 'PASS_THROUGH',
    credit: 'HOLD',
    refund: 'PASS_THROUGH',
    discount: 'PASS_THROUGH',
    other: 'PASS_THROUGH',
  },
  sharedCosts: [{ ruleId: 'network', name: 'Network', source: { accountIds: ['444455556666'], kinds: ['USAGE'] }, method: 'EVEN' }],
  markups: [{ ruleId: 'fee', name: 'Fee', base: {}, method: 'MARGINAL_PERCENTAGE', tiers: [{ from: '0', value: '0.05' }], seller: 'Platform' }],
  prices: [
    { priceId: 'p', name: 'P', amount: '25.00', seller: 'Platform', landingZones: [{ platformIdentifier: 'aws', landingZoneIdentifier: 'prod' }] },
  ],
  currencies: [{ workspaceIdentifier: 'acme', currency: 'EUR' }],
  closeAfterDays: 9,
  issuer: 'Acme Cloud',
};
const shown = `basis savingsPlanFairChargeback { effectiveFrom } settlements { support tax credit refund discount other }
  sharedCosts { ruleId name source { accountIds kinds } method } markups { ruleId name base { kinds } method tiers { from value } seller }
  prices { priceId name amount seller landingZones { platformIdentifier landingZoneIdentifier } } currencies { workspaceIdentifier currency } closeAfterDays issuer`;

describe('billing policies over GraphQL', () => {
  let api: RunningApi;
  const month = new Date().toISOString().slice(0, 7);
  beforeAll(async () => {
    api = await runningApi();
    await api.mutate('registerPlatform', 'RegisterPlatformInput', {
      platformIdentifier: 'aws',
      displayName: 'AWS',
      settings: samplePlatformSettings,
    });
    await api.mutate('registerPayer', 'RegisterPayerInput', { payerAccountId, platformIdentifier: 'aws', settings: samplePayerSettings });
  });
  afterAll(() => api.close());

  const inForce = async (): Promise<unknown> => {
    const { data } = await api.ask(`{ billingPolicy(payerAccountId: "${payerAccountId}") { month effectiveFrom policy { ${shown} } } }`);
    return data?.billingPolicy;
  };

  it('are read as they were written; the default holds before', async () => {
    expect(await inForce()).toMatchObject({ month, effectiveFrom: null, policy: { basis: 'ACCRUAL', closeAfterDays: 7, issuer: 'Orgledger' } });
    const input = { payerAccountId, effectiveFrom: month, policy };
    const select = `... on BillingPolicySuccess { visible billingPolicy { policy { ${shown} } } }`;
    const result = await api.mutate('changeBillingPolicy', 'ChangeBillingPolicyInput', input, select);
    const markups = policy.markups.map((rule) => ({ ...rule, base: { kinds: null } }));
    expect(result).toMatchObject({ visible: true, billingPolicy: { policy: { ...policy, markups } } });
    expect(await inForce()).toMatchObject({ effectiveFrom: month, policy: { ...policy, markups } });
    const { data } = await api.ask(`{ billingPolicyHistory(payerAccountId: "${payerAccountId}") { effectiveFrom } }`);
    expect(data?.billingPolicyHistory).toEqual([{ effectiveFrom: month }]);
  });

  it('name the field of a rule that cannot be', async () => {
    const twice = [...policy.currencies, ...policy.currencies];
    const input = { payerAccountId, effectiveFrom: month, policy: { ...policy, currencies: twice } };
    expect(await api.mutate('changeBillingPolicy', 'ChangeBillingPolicyInput', input)).toMatchObject({
      __typename: 'ValidationError',
      code: 'FIELD_DUPLICATE',
      field: 'policy.currencies[1]',
    });
    const rate = { ...input, policy: { ...policy, markups: [{ ...policy.markups[0], tiers: [{ from: '1', value: '0.05' }] }] } };
    expect(await api.mutate('changeBillingPolicy', 'ChangeBillingPolicyInput', rate)).toMatchObject({
      __typename: 'ValidationError',
      field: 'policy.markups[0].tiers[0].from',
    });
  });
});
