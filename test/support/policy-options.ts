import { defaultFeatures } from '@orgledger/aws';
import type { PolicyOptions, PolicyPlatform } from '@orgledger/aws';

export const platform: PolicyPlatform = {
  partition: 'aws',
  managementAccountId: '111111111111',
  platformAccountId: '222222222222',
  automationAccountId: '333333333333',
  principalArn: 'arn:aws:iam::222222222222:user/meshfed-service-user',
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  externalId: 'Zm9yLXRlc3RzLW9ubHktbm90LWEtc2VjcmV0LWF0LWE',
  identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', identityStoreId: 'd-0123456789' },
  breakGlassRoleArns: [],
  downgrade: 'strict',
};

const minimal: PolicyOptions = { profile: 'minimal', platform, features: defaultFeatures };

const metering = {
  userArn: 'arn:aws:iam::222222222222:user/metering',
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  externalId: 'Zm9yLW1ldGVyaW5nLW9ubHktbm90LWEtc2VjcmV0LWE',
} as const;

/** One set of options per choice that changes what is printed; their prints are the golden file. */
export const printedOptions: Readonly<Record<string, PolicyOptions>> = {
  minimal,
  'minimal, nothing but accounts': {
    ...minimal,
    platform: { ...platform, downgrade: 'off' },
    features: { ...defaultFeatures, tags: false, organizationalUnits: false, createOrganizationalUnits: false, alias: false, identityCenter: false },
  },
  'minimal, doctor and metering': { ...minimal, features: { ...defaultFeatures, doctor: true }, metering },
  'minimal, metering without commitments': { ...minimal, features: { ...defaultFeatures, reservations: false, savingsPlans: false }, metering },
  'minimal, narrowed': {
    ...minimal,
    features: { ...defaultFeatures, createOrganizationalUnits: false },
    narrow: {
      organizationId: 'o-0123456789',
      ouArns: ['arn:aws:organizations::111111111111:ou/o-0123456789/ou-ab12-cdef3456'],
      accountTags: { 'orgledger:managed': 'true' },
      permissionSetArns: ['arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef'],
      regions: ['eu-central-1'],
    },
  },
  'minimal, pathed roles, break-glass, rotation': {
    ...minimal,
    platform: {
      ...platform,
      principalArn: 'arn:aws:iam::222222222222:user/orgledger/replicator',
      serviceRole: { name: 'Service.Role+1', path: '/orgledger/' },
      accessRole: { name: 'Access', path: '/orgledger/members/' },
      previousExternalId: 'dGhlLXByZXZpb3VzLWV4dGVybmFsLWlkLWZvci10ZXN0',
      breakGlassRoleArns: ['arn:aws:iam::111111111111:role/BreakGlass'],
    },
  },
  'minimal, web identity, China': {
    ...minimal,
    platform: {
      ...platform,
      partition: 'aws-cn',
      principalArn: 'arn:aws-cn:iam::222222222222:role/OrgledgerEntry',
      identityCenter: { instanceArn: 'arn:aws-cn:sso:::instance/ssoins-0123456789abcdef', identityStoreId: 'd-0123456789' },
    },
    webIdentity: {
      providerArn: 'arn:aws-cn:iam::222222222222:oidc-provider/oidc.example.org/id/1',
      audience: 'sts.amazonaws.com.cn',
      subject: 'system:serviceaccount:orgledger:replicator',
    },
  },
  seed: {
    ...minimal,
    profile: 'seed',
    platform: { ...platform, downgrade: 'seed' },
    features: { ...defaultFeatures, controlTower: true, doctor: true },
    metering,
  },
};
