import { DomainError } from '@orgledger/kernel';
import { isRoleName, parsePrincipalArn } from './arns.js';
import type { PolicyNarrowing, PolicyOptions, PolicyPlatform } from './policy-options.js';

/** Throws DomainError POLICY_OPTION_INVALID with the field at fault, or POLICY_OPTIONS_CONFLICT for a choice that cannot work. */
export const checkPolicyOptions = (options: PolicyOptions): void => {
  checkPlatform(options.platform);
  checkNarrowing(options.narrow ?? {});
  checkChoice(options);
  const { metering, webIdentity } = options;
  if (metering) {
    require_('metering.userArn', parsePrincipalArn(metering.userArn)?.kind === 'user', 'must be the ARN of an IAM user');
    require_('metering.role', isRoleName(metering.role), roleRule);
    require_('metering.externalId', externalId.test(metering.externalId), externalIdRule);
    require_('metering.externalId', metering.externalId !== options.platform.externalId, 'must differ from the replicator’s ExternalId');
  }
  if (webIdentity)
    require_(
      'webIdentity.providerArn',
      /^arn:[\w-]+:iam::\d{12}:oidc-provider\/[\w./:-]+$/.test(webIdentity.providerArn),
      'must be the ARN of an IAM OIDC provider',
    );
};

const checkPlatform = (platform: PolicyPlatform): void => {
  for (const field of ['managementAccountId', 'platformAccountId', 'automationAccountId'] as const)
    require_(field, /^\d{12}$/.test(platform[field]), 'must be twelve digits');
  for (const field of ['serviceRole', 'automationRole', 'accessRole'] as const) require_(field, isRoleName(platform[field]), roleRule);
  const caller = parsePrincipalArn(platform.principalArn);
  require_('principalArn', caller !== undefined, 'must be the ARN of an IAM user or role, e.g. arn:aws:iam::111122223333:user/meshfed-service-user');
  require_('principalArn', caller?.accountId === platform.platformAccountId, 'must stand in the platform account');
  require_('principalArn', caller?.partition === platform.partition, 'must be of the platform’s partition');
  for (const field of ['externalId', 'previousExternalId'] as const)
    require_(field, platform[field] === undefined || externalId.test(platform[field]), externalIdRule);
  platform.breakGlassRoleArns.forEach((arn, index) =>
    require_(`breakGlassRoleArns[${index}]`, parsePrincipalArn(arn)?.kind === 'role', 'must be the ARN of an IAM role'),
  );
  const center = platform.identityCenter;
  if (!center) return;
  require_(
    'identityCenter.instanceArn',
    /^arn:[\w-]+:sso:::instance\/(?:sso)?ins-[\w.-]{16}$/.test(center.instanceArn),
    'must look like arn:aws:sso:::instance/ssoins-0123456789abcdef',
  );
  require_('identityCenter.identityStoreId', /^d-[0-9a-f]{10}$|^[0-9a-f-]{36}$/.test(center.identityStoreId), 'must look like d-0123456789');
};

const checkNarrowing = ({ organizationId, ouArns, permissionSetArns, accountTags, regions }: PolicyNarrowing): void => {
  require_('organizationId', organizationId === undefined || /^o-[a-z0-9]{10,32}$/.test(organizationId), 'must look like o-0123456789');
  ouArns?.forEach((arn, index) =>
    require_(
      `ouArns[${index}]`,
      /^arn:[\w-]+:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[a-z0-9-]+$/.test(arn),
      'must be the ARN of an organizational unit',
    ),
  );
  permissionSetArns?.forEach((arn, index) =>
    require_(`permissionSetArns[${index}]`, /^arn:[\w-]+:sso:::permissionSet\/[\w.-]+\/ps-[\w.-]+$/.test(arn), 'must be the ARN of a permission set'),
  );
  regions?.forEach((region, index) =>
    require_(`regions[${index}]`, /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region), 'must be a region such as eu-central-1'),
  );
  for (const [key, value] of Object.entries(accountTags ?? {}))
    require_(
      `accountTags.${key}`,
      /^[\w .:/=+@-]{1,128}$/.test(key) && /^[\w .:/=+@-]{0,256}$/.test(value),
      'must be a tag as AWS allows it: letters, digits, space and .:/=+@-_',
    );
};

const checkChoice = ({ profile, features, narrow, platform, webIdentity }: PolicyOptions): void => {
  if (features.createOrganizationalUnits && !features.organizationalUnits)
    conflict('features.createOrganizationalUnits', 'Creating organizational units needs the feature organizationalUnits, too.');
  if (features.createOrganizationalUnits && narrow?.ouArns)
    conflict('narrow.ouArns', 'A unit that is yet to be created has no ARN: give the OU ARNs or switch createOrganizationalUnits off.');
  if (features.identityCenter && !platform.identityCenter)
    conflict('features.identityCenter', 'The platform has no Identity Center settings: add them or switch the feature identityCenter off.');
  if (webIdentity && parsePrincipalArn(platform.principalArn)?.kind !== 'role')
    conflict('webIdentity', 'Web identity enters through a role: principalArn must be a role ARN.');
  for (const feature of ['controlTower', 'automation'] as const)
    if (profile === 'minimal' && features[feature])
      conflict(
        `features.${feature}`,
        `This version makes no call for ${feature}, so the minimal profile has nothing to grant: print it with the profile seed, or leave it out.`,
      );
};

const externalId = /^[\w+=,.@:/-]{2,1224}$/;
const externalIdRule = 'must be 2 to 1224 characters of A-Z a-z 0-9 and +=,.@:/-_ (STS’s rule for ExternalId)';
const roleRule = 'must have a name of 1 to 64 characters of A-Z a-z 0-9 and +=,.@-_, and a path that begins and ends with /';

const require_ = (field: string, holds: boolean, rule: string): void => {
  if (!holds) throw new DomainError('POLICY_OPTION_INVALID', `${field} ${rule}.`, { field });
};

const conflict = (field: string, message: string): never => {
  throw new DomainError('POLICY_OPTIONS_CONFLICT', message, { field });
};
