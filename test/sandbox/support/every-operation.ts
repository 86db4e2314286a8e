import type { DocumentedClient } from './documented-shapes.js';

export interface ScenarioCall {
  readonly client: DocumentedClient;
  readonly operation: string;
  readonly input: (known: Known) => Readonly<Record<string, unknown>>;
  /** Names a value of the answer by its path. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Seconds of sandbox time that pass afterwards. */
  readonly then?: number;
}

export type Known = (name: string) => string;
const organizations = (operation: string, input: ScenarioCall['input'], more: Partial<ScenarioCall> = {}): ScenarioCall => ({ client: 'organizations', operation, input, ...more }); // prettier-ignore
const sso = (operation: string, input: ScenarioCall['input'], more: Partial<ScenarioCall> = {}): ScenarioCall => ({ client: 'sso-admin', operation, input: (known) => ({ InstanceArn: known('instance'), ...input(known) }), ...more }); // prettier-ignore
const store = (operation: string, input: ScenarioCall['input'], more: Partial<ScenarioCall> = {}): ScenarioCall => ({ client: 'identitystore', operation, input: (known) => ({ IdentityStoreId: known('store'), ...input(known) }), ...more }); // prettier-ignore

const ce = (operation: string, input: object): ScenarioCall => ({ client: 'cost-explorer', operation, input: () => ({ TimePeriod: { Start: '2026-01-01', End: '2026-02-01' }, ...input }) }); // prettier-ignore
const dimension = (Key: string) => ({ Type: 'DIMENSION', Key });

const SCP = 'SERVICE_CONTROL_POLICY';
const assignment = (known: Known) => ({ TargetId: known('account'), TargetType: 'AWS_ACCOUNT', PermissionSetArn: known('set'), PrincipalType: 'GROUP', PrincipalId: known('group') }); // prettier-ignore
const set = (known: Known) => ({ PermissionSetArn: known('set') });
const attribute = (AttributePath: string, AttributeValue: string) => ({
  AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
});

/** One life of an organisation that calls every operation at least once. */
export const everyOperation: readonly ScenarioCall[] = [
  organizations('DescribeOrganization', () => ({}), { keep: { management: 'Organization.MasterAccountId' } }),
  organizations('ListRoots', () => ({}), { keep: { root: 'Roots.0.Id' } }),
  organizations('EnablePolicyType', (known) => ({ RootId: known('root'), PolicyType: SCP })),
  organizations('ListRoots', () => ({})),
  organizations('CreateOrganizationalUnit', (known) => ({ ParentId: known('root'), Name: 'Workloads', Tags: [{ Key: 'a', Value: '1' }] }), {
    keep: { unit: 'OrganizationalUnit.Id' },
  }),
  organizations('CreateOrganizationalUnit', (known) => ({ ParentId: known('unit'), Name: 'Prod' }), { keep: { inner: 'OrganizationalUnit.Id' } }), // prettier-ignore
  organizations('UpdateOrganizationalUnit', (known) => ({ OrganizationalUnitId: known('inner'), Name: 'Live' })),
  organizations('DescribeOrganizationalUnit', (known) => ({ OrganizationalUnitId: known('unit') })),
  organizations('ListOrganizationalUnitsForParent', (known) => ({ ParentId: known('root') })),
  organizations('CreateAccount', () => ({ AccountName: 'orders', Email: 'orders@example.com', Tags: [{ Key: 'a', Value: '1' }] }), {
    keep: { request: 'CreateAccountStatus.Id' },
  }),
  organizations('CreateAccount', () => ({ AccountName: 'orders', Email: 'Orders@example.com' })),
  organizations('ListCreateAccountStatus', () => ({ States: ['IN_PROGRESS'] }), { then: 100 }),
  organizations('ListCreateAccountStatus', () => ({})),
  organizations('DescribeCreateAccountStatus', (known) => ({ CreateAccountRequestId: known('request') }), {
    keep: { account: 'CreateAccountStatus.AccountId' },
  }),
  organizations('DescribeAccount', (known) => ({ AccountId: known('account') })),
  organizations('MoveAccount', (known) => ({ AccountId: known('account'), SourceParentId: known('root'), DestinationParentId: known('unit') }), { then: 10 }), // prettier-ignore
  organizations('ListAccounts', () => ({ MaxResults: 2 })),
  organizations('ListAccountsForParent', (known) => ({ ParentId: known('unit') })),
  organizations('ListChildren', (known) => ({ ParentId: known('unit'), ChildType: 'ACCOUNT' })),
  organizations('ListChildren', (known) => ({ ParentId: known('unit'), ChildType: 'ORGANIZATIONAL_UNIT' })),
  organizations('ListParents', (known) => ({ ChildId: known('account') })),
  organizations('TagResource', (known) => ({ ResourceId: known('account'), Tags: [{ Key: 'b', Value: '2' }] })),
  organizations('UntagResource', (known) => ({ ResourceId: known('account'), TagKeys: ['a'] })),
  organizations('ListTagsForResource', (known) => ({ ResourceId: known('account') })),
  organizations('CreatePolicy', () => ({ Name: 'p', Description: 'd', Type: SCP, Content: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}', Tags: [{ Key: 'a', Value: '1' }] }), { keep: { policy: 'Policy.PolicySummary.Id' } }), // prettier-ignore
  organizations('UpdatePolicy', (known) => ({ PolicyId: known('policy'), Name: 'q' })),
  organizations('DescribePolicy', (known) => ({ PolicyId: known('policy') })),
  organizations('AttachPolicy', (known) => ({ PolicyId: known('policy'), TargetId: known('unit') })),
  organizations('ListPolicies', () => ({ Filter: SCP })),
  organizations('ListPoliciesForTarget', (known) => ({ TargetId: known('unit'), Filter: SCP })),
  organizations('ListTargetsForPolicy', () => ({ PolicyId: 'p-FullAWSAccess' })),
  organizations('DetachPolicy', (known) => ({ PolicyId: known('policy'), TargetId: known('unit') })),
  organizations('DeletePolicy', (known) => ({ PolicyId: known('policy') })),
  organizations('DeleteOrganizationalUnit', (known) => ({ OrganizationalUnitId: known('inner') })),
  organizations('DisablePolicyType', (known) => ({ RootId: known('root'), PolicyType: SCP })),

  { client: 'sso-admin', operation: 'ListInstances', input: () => ({}), keep: { instance: 'Instances.0.InstanceArn', store: 'Instances.0.IdentityStoreId' } }, // prettier-ignore
  sso('DescribeInstance', () => ({})),
  sso('CreatePermissionSet', () => ({ Name: 'Developer', Description: 'd', RelayState: 'https://x', Tags: [{ Key: 'a', Value: '1' }] }), {
    keep: { set: 'PermissionSet.PermissionSetArn' },
  }),
  sso('UpdatePermissionSet', (known) => ({ ...set(known), Description: 'e' })),
  sso('DescribePermissionSet', set),
  sso('ListPermissionSets', () => ({})),
  sso('AttachManagedPolicyToPermissionSet', (known) => ({ ...set(known), ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
  sso('ListManagedPoliciesInPermissionSet', set),
  sso('DetachManagedPolicyFromPermissionSet', (known) => ({ ...set(known), ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
  sso('PutInlinePolicyToPermissionSet', (known) => ({ ...set(known), InlinePolicy: '{"Version":"2012-10-17","Statement":[]}' })),
  sso('GetInlinePolicyForPermissionSet', set),
  sso('DeleteInlinePolicyFromPermissionSet', set),
  sso('TagResource', (known) => ({ ResourceArn: known('set'), Tags: [{ Key: 'b', Value: '2' }] })),
  sso('UntagResource', (known) => ({ ResourceArn: known('set'), TagKeys: ['a'] })),
  sso('ListTagsForResource', (known) => ({ ResourceArn: known('set') })),

  store('CreateUser', () => ({ UserName: 'ann', DisplayName: 'Ann', Name: { GivenName: 'Ann', FamilyName: 'Lee' }, Emails: [{ Value: 'ann@example.com', Type: 'work', Primary: true }] }), { keep: { user: 'UserId' } }), // prettier-ignore
  store('UpdateUser', (known) => ({ UserId: known('user'), Operations: [{ AttributePath: 'title', AttributeValue: 'Engineer' }] })),
  store('DescribeUser', (known) => ({ UserId: known('user') })),
  store('GetUserId', () => attribute('userName', 'ann')),
  store('ListUsers', () => ({})),
  store('CreateGroup', () => ({ DisplayName: 'devs', Description: 'd' }), { keep: { group: 'GroupId' } }),
  store('UpdateGroup', (known) => ({ GroupId: known('group'), Operations: [{ AttributePath: 'displayName', AttributeValue: 'ops' }] })),
  store('DescribeGroup', (known) => ({ GroupId: known('group') })),
  store('GetGroupId', () => attribute('displayName', 'ops')),
  store('ListGroups', () => ({})),
  store('CreateGroupMembership', (known) => ({ GroupId: known('group'), MemberId: { UserId: known('user') } }), {
    keep: { membership: 'MembershipId' },
  }),
  store('DescribeGroupMembership', (known) => ({ MembershipId: known('membership') })),
  store('GetGroupMembershipId', (known) => ({ GroupId: known('group'), MemberId: { UserId: known('user') } })),
  store('ListGroupMemberships', (known) => ({ GroupId: known('group') })),
  store('ListGroupMembershipsForMember', (known) => ({ MemberId: { UserId: known('user') } })),
  store('IsMemberInGroups', (known) => ({ MemberId: { UserId: known('user') }, GroupIds: [known('group')] })),

  sso('CreateAccountAssignment', assignment, { keep: { creation: 'AccountAssignmentCreationStatus.RequestId' }, then: 10 }), // prettier-ignore
  sso('DescribeAccountAssignmentCreationStatus', (known) => ({ AccountAssignmentCreationRequestId: known('creation') })),
  sso('ListAccountAssignmentCreationStatus', () => ({})),
  sso('ListAccountAssignments', (known) => ({ AccountId: known('account'), ...set(known) })),
  sso('ListAccountAssignmentsForPrincipal', (known) => ({ PrincipalType: 'GROUP', PrincipalId: known('group') })),
  sso('ListPermissionSetsProvisionedToAccount', (known) => ({ AccountId: known('account') })),
  sso('ListAccountsForProvisionedPermissionSet', set),
  sso('ProvisionPermissionSet', (known) => ({ ...set(known), TargetType: 'AWS_ACCOUNT', TargetId: known('account') }), {
    keep: { provisioning: 'PermissionSetProvisioningStatus.RequestId' },
    then: 10,
  }),
  sso('DescribePermissionSetProvisioningStatus', (known) => ({ ProvisionPermissionSetRequestId: known('provisioning') })),
  sso('ListPermissionSetProvisioningStatus', () => ({})),
  sso('DeleteAccountAssignment', assignment, { keep: { deletion: 'AccountAssignmentDeletionStatus.RequestId' }, then: 10 }), // prettier-ignore
  sso('DeleteAccountAssignment', assignment, { then: 10 }),
  sso('DescribeAccountAssignmentDeletionStatus', (known) => ({ AccountAssignmentDeletionRequestId: known('deletion') })),
  sso('ListAccountAssignmentDeletionStatus', () => ({})),
  sso('DeletePermissionSet', set),

  ce('GetCostAndUsage', { Granularity: 'MONTHLY', Metrics: ['UnblendedCost', 'UsageQuantity'], GroupBy: [dimension('LINKED_ACCOUNT'), dimension('SERVICE')] }), // prettier-ignore
  ce('GetCostAndUsage', { Granularity: 'DAILY', Metrics: ['AmortizedCost', 'NetAmortizedCost', 'BlendedCost', 'NormalizedUsageAmount'] }),
  ce('GetDimensionValues', { Dimension: 'LINKED_ACCOUNT' }),
  ce('GetTags', {}),
  ce('GetReservationUtilization', { GroupBy: [dimension('SUBSCRIPTION_ID')] }),
  ce('GetReservationUtilization', { Granularity: 'MONTHLY' }),
  ce('GetReservationCoverage', { GroupBy: [dimension('INSTANCE_TYPE')], Metrics: ['Hour', 'Unit', 'Cost'] }),
  ce('GetSavingsPlansUtilization', { Granularity: 'MONTHLY' }),
  ce('GetSavingsPlansUtilizationDetails', { MaxResults: 1 }),
  ce('GetSavingsPlansCoverage', { GroupBy: [dimension('SERVICE')] }),

  store('DeleteGroupMembership', (known) => ({ MembershipId: known('membership') })),
  store('DeleteGroup', (known) => ({ GroupId: known('group') })),
  store('DeleteUser', (known) => ({ UserId: known('user') })),
  organizations('CloseAccount', (known) => ({ AccountId: known('account') })),
];
