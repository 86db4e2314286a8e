import type { IdentityCenterSettings, PlatformAvailability, PlatformSettingsInput, RoleRef } from '../platform-settings.js';
import { checkTemplates } from '../template/check-templates.js';
import {
  checkBoolean,
  checkDistinct,
  checkIdentifier,
  checkInteger,
  checkList,
  checkOneOf,
  checkPattern,
  checkRecord,
  checkText,
  refuse,
} from '@orgledger/kernel';

const accountId = (field: string, value: unknown): string => checkPattern(field, value, /^\d{12}$/, 'an account id of 12 digits');
const region = (field: string, value: unknown): string => checkPattern(field, value, /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region such as eu-central-1');

/** @source IAM API: RoleName, path */
const checkRole = (field: string, value: unknown): RoleRef => {
  const role = checkRecord(field, value);
  return {
    name: checkPattern(`${field}.name`, role.name, /^[\w+=,.@-]{1,64}$/, 'a role name of 1–64 letters, digits or _ + = , . @ -, without its path'),
    path: checkPattern(
      `${field}.path`,
      role.path,
      /^\/(?:[!-~]{1,510}\/)?$/,
      'a role path: / or one that starts and ends with /, such as /platform/',
    ),
  };
};

/** An ARN of IAM or STS in this partition. @source IAM identifiers */
const checkPrincipal = (field: string, value: unknown, partition: string, kinds: string): string =>
  checkPattern(
    field,
    value,
    new RegExp(`^arn:${partition}:(?:iam|sts)::\\d{12}:(?:${kinds})/[\\w+=,.@/-]{1,512}$`),
    `an ARN such as arn:${partition}:iam::111122223333:${kinds.split('|')[0] ?? 'role'}/name`,
  );

const checkIdentityCenter = (value: unknown): IdentityCenterSettings => {
  const at = 'settings.identityCenter';
  const settings = checkRecord(at, value);
  return {
    instanceArn: checkPattern(
      `${at}.instanceArn`,
      settings.instanceArn,
      /^arn:aws(?:-us-gov|-cn)?:sso:::instance\/(?:sso)?ins-[a-zA-Z0-9.-]{16}$/,
      'the ARN of an Identity Center instance such as arn:aws:sso:::instance/ssoins-1234567890abcdef',
    ),
    identityStoreId: checkPattern(
      `${at}.identityStoreId`,
      settings.identityStoreId,
      /^d-[0-9a-f]{10}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'an identity store id such as d-1234567890',
    ),
    region: region(`${at}.region`, settings.region),
    signInUrl: checkPattern(`${at}.signInUrl`, settings.signInUrl, /^https:\/\/[^\s"<>\\^`{|}]{1,500}$/, 'a URL that starts with https://'),
    groupPrefix: checkPattern(
      `${at}.groupPrefix`,
      settings.groupPrefix,
      /^[A-Za-z0-9][A-Za-z0-9_.-]{1,31}$/,
      '2–32 letters, digits, _ . or -, and not empty: groups that start with it belong to Orgledger',
    ),
  };
};

const checkLimits = (value: unknown): PlatformSettingsInput['limits'] => {
  const limits = checkRecord('settings.limits', value);
  return {
    workspaceIdentifier: checkInteger('settings.limits.workspaceIdentifier', limits.workspaceIdentifier, 1, 16),
    projectIdentifier: checkInteger('settings.limits.projectIdentifier', limits.projectIdentifier, 1, 30),
  };
};

/** Break-glass roles get into accounts without an ExternalId: were the service role one of them, anybody could be let in through the platform. */
const checkBreakGlass = (value: unknown, partition: string, serviceRoleArn: string): readonly string[] => {
  const field = 'settings.breakGlassRoleArns';
  const arns = checkList(field, value, { max: 20 }).map((arn, index) => checkPrincipal(`${field}[${index}]`, arn, partition, 'role'));
  checkDistinct(field, arns);
  const own = arns.indexOf(serviceRoleArn);
  if (own >= 0)
    refuse('BREAK_GLASS_IS_SERVICE_ROLE', `${field}[${own}]`, 'The service role must not get in without the ExternalId: name roles of people only.');
  return arns;
};

/** Every setting checked by itself and, for names, all together. `tagKeys`: the tags of workspaces and projects. */
export const checkSettings = (value: unknown, platformIdentifier: string, tagKeys: readonly string[]): PlatformSettingsInput => {
  const settings = checkRecord('settings', value);
  for (const secret of ['externalId', 'previousExternalId']) {
    if (settings[secret] !== undefined)
      refuse(
        'EXTERNAL_ID_IS_GENERATED',
        `settings.${secret}`,
        'Orgledger makes the ExternalId itself: leave it out, and rotate it to get another one.',
      );
  }
  const partition = checkOneOf('settings.partition', settings.partition, ['aws', 'aws-us-gov', 'aws-cn']);
  const limits = checkLimits(settings.limits);
  const managementAccountId = accountId('settings.managementAccountId', settings.managementAccountId);
  const serviceRole = checkRole('settings.serviceRole', settings.serviceRole);
  const serviceRoleArn = `arn:${partition}:iam::${managementAccountId}:role${serviceRole.path}${serviceRole.name}`;
  const identityCenter = settings.identityCenter === undefined ? undefined : checkIdentityCenter(settings.identityCenter);
  return {
    partition,
    region: region('settings.region', settings.region),
    managementAccountId,
    platformAccountId: accountId('settings.platformAccountId', settings.platformAccountId),
    automationAccountId: accountId('settings.automationAccountId', settings.automationAccountId),
    principalArn: checkPrincipal('settings.principalArn', settings.principalArn, partition, 'user|role|assumed-role'),
    serviceRole,
    automationRole: checkRole('settings.automationRole', settings.automationRole),
    accessRole: checkRole('settings.accessRole', settings.accessRole),
    templates: checkTemplates('settings.templates', settings.templates, {
      platformIdentifier,
      limits,
      groupPrefix: identityCenter?.groupPrefix ?? '',
      tagKeys,
    }),
    enforceAlias: checkBoolean('settings.enforceAlias', settings.enforceAlias),
    ...(identityCenter && { identityCenter }),
    tagPrefix: checkPattern(
      'settings.tagPrefix',
      settings.tagPrefix,
      /^(?!aws:)[\p{L}\p{N}_.:/=+\-@]{1,60}$/iu,
      '1–60 letters, digits or _ . : / = + - @, not starting with aws: (only account tags under it are ever changed)',
    ),
    breakGlassRoleArns: checkBreakGlass(settings.breakGlassRoleArns, partition, serviceRoleArn),
    downgrade: checkOneOf('settings.downgrade', settings.downgrade, ['off', 'seed', 'strict', 'external']),
    ...(settings.policyProfile === undefined
      ? {}
      : { policyProfile: checkOneOf('settings.policyProfile', settings.policyProfile, ['seed', 'minimal']) }),
    ...(settings.doctor === undefined ? {} : { doctor: checkBoolean('settings.doctor', settings.doctor) }),
    drift: checkOneOf('settings.drift', settings.drift, ['repair', 'report']),
    limits,
    sweepRotation: checkInteger('settings.sweepRotation', settings.sweepRotation, 1, 31),
  };
};

export const checkAvailability = (value: unknown): PlatformAvailability => {
  const availability = checkRecord('availability', value);
  const kind = checkOneOf('availability.kind', availability.kind, ['public', 'private', 'restricted']);
  if (kind !== 'restricted') return { kind };
  const field = 'availability.workspaceIdentifiers';
  const workspaceIdentifiers = checkList(field, availability.workspaceIdentifiers, { min: 1, max: 1000 }).map((identifier, index) =>
    checkIdentifier(`${field}[${index}]`, identifier, 16),
  );
  checkDistinct(field, workspaceIdentifiers);
  return { kind, workspaceIdentifiers };
};

export const checkDisplayName = (value: unknown): string => checkText('displayName', value, { max: 100 });
