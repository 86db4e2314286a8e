/** Policies that AWS owns. Only those whose document is published in full and short are here; any other ARN has no such policy. */
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };

const documents: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [allowAll],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'account:GetAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ],
  IAMFullAccess: [
    {
      Effect: 'Allow',
      Action: [
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ],
      Resource: '*',
    },
  ],
  IAMReadOnlyAccess: [
    {
      Effect: 'Allow',
      Action: [
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ],
      Resource: '*',
    },
  ],
  AWSOrganizationsReadOnlyAccess: [
    {
      Sid: 'AWSOrganizationsReadOnly',
      Effect: 'Allow',
      Action: ['organizations:Describe*', 'organizations:List*'],
      Resource: '*',
    },
  ],
};

const texts = new Map(Object.entries(documents).map(([name, Statement]) => [name, JSON.stringify({ Version: '2012-10-17', Statement })]));

const arnPattern = /^arn:aws[a-z-]*:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/;

export const isAwsManagedArn = (arn: string): boolean => arnPattern.test(arn);

/** The document of a policy that AWS owns, or undefined. */
export const awsManagedDocument = (arn: string): string | undefined => texts.get(arnPattern.exec(arn)?.[1] ?? '');
