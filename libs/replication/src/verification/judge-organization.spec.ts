import type { IdentityCenterSettings } from '@orgledger/governance';
import { judgeIdentityCenter, judgeOrganization, judgePermissions, judgeRoot } from './judge-organization.gateway.js';

const organization = { organizationId: 'o-0123456789', managementAccountId: '111111111111', featureSet: 'ALL' };
const center: IdentityCenterSettings = {
  instanceArn: 'arn:aws:sso:::instance/ssoins-1',
  identityStoreId: 'd-1',
  region: 'eu-central-1',
  signInUrl: 'https://example.org',
  groupPrefix: 'orgledger-',
};
const instance = { instanceArn: center.instanceArn, identityStoreId: center.identityStoreId, ownerAccountId: undefined };

describe('judging the organisation', () => {
  it('wants the management account of an organisation with all features', () => {
    expect(judgeOrganization(organization, '111111111111').result).toBe('passed');
    const other = judgeOrganization({ ...organization, managementAccountId: '999999999999' }, '111111111111');
    expect(other).toMatchObject({ result: 'failed', code: 'NOT_MANAGEMENT_ACCOUNT' });
    expect(other.message).toContain('999999999999');
    expect(judgeOrganization({ ...organization, featureSet: 'CONSOLIDATED_BILLING' }, '111111111111').code).toBe('NOT_ALL_FEATURES');
  });

  it('wants a root', () => {
    expect(judgeRoot([{ id: 'r-ab12' }]).result).toBe('passed');
    expect(judgeRoot([]).code).toBe('NO_ROOT');
  });

  it('wants the named Identity Center instance with the named store, and says which there are', () => {
    expect(judgeIdentityCenter([instance], center).result).toBe('passed');
    expect(judgeIdentityCenter([], center).code).toBe('INSTANCE_MISSING');
    expect(judgeIdentityCenter([{ ...instance, instanceArn: 'arn:other' }], center).message).toContain('arn:other with identity store d-1');
    expect(judgeIdentityCenter([{ ...instance, identityStoreId: 'd-2' }], center)).toMatchObject({
      code: 'IDENTITY_STORE_MISMATCH',
      remedy: expect.stringContaining('d-2') as string,
    });
  });

  it('names actions that the simulator allows on no resource', () => {
    const decided = (action: string, ...decisions: ('allowed' | 'implicitDeny')[]) =>
      decisions.map((decision, index) => ({ action, resource: `r${index}`, decision }));
    const decisions = [
      ...decided('sso:ListInstances', 'allowed'),
      ...decided('identitystore:CreateGroup', 'allowed', 'implicitDeny'),
      ...decided('iam:GetRole', 'implicitDeny'),
    ];
    expect(judgePermissions('arn', decisions)).toMatchObject({
      result: 'failed',
      code: 'MISSING_ACTIONS',
      message: 'IAM’s simulator refuses iam:GetRole.',
      again: true,
    });
    expect(judgePermissions('arn', decisions.slice(0, -1))).toMatchObject({ result: 'passed', message: 'IAM’s simulator allows all 2 actions.' });
  });
});
