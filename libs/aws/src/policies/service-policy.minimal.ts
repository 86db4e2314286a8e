import { roleArn } from './arns.js';
import { allOf, allow } from './explain.js';
import type { ConditionBlock, ExplainedStatement } from './policy-document.js';
import type { PolicyOptions } from './policy-options.js';

/** What the service role in the management account is asked for: exactly the calls this version makes for the chosen features. */
export const minimalServicePolicy = (options: PolicyOptions): readonly ExplainedStatement[] => [
  ...chain(options),
  ...accounts(options),
  ...organizationalUnits(options),
  ...identityCenter(options),
];

const chain = ({ platform, features }: PolicyOptions): readonly ExplainedStatement[] => {
  const itself = roleArn(platform.partition, platform.managementAccountId, platform.serviceRole);
  return [
    allow(
      'EnterMemberAccounts',
      'Enters the access role of each member account to set the alias and to narrow that role.',
      ['sts:AssumeRole'],
      // CreateAccount takes a role's name only: in accounts that the platform made, the role has no path.
      [...new Set(['/', platform.accessRole.path])].map((path) => roleArn(platform.partition, '*', { ...platform.accessRole, path })),
    ),
    allow(
      'ReadOwnTrust',
      'Reads this role’s own trust policy: a second ExternalId or an open principal is invisible to probes.',
      ['iam:GetRole'],
      [itself],
    ),
    ...(features.doctor
      ? [allow('SimulateOwnPermissions', 'Names missing permissions before a run meets them.', ['iam:SimulatePrincipalPolicy'], [itself])]
      : []),
  ];
};

const accounts = (options: PolicyOptions): readonly ExplainedStatement[] => {
  const { features, narrow } = options;
  const { account, units } = organizationArns(options);
  const carried = resourceTags(narrow?.accountTags);
  const requested = requestTags(narrow?.accountTags);
  const create = ['organizations:CreateAccount'];
  const tagNew = ['organizations:TagResource'];
  return [
    allow(
      'ReadOrganization',
      'Verifies that this is the organisation’s management account, follows account creation and finds accounts again after a crash. AWS has no resource types for these.',
      [
        'organizations:DescribeCreateAccountStatus',
        'organizations:DescribeOrganization',
        'organizations:ListAccounts',
        'organizations:ListCreateAccountStatus',
        'organizations:ListRoots',
      ],
      ['*'],
    ),
    allow('CreateAccounts', 'Creates the account of a tenant. AWS has no resource type for it.', create, ['*'], requested),
    allow('MarkNewAccounts', 'The creation intent travels as a tag, so that a crash never leads to a second account.', tagNew, [account], requested),
    allow(
      'ReadAccounts',
      'Recognises an account by its mark before adopting it.',
      ['organizations:DescribeAccount', 'organizations:ListTagsForResource'],
      [account],
    ),
    allow('FindPlaces', 'Finds the units above an account.', ['organizations:ListParents'], [account, ...units]),
    ...(features.tags
      ? [
          allow(
            'TagAccounts',
            'Keeps the tags under the platform’s own prefix as tenants want them.',
            requested ? ['organizations:TagResource', 'organizations:UntagResource'] : ['organizations:UntagResource'],
            [account],
            carried,
          ),
        ]
      : []),
  ];
};

const organizationalUnits = (options: PolicyOptions): readonly ExplainedStatement[] => {
  if (!options.features.organizationalUnits) return [];
  const arns = organizationArns(options);
  const carried = resourceTags(options.narrow?.accountTags);
  const places = [arns.root, ...arns.units];
  return [
    allow('ReadOrganizationalUnits', 'Resolves the path of the target unit.', ['organizations:ListOrganizationalUnitsForParent'], places),
    allow('ReadTargetUnit', 'Checks that a unit named by id exists.', ['organizations:DescribeOrganizationalUnit'], arns.units),
    ...(carried
      ? [
          allow('MoveMarkedAccounts', 'Moves accounts with the agreed tags only.', ['organizations:MoveAccount'], [arns.account], carried),
          allow('MoveBetweenUnits', 'AWS checks the source and the target of a move, too.', ['organizations:MoveAccount'], places),
        ]
      : [
          allow(
            'MoveAccounts',
            'Moves an account from its parent into the target unit; AWS checks all three.',
            ['organizations:MoveAccount'],
            [arns.account, ...places],
          ),
        ]),
    ...(options.features.createOrganizationalUnits
      ? [allow('CreateOrganizationalUnits', 'Creates the units of a path that do not exist yet.', ['organizations:CreateOrganizationalUnit'], places)]
      : []),
  ];
};

const identityCenter = ({ platform, features, narrow }: PolicyOptions): readonly ExplainedStatement[] => {
  if (!features.identityCenter || !platform.identityCenter) return [];
  const { partition, managementAccountId } = platform;
  const { instanceArn, identityStoreId } = platform.identityCenter;
  const instanceId = instanceArn.split('/').at(-1) ?? '*';
  const permissionSets = narrow?.permissionSetArns ?? [`arn:${partition}:sso:::permissionSet/${instanceId}/*`];
  const account = `arn:${partition}:sso:::account/*`;
  const store = `arn:${partition}:identitystore::${managementAccountId}:identitystore/${identityStoreId}`;
  const of = (kind: 'group' | 'user' | 'membership'): string => `arn:${partition}:identitystore:::${kind}/*`;
  const region: ConditionBlock | undefined = narrow?.regions && { StringEquals: { 'aws:RequestedRegion': narrow.regions } };
  const identityStore = (names: readonly string[]): readonly string[] => names.map((name) => `identitystore:${name}`);
  return [
    allow(
      'FindIdentityCenter',
      'Checks that the Identity Center instance exists. AWS has no resource type for it.',
      ['sso:ListInstances'],
      ['*'],
      region,
    ),
    allow(
      'Assignments',
      'Gives groups their permission sets in accounts, and takes away what is no longer wanted.',
      ['sso:CreateAccountAssignment', 'sso:DeleteAccountAssignment', 'sso:ListAccountAssignments'],
      [instanceArn, account, ...permissionSets],
      region,
    ),
    allow(
      'ProvisionedPermissionSets',
      'Finds the permission sets in use in an account.',
      ['sso:ListPermissionSetsProvisionedToAccount'],
      [instanceArn, account],
      region,
    ),
    allow(
      'AssignmentProgress',
      'Follows assignments to their end; one list instead of a poll for each.',
      [
        'sso:DescribeAccountAssignmentCreationStatus',
        'sso:DescribeAccountAssignmentDeletionStatus',
        'sso:ListAccountAssignmentCreationStatus',
        'sso:ListAccountAssignmentDeletionStatus',
      ],
      [instanceArn],
      region,
    ),
    allow(
      'Groups',
      'Makes, renames and removes the groups of project roles.',
      identityStore(['CreateGroup', 'DeleteGroup', 'GetGroupId', 'ListGroups', 'UpdateGroup']),
      [store, of('group')],
      region,
    ),
    allow('Users', 'Finds people by their user name; never changes them.', identityStore(['GetUserId', 'ListUsers']), [store, of('user')], region),
    allow(
      'Memberships',
      'Puts people into those groups and takes them out; the nightly sweep reads memberships person by person, which is fewer calls.',
      identityStore(['CreateGroupMembership', 'DeleteGroupMembership', 'ListGroupMemberships', 'ListGroupMembershipsForMember']),
      [store, of('group'), of('membership'), of('user')],
      region,
    ),
  ];
};

const organizationArns = ({ platform, narrow }: PolicyOptions): { account: string; root: string; units: readonly string[] } => {
  const own = `arn:${platform.partition}:organizations::${platform.managementAccountId}`;
  const organization = narrow?.organizationId ?? 'o-*';
  return {
    account: `${own}:account/${organization}/*`,
    root: `${own}:root/${organization}/r-*`,
    units: narrow?.ouArns ?? [`${own}:ou/${organization}/ou-*`],
  };
};

const resourceTags = (tags: Readonly<Record<string, string>> | undefined): ConditionBlock | undefined => tagCondition('aws:ResourceTag', tags);
const requestTags = (tags: Readonly<Record<string, string>> | undefined): ConditionBlock | undefined => tagCondition('aws:RequestTag', tags);

const tagCondition = (key: string, tags: Readonly<Record<string, string>> | undefined): ConditionBlock | undefined =>
  tags && Object.keys(tags).length > 0
    ? allOf({ StringEquals: Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value])) })
    : undefined;
