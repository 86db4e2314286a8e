import { accessRolePolicyName, finalAccessPolicy, hardenedTrust, roleArn } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';
import { canonicalDocument } from '../plan/canonical-document.js';
import type { AccessRoleDocuments } from './desired-tenant.js';

/** The access role's documents as libs/aws prints them, for one account or, while there is none, for `{accountId}`. */
export const accessRoleDocuments = (platform: PlatformSettings, accountId: string | undefined): AccessRoleDocuments => {
  const { partition, managementAccountId, serviceRole, accessRole, externalId, previousExternalId, breakGlassRoleArns, downgrade } = platform;
  const trust = (externalIds: readonly string[]): string =>
    canonicalDocument(hardenedTrust({ principalArn: roleArn(partition, managementAccountId, serviceRole), externalIds, breakGlassRoleArns }));
  return {
    trust: trust([externalId]),
    ...(previousExternalId === undefined ? {} : { transitionalTrust: trust([externalId, previousExternalId]) }),
    ...(downgrade === 'seed' || downgrade === 'strict'
      ? {
          downgrade: {
            policyName: accessRolePolicyName,
            policyDocument: canonicalDocument(
              finalAccessPolicy({
                profile: downgrade,
                partition,
                accountId: accountId ?? '{accountId}',
                role: { name: accessRole.name, path: '/' },
                alias: true,
              }),
            ),
            detachPolicyArn: `arn:${partition}:iam::aws:policy/AdministratorAccess`,
          },
        }
      : {}),
  };
};
