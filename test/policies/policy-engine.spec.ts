import { runSimulation } from '@cloud-copilot/iam-simulate';
import { documentOf, printPolicies } from '@orgledger/aws';
import type { PolicyOptions, PrintedPrincipal } from '@orgledger/aws';
import { platform, printedOptions } from '../support/policy-options.js';

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

const simulate = async (principal: PrintedPrincipal, { action, resource, context = {} }: Request): Promise<string> => {
  const accountId = principal.accountId === '{accountId}' ? '444444444444' : principal.accountId;
  const inAccount = (document: unknown): unknown => JSON.parse(JSON.stringify(document).replaceAll('{accountId}', accountId));
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:${principal.kind}${principal.path}${principal.name}`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies: principal.inlinePolicies.map(({ name, statements }) => ({ name, policy: inAccount(documentOf(statements)) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    { simulationMode: 'Strict' },
  );
  return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
};

const principalOf = (options: PolicyOptions, id: PrintedPrincipal['id']): PrintedPrincipal =>
  printPolicies(options).principals.find((one) => one.id === id)!;

const minimal = printedOptions.minimal!;
const narrowed = printedOptions['minimal, narrowed']!;

const organization = 'arn:aws:organizations::111111111111';
const account = `${organization}:account/o-0123456789/444444444444`;
const root = `${organization}:root/o-0123456789/r-ab12`;
const unit = `${organization}:ou/o-0123456789/ou-ab12-cdef3456`;
const otherUnit = `${organization}:ou/o-0123456789/ou-ab12-99999999`;
const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const permissionSet = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
const otherPermissionSet = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-ffffffffffffffff';
const ssoAccount = 'arn:aws:sso:::account/444444444444';
const store = 'arn:aws:identitystore::111111111111:identitystore/d-0123456789';
const group = 'arn:aws:identitystore:::group/6e8c1a52-1111-2222-3333-444444444444';
const itself = 'arn:aws:iam::111111111111:role/MeshfedServiceRole';
const managed = { 'aws:ResourceTag/orgledger:managed': 'true' };
const inFrankfurt = { 'aws:RequestedRegion': 'eu-central-1' };

const asked = ([action, resource, context]: readonly [string, string, Request['context']?]): Request => ({
  action,
  resource,
  ...(context ? { context } : {}),
});

describe('the minimal service policy, by the policy engine', () => {
  it.each([
    ['organizations:CreateAccount', '*'],
    ['organizations:TagResource', account],
    ['organizations:MoveAccount', account],
    ['organizations:MoveAccount', root],
    ['organizations:MoveAccount', unit],
    ['organizations:CreateOrganizationalUnit', root],
    ['organizations:ListParents', account],
    ['sso:CreateAccountAssignment', instance],
    ['sso:CreateAccountAssignment', permissionSet],
    ['sso:CreateAccountAssignment', ssoAccount],
    ['sso:ListAccountAssignmentDeletionStatus', instance],
    ['identitystore:CreateGroup', store],
    ['identitystore:DeleteGroup', group],
    ['identitystore:ListGroupMemberships', group],
    ['iam:GetRole', itself],
    ['sts:AssumeRole', 'arn:aws:iam::444444444444:role/OrgledgerAccountAccessRole'],
  ] as const)('allows %s on %s', async (...request) => {
    expect(await simulate(principalOf(minimal, 'service'), asked(request))).toBe('Allowed');
  });

  it.each([
    ['organizations:CloseAccount', account],
    ['organizations:RemoveAccountFromOrganization', account],
    ['organizations:LeaveOrganization', '*'],
    ['organizations:DeleteOrganizationalUnit', unit],
    ['organizations:TagResource', unit],
    ['sso:CreatePermissionSet', instance],
    ['identitystore:DeleteUser', 'arn:aws:identitystore:::user/6e8c1a52-1111-2222-3333-444444444444'],
    ['iam:PutRolePolicy', itself],
    ['iam:UpdateAssumeRolePolicy', itself],
    ['iam:GetRole', 'arn:aws:iam::111111111111:role/Other'],
    ['iam:CreateUser', 'arn:aws:iam::111111111111:user/other'],
    ['sts:AssumeRole', 'arn:aws:iam::444444444444:role/OrganizationAccountAccessRole'],
  ] as const)('refuses %s on %s', async (...request) => {
    expect(await simulate(principalOf(minimal, 'service'), asked(request))).toBe('ImplicitlyDenied');
  });
});

describe('the narrowed service policy, by the policy engine', () => {
  const requestsTag = { 'aws:RequestTag/orgledger:managed': 'true' };
  const abroad = { 'aws:RequestedRegion': 'us-east-1' };
  const unmanaged = { 'aws:ResourceTag/orgledger:managed': 'false' };
  const elsewhere = account.replace('o-0123456789', 'o-9999999999');

  it.each<Request>([
    { action: 'organizations:MoveAccount', resource: unit },
    { action: 'organizations:MoveAccount', resource: account, context: managed },
    { action: 'organizations:CreateAccount', resource: '*', context: requestsTag },
    { action: 'organizations:UntagResource', resource: account, context: managed },
    { action: 'sso:CreateAccountAssignment', resource: permissionSet, context: inFrankfurt },
  ])('allows $action on $resource with $context', async (request) => {
    expect(await simulate(principalOf(narrowed, 'service'), request)).toBe('Allowed');
  });

  it.each<Request>([
    { action: 'organizations:MoveAccount', resource: otherUnit },
    { action: 'organizations:MoveAccount', resource: account },
    { action: 'organizations:MoveAccount', resource: elsewhere, context: managed },
    { action: 'organizations:CreateAccount', resource: '*' },
    { action: 'organizations:UntagResource', resource: account, context: unmanaged },
    { action: 'sso:CreateAccountAssignment', resource: otherPermissionSet, context: inFrankfurt },
    { action: 'sso:CreateAccountAssignment', resource: permissionSet, context: abroad },
    { action: 'identitystore:CreateGroup', resource: store, context: abroad },
  ])('refuses $action on $resource with $context', async (request) => {
    expect(await simulate(principalOf(narrowed, 'service'), request)).toBe('ImplicitlyDenied');
  });
});

describe('the access role after a downgrade, by the policy engine', () => {
  const own = 'arn:aws:iam::444444444444:role/OrgledgerAccountAccessRole';
  const admin = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const strict = principalOf(minimal, 'access');
  const seed = principalOf({ ...minimal, platform: { ...platform, downgrade: 'seed' } }, 'access');

  it.each([
    ['iam:CreateAccountAlias', '*'],
    ['iam:ListAccountAliases', '*'],
    ['iam:GetRole', own],
    ['iam:GetRolePolicy', own],
    ['iam:ListAttachedRolePolicies', own],
    ['iam:UpdateAssumeRolePolicy', own],
  ] as const)('still may %s on %s in both profiles', async (...request) => {
    expect([await simulate(strict, asked(request)), await simulate(seed, asked(request))]).toEqual(['Allowed', 'Allowed']);
  });

  it.each([
    ['iam:AttachRolePolicy', own, admin],
    ['iam:PutRolePolicy', own],
    ['iam:CreateRole', 'arn:aws:iam::444444444444:role/Other'],
    ['iam:UpdateAssumeRolePolicy', 'arn:aws:iam::444444444444:role/Other'],
  ] as const)('may %s on %s under seed, as its document says, and never under strict', async (...request) => {
    expect([await simulate(strict, asked(request)), await simulate(seed, asked(request))]).toEqual(['ImplicitlyDenied', 'Allowed']);
  });

  it.each([
    ['iam:CreateUser', 'arn:aws:iam::444444444444:user/other'],
    ['ec2:RunInstances', 'arn:aws:ec2:eu-central-1:444444444444:instance/i-1'],
  ] as const)('never may %s', async (...request) => {
    expect([await simulate(strict, asked(request)), await simulate(seed, asked(request))]).toEqual(['ImplicitlyDenied', 'ImplicitlyDenied']);
  });
});

describe('the caller, by the policy engine', () => {
  it('may enter the service role with any ExternalId or none, so that the trust policy alone answers the probes', async () => {
    const caller = principalOf(minimal, 'caller');
    for (const context of [{}, { 'sts:ExternalId': 'wrong' }, { 'sts:ExternalId': platform.externalId }])
      expect(await simulate(caller, { action: 'sts:AssumeRole', resource: itself, context })).toBe('Allowed');
    expect(await simulate(caller, { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/Other' })).toBe('ImplicitlyDenied');
  });

  it('is kept from the probes under seed, whatever the trust policy says', async () => {
    const caller = principalOf(printedOptions.seed!, 'caller');
    expect(await simulate(caller, { action: 'sts:AssumeRole', resource: itself })).toBe('ImplicitlyDenied');
    expect(await simulate(caller, { action: 'sts:AssumeRole', resource: itself, context: { 'sts:ExternalId': platform.externalId } })).toBe(
      'Allowed',
    );
  });
});
