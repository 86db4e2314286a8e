import type { RoleName } from '../connection/platform-connection.js';
import { roleArn } from './arns.js';
import { allow } from './explain.js';
import { documentOf } from './policy-document.js';
import type { ExplainedStatement, PolicyDocument } from './policy-document.js';
import type { PolicyPlatform } from './policy-options.js';

/** Name of the inline policy that replaces AdministratorAccess on the access role. */
export const accessRolePolicyName = 'OrgledgerAccess';

export interface AccessRoleWish {
  readonly profile: 'seed' | 'strict';
  readonly partition: PolicyPlatform['partition'];
  /** Twelve digits, or `{accountId}` in prints. */
  readonly accountId: string;
  readonly role: RoleName;
  readonly alias: boolean;
}

/** The access role's final policy after a downgrade: it must still do everything the next run needs. @source specs/replication.md, step 11 */
export const finalAccessPolicy = (wish: AccessRoleWish): PolicyDocument => documentOf(explainFinalAccessPolicy(wish));

export const explainFinalAccessPolicy = (wish: AccessRoleWish): readonly ExplainedStatement[] => {
  const itself = roleArn(wish.partition, wish.accountId, wish.role);
  return wish.profile === 'seed' ? seedStatements(wish, itself) : strictStatements(wish, itself);
};

/** It may rewrite who enters, for ExternalId rotation, and nothing else about itself: no policy, no other role. */
const strictStatements = ({ alias }: AccessRoleWish, itself: string): readonly ExplainedStatement[] => [
  allow(
    'AccountAlias',
    'Keeps the account alias as the template says; a new alias replaces the old one. AWS has no resource type for it.',
    ['iam:ListAccountAliases', ...(alias ? ['iam:CreateAccountAlias'] : [])],
    ['*'],
  ),
  allow(
    'ReadItself',
    'Reads its own trust and policies back, to prove the downgrade and to find drift.',
    ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'],
    [itself],
  ),
  allow('RenewOwnTrust', 'Rotates the ExternalId and follows changed break-glass roles.', ['iam:UpdateAssumeRolePolicy'], [itself]),
];

/** Word for word, and reading itself back. It may still attach any policy, so it can upgrade itself. @source seeds/meshstack-aws-integration.md, "Set Minimum Access Rights" */
const seedStatements = ({ partition, accountId }: AccessRoleWish, itself: string): readonly ExplainedStatement[] => [
  {
    why: 'The source document’s statement.',
    statement: {
      Effect: 'Allow',
      Action: ['iam:CreateSAMLProvider', 'iam:GetSAMLProvider', 'iam:UpdateSAMLProvider', 'iam:DeleteSAMLProvider', 'iam:ListSAMLProviders'],
      Resource: [`arn:${partition}:iam::${accountId}:saml-provider/*`, `arn:${partition}:cloudformation:*:${accountId}:stack/meshstack-cf-access*`],
    },
  },
  {
    why: 'The source document’s statement. It may create any role and rewrite any trust in the account.',
    statement: {
      Effect: 'Allow',
      Action: [
        'iam:ListAttachedRolePolicies',
        'iam:CreateAccountAlias',
        'iam:ListAccountAliases',
        'iam:DeleteAccountAlias',
        'iam:GetRole',
        'iam:CreateRole',
        'iam:AttachRolePolicy',
        'iam:UpdateAssumeRolePolicy',
      ],
      Resource: '*',
    },
  },
  { why: 'The source document’s statement.', statement: { Effect: 'Allow', Action: ['cloudformation:DescribeStacks'], Resource: '*' } },
  {
    why: 'The source document’s statement. It may give itself any permission again.',
    statement: {
      Effect: 'Allow',
      Action: ['iam:DetachRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutRolePolicy', 'iam:ListRolePolicies'],
      Resource: itself,
    },
  },
  allow('AdditionReadItself', 'Addition. Reads the policy back, to prove the downgrade and to find drift.', ['iam:GetRolePolicy'], [itself]),
];
