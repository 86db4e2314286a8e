import { failed, hardenedTrust, isRoleName, parsePrincipalArn, passed, readTrust, roleArn } from '@orgledger/aws';
import type { ChainRole, ExpectedTrust, Finding, RoleDescription, TrustReading } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';

const expectedTrust = ({ principalArn, externalId, previousExternalId }: PlatformSettings): ExpectedTrust => ({
  principalArn: principalOf(principalArn),
  externalIds: previousExternalId === undefined ? [externalId] : [externalId, previousExternalId],
  breakGlassRoleArns: [],
});

// A trust policy names the role; credentials of a task or an instance show as a session of it.
const principalOf = (arn: string): string => arn.replace(/^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

/** The roles that the platform's own credentials enter. Member accounts' roles are proved when they are hardened. */
export const serviceRoleOf = (settings: PlatformSettings): ChainRole => ({
  caller: 'replicator',
  arn: roleArn(settings.partition, settings.managementAccountId, settings.serviceRole),
  accountId: settings.managementAccountId,
  name: settings.serviceRole.name,
  principalArn: settings.principalArn,
  trust: hardenedTrust(expectedTrust(settings)),
});

export const readRoleTrust = (settings: PlatformSettings, role: RoleDescription): TrustReading =>
  readTrust(role.trustPolicy, expectedTrust(settings));

export const checkArns = (settings: PlatformSettings): Finding => {
  const wrong = [
    ...(parsePrincipalArn(principalOf(settings.principalArn)) ? [] : [`the principal ARN ${settings.principalArn}`]),
    ...(['serviceRole', 'automationRole', 'accessRole'] as const).flatMap((field) =>
      isRoleName(settings[field]) ? [] : [`${field} ${settings[field].path}${settings[field].name}`],
    ),
  ];
  const { arn } = serviceRoleOf(settings);
  return wrong.length === 0
    ? passed('arn_format', arn, 'The ARNs of principal and roles are well formed.')
    : failed('arn_format', arn, {
        code: 'ARN_MALFORMED',
        message: `Not well formed: ${wrong.join(', ')}.`,
        remedy: 'Name a user or role, e.g. arn:aws:iam::111122223333:user/name; account roots and groups cannot be used.',
      });
};
