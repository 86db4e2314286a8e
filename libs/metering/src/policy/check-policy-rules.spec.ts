import { DomainError } from '@orgledger/kernel';
import { defaultBillingPolicy } from './billing-policy.js';
import type { BillingPolicy, LineSelection, SharedCostRule } from './billing-policy.js';
import { checkPolicyRules } from './check-policy-rules.js';
import { problemOfPattern, textMatcher } from './text-pattern.js';

const shared = (given: Partial<SharedCostRule>): SharedCostRule => ({
  ruleId: 'r',
  name: 'Network',
  source: { tenantIds: ['hub'] },
  method: 'even',
  ...given,
});
const marked = (base: LineSelection): Partial<BillingPolicy> => ({
  markups: [{ ruleId: 'm', name: 'Fee', base, method: 'percentage', rate: '0.1', seller: 'F' }],
});

const refusal = (policy: Partial<BillingPolicy>): unknown => {
  try {
    checkPolicyRules({ ...defaultBillingPolicy, ...policy });
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('rules between the parts of a policy', () => {
  it.each([
    ['policy.sharedCosts[0].targets.tenantIds', { sharedCosts: [shared({ targets: { tenantIds: ['a', 'hub'] } })] }],
    [
      'policy.sharedCosts[1].weights',
      { sharedCosts: [shared({}), shared({ name: 'Logs', source: { tenantIds: ['a'] }, method: 'fixed', weights: { hub: '1' } })] },
    ],
    ['policy.sharedCosts[0].source.kinds', { sharedCosts: [shared({ source: { kinds: ['USAGE', 'SHARED_COST'] } })] }],
    ['policy.sharedCosts[0].source.services', { sharedCosts: [shared({ source: { services: '(a+)+' } })] }],
    ['policy.markups[0].base.kinds', marked({ kinds: ['MARKUP'] })],
    ['policy.markups[0].base.sellers', marked({ sellers: '[' })],
  ] as const)('refuse %s', (field, policy) => {
    const error = refusal(policy);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'POLICY_INVALID', field });
  });

  it('let shares, prices and tax be marked up, and sources have targets of their own', () => {
    expect(refusal(marked({ kinds: ['SHARED_COST', 'PRICE', 'TAX'], services: 'Amazon (EC2|RDS)' }))).toBeUndefined();
    expect(
      refusal({
        sharedCosts: [shared({ targets: { tenantIds: ['a'] } }), shared({ source: { tenantIds: ['logs'] }, targets: { tenantIds: ['a', 'b'] } })],
      }),
    ).toBeUndefined();
  });
});

describe('patterns', () => {
  it.each([
    ['(a+)+$', 'repeats a group'],
    ['(a|aa)*', 'repeats a group'],
    ['(?:x){2,}', 'repeats a group'],
    ['.*.*.*.*', 'repeats more than 3 times'],
    ['(a)\\1', 'has a back-reference'],
    ['(?=a)a', 'has a look-around or a named group'],
    ['(?<name>a)', 'has a look-around or a named group'],
    ['[', 'is no regular expression'],
    ['a'.repeat(201), 'is longer than 200 characters'],
  ])('%s: it %s', (pattern, problem) => {
    expect(problemOfPattern(pattern)).toBe(problem);
    expect(() => textMatcher(pattern, 'markups.m.base.services')).toThrow(DomainError);
  });

  it('match whole texts', () => {
    const matches = textMatcher('Amazon (?:EC2|RDS.*)|[A-Z+*]+\\*', 'services');
    expect(['Amazon EC2', 'Amazon RDS for Oracle', 'AB*', 'Amazon EC2 x', 'My Amazon EC2', ''].map(matches)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(textMatcher(undefined, 'services')('anything')).toBe(true);
  });

  it('judge the longest texts by the worst pattern that is allowed', () => {
    expect(textMatcher('.*a.*a.*b', 'services')('a'.repeat(600))).toBe(false);
  });
});
