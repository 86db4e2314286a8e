import { DomainError } from '@orgledger/kernel';
import { checkPolicyOptions } from './check-policy-options.js';
import { defaultFeatures } from './policy-options.js';
import type { PolicyOptions } from './policy-options.js';

const platform = {
  partition: 'aws',
  managementAccountId: '111111111111',
  platformAccountId: '222222222222',
  automationAccountId: '333333333333',
  principalArn: 'arn:aws:iam::222222222222:user/meshfed-service-user',
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  externalId: 'x'.repeat(43),
  breakGlassRoleArns: [],
  downgrade: 'strict',
} as const;

const options: PolicyOptions = {
  profile: 'minimal',
  platform: { ...platform, identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', identityStoreId: 'd-0123456789' } },
  features: defaultFeatures,
};

const refusal = (changed: PolicyOptions): { code: string; field: string | undefined } => {
  try {
    checkPolicyOptions(changed);
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, field: error.field };
    throw error;
  }
  throw new Error('accepted');
};

describe('policy options', () => {
  it('accepts a complete choice', () => {
    expect(() => refusal(options)).toThrow('accepted');
  });

  it.each([
    ['managementAccountId', { managementAccountId: '11111' }],
    ['principalArn', { principalArn: 'arn:aws:iam::222222222222:root' }],
    ['principalArn', { principalArn: 'arn:aws:sts::222222222222:assumed-role/Role/session' }],
    ['principalArn', { principalArn: 'arn:aws:iam::999999999999:user/elsewhere' }],
    ['principalArn', { principalArn: 'arn:aws-cn:iam::222222222222:user/elsewhere' }],
    ['serviceRole', { serviceRole: { name: 'a b', path: '/' } }],
    ['accessRole', { accessRole: { name: 'Access', path: 'no-slash' } }],
    ['accessRole', { accessRole: { name: '${injected}', path: '/' } }],
    ['externalId', { externalId: 'x' }],
    ['externalId', { externalId: 'has spaces in it' }],
    ['breakGlassRoleArns[0]', { breakGlassRoleArns: ['arn:aws:iam::111111111111:user/person'] }],
    ['identityCenter.instanceArn', { identityCenter: { instanceArn: 'ssoins-1', identityStoreId: 'd-0123456789' } }],
  ])('names %s when it is wrong', (field, platform) => {
    expect(refusal({ ...options, platform: { ...options.platform, ...platform } })).toEqual({ code: 'POLICY_OPTION_INVALID', field });
  });

  it.each([
    ['ouArns[0]', { ouArns: ['ou-ab12-cdef3456'] }],
    ['organizationId', { organizationId: '0123456789' }],
    ['permissionSetArns[0]', { permissionSetArns: ['ps-1'] }],
    ['regions[0]', { regions: ['*'] }],
    ['accountTags.owner', { accountTags: { owner: '${aws:username}' } }],
  ])('names the narrowing %s when it is wrong', (field, narrow) => {
    expect(refusal({ ...options, features: { ...defaultFeatures, createOrganizationalUnits: false }, narrow })).toEqual({
      code: 'POLICY_OPTION_INVALID',
      field,
    });
  });

  it('refuses choices that cannot work together', () => {
    const conflict = (field: string) => ({ code: 'POLICY_OPTIONS_CONFLICT', field });
    const ouArns = ['arn:aws:organizations::111111111111:ou/o-0123456789/ou-ab12-cdef3456'];
    expect(refusal({ ...options, narrow: { ouArns } })).toEqual(conflict('narrow.ouArns'));
    expect(refusal({ ...options, platform })).toEqual(conflict('features.identityCenter'));
    expect(refusal({ ...options, features: { ...defaultFeatures, controlTower: true } })).toEqual(conflict('features.controlTower'));
    expect(refusal({ ...options, features: { ...defaultFeatures, automation: true } })).toEqual(conflict('features.automation'));
    expect(
      refusal({ ...options, webIdentity: { providerArn: 'arn:aws:iam::222222222222:oidc-provider/x.org', audience: 'a', subject: 's' } }),
    ).toEqual(conflict('webIdentity'));
  });

  it('keeps the ExternalIds of replicator and metering apart', () => {
    const metering = { userArn: 'arn:aws:iam::222222222222:user/m', role: { name: 'M', path: '/' }, externalId: options.platform.externalId };
    expect(refusal({ ...options, metering })).toEqual({ code: 'POLICY_OPTION_INVALID', field: 'metering.externalId' });
  });
});
