import type { ExplainedStatement } from './policy-document.js';

/** Names of the source document that no IAM action list has: IAM accepts them and they grant nothing. */
export const unknownActions = [
  'sso:GetPeregrineStatus',
  'sso:ProvisionApplicationInstanceForAWSAccount',
  'sso:ProvisionApplicationProfileForAWSAccountInstance',
  'sso:ProvisionSAMLProvider',
  'sso-directory:SearchGroupsWithGroupName',
] as const;

/** Managed policies that the source document attaches beside it. */
export const controlTowerManagedPolicies = ['AWSServiceCatalogEndUserFullAccess', 'AWSServiceCatalogAdminReadOnlyAccess'] as const;

/** Word for word. @source seeds/meshstack-aws-integration.md, "Integrate AWS Control Tower" */
export const seedControlTowerPolicy: readonly ExplainedStatement[] = [
  {
    why: 'The source document’s statement for the Account Factory; this version does not call it yet.',
    unknownActions,
    statement: {
      Sid: 'AWSControlTowerAccountFactoryAccess',
      Effect: 'Allow',
      Action: [
        'sso:GetProfile',
        'sso:CreateProfile',
        'sso:UpdateProfile',
        'sso:AssociateProfile',
        'sso:CreateApplicationInstance',
        'sso:GetSSOStatus',
        'sso:GetTrust',
        'sso:CreateTrust',
        'sso:UpdateTrust',
        'sso:GetPeregrineStatus',
        'sso:GetApplicationInstance',
        'sso:ListDirectoryAssociations',
        'sso:ListPermissionSets',
        'sso:GetPermissionSet',
        'sso:ProvisionApplicationInstanceForAWSAccount',
        'sso:ProvisionApplicationProfileForAWSAccountInstance',
        'sso:ProvisionSAMLProvider',
        'sso:ListProfileAssociations',
        'sso-directory:ListMembersInGroup',
        'sso-directory:AddMemberToGroup',
        'sso-directory:SearchGroups',
        'sso-directory:SearchGroupsWithGroupName',
        'sso-directory:SearchUsers',
        'sso-directory:CreateUser',
        'sso-directory:DescribeGroups',
        'sso-directory:DescribeDirectory',
        'sso-directory:GetUserPoolInfo',
        'controltower:CreateManagedAccount',
        'controltower:DescribeManagedAccount',
        'controltower:DeregisterManagedAccount',
        's3:GetObject',
        'organizations:describeOrganization',
        'sso:DescribeRegisteredRegions',
      ],
      Resource: '*',
    },
  },
];
