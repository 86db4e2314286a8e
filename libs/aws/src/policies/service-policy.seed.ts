import { roleArn } from './arns.js';
import { listed } from './policy-document.js';
import type { ExplainedStatement, PolicyStatement } from './policy-document.js';
import type { PolicyOptions } from './policy-options.js';
import { minimalServicePolicy } from './service-policy.minimal.js';

/** The source document's service policy, word for word with the configured names filled in. @source seeds/meshstack-aws-integration.md, "Management" */
export const seedServicePolicy = ({ platform, features }: PolicyOptions): readonly ExplainedStatement[] => {
  const { partition, managementAccountId } = platform;
  const organizations = `arn:${partition}:organizations::`;
  return [
    verbatim({
      Sid: 'StsAccessMemberAccount',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: roleArn(partition, '*', platform.accessRole),
    }),
    verbatim({
      Sid: 'OrgManagementAccess1',
      Effect: 'Allow',
      Action: [
        'organizations:UntagResource',
        'organizations:TagResource',
        'organizations:MoveAccount',
        'organizations:ListTagsForResource',
        'organizations:ListParents',
        'organizations:ListOrganizationalUnitsForParent',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribeAccount',
        'organizations:CreateOrganizationalUnit',
      ],
      Resource: [`${organizations}${managementAccountId}:root/o-*/r-*`, `${organizations}*:ou/o-*/ou-*`, `${organizations}*:account/o-*/*`],
    }),
    verbatim({
      Sid: 'OrgManagementAccess2',
      Effect: 'Allow',
      Action: ['organizations:ListRoots', 'organizations:ListAccounts', 'organizations:DescribeCreateAccountStatus', 'organizations:CreateAccount'],
      Resource: '*',
    }),
    ...(features.identityCenter && platform.identityCenter
      ? [
          verbatim({
            Sid: 'OrgManagementAccessSSO',
            Effect: 'Allow',
            Action: ['sso:ListAccountAssignments', 'sso:CreateAccountAssignment', 'sso:DescribeAccountAssignmentCreationStatus'],
            Resource: [platform.identityCenter.instanceArn, `arn:${partition}:sso:::permissionSet/*/*`, `arn:${partition}:sso:::account/*`],
          }),
        ]
      : []),
  ];
};

/** What we call and the source document does not grant: the minimal policy less the actions it has already. */
export const serviceAdditions = (options: PolicyOptions): readonly ExplainedStatement[] => {
  const granted = new Set(seedServicePolicy(options).flatMap(({ statement }) => listed(statement.Action)));
  return minimalServicePolicy(options).flatMap(({ statement, why }) => {
    const missing = listed(statement.Action).filter((action) => !granted.has(action));
    return missing.length > 0
      ? [{ why: `Addition. ${why}`, statement: { ...statement, Sid: `Addition${statement.Sid ?? ''}`, Action: missing } }]
      : [];
  });
};

const verbatim = (statement: PolicyStatement): ExplainedStatement => ({ statement, why: 'The source document’s statement.' });
