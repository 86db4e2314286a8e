import { given } from '@orgledger/kernel/testing';
import { idOf, metaOf, sampleExternalId, sampleSettings } from '../../testing/samples.js';
import type { PlatformSettingsInput } from '../platform-settings.js';
import { platformDecider } from './platform.decider.js';
import type { PlatformEvent } from './platform.events.js';

const meta = metaOf('platform');
const decider = platformDecider({ tagKeys: [] });
const key = { platformIdentifier: 'aws' };
const settings = { ...sampleSettings, externalId: sampleExternalId };
const register = {
  type: 'RegisterPlatform',
  ...key,
  displayName: 'AWS',
  settings: sampleSettings,
  generatedExternalId: sampleExternalId,
  meta,
} as const;
const registered: PlatformEvent = { type: 'PlatformRegistered', ...key, displayName: 'AWS', settings, availability: { kind: 'public' } };
const verificationId = meta.commandId;
const requested: PlatformEvent = { type: 'PlatformVerificationRequested', ...key, verificationId };
const checks = [{ name: 'trust', result: 'passed', message: 'ok' }] as const;
const verified: PlatformEvent = { type: 'PlatformVerified', ...key, verificationId, checks };
const failed: PlatformEvent = { type: 'PlatformVerificationFailed', ...key, verificationId, checks };
const published: PlatformEvent = { type: 'PlatformPublished', ...key };
const deprecated: PlatformEvent = { type: 'PlatformDeprecated', ...key };
const removed: PlatformEvent = { type: 'PlatformRemoved', ...key, reason: 'gone' };
const otherAccount: PlatformEvent = { type: 'PlatformConnectionChanged', ...key, settings: { ...settings, managementAccountId: '444444444444' } };
const newId = sampleExternalId.replace('A', 'z');

describe('registering a platform', () => {
  it('keeps the settings with the generated ExternalId', () => {
    given(decider).when(register).then(registered);
    given(decider, registered).when(register).thenRefused('PLATFORM_EXISTS', 'platformIdentifier');
    given(decider, registered, removed).when(register).thenRefused('PLATFORM_EXISTS', 'platformIdentifier');
    given(decider)
      .when({ ...register, generatedExternalId: 'chosen' })
      .thenRefused('FIELD_MALFORMED', 'generatedExternalId');
  });

  it('takes no ExternalId from anybody', () => {
    for (const field of ['externalId', 'previousExternalId'])
      given(decider)
        .when({ ...register, settings: { ...sampleSettings, [field]: newId } })
        .thenRefused('EXTERNAL_ID_IS_GENERATED', `settings.${field}`);
  });

  const center = sampleSettings.identityCenter;
  it.each<[Partial<Record<keyof PlatformSettingsInput, unknown>>, string, string?]>([
    [{ partition: 'aws-mars' }, 'settings.partition'],
    [{ region: 'frankfurt' }, 'settings.region'],
    [{ managementAccountId: '11111111111' }, 'settings.managementAccountId'],
    [{ managementAccountId: undefined }, 'settings.managementAccountId', 'FIELD_REQUIRED'],
    [{ platformAccountId: '22222222222x' }, 'settings.platformAccountId'],
    [{ automationAccountId: 333333333333 }, 'settings.automationAccountId'],
    [{ principalArn: 'arn:aws:iam::222222222222:root' }, 'settings.principalArn'],
    [{ principalArn: 'arn:aws-cn:iam::222222222222:user/a' }, 'settings.principalArn'],
    [{ serviceRole: { name: 'path/Role', path: '/' } }, 'settings.serviceRole.name'],
    [{ automationRole: { name: 'Role', path: 'platform/' } }, 'settings.automationRole.path'],
    [{ accessRole: undefined }, 'settings.accessRole', 'FIELD_REQUIRED'],
    [{ templates: { ...sampleSettings.templates, accountEmail: 'aws@example.com' } }, 'settings.templates.accountEmail', 'TEMPLATE_CAN_COLLIDE'],
    [{ enforceAlias: 'yes' }, 'settings.enforceAlias'],
    [{ identityCenter: { ...center, instanceArn: 'ssoins-1' } }, 'settings.identityCenter.instanceArn'],
    [{ identityCenter: { ...center, identityStoreId: 'd-1' } }, 'settings.identityCenter.identityStoreId'],
    [{ identityCenter: { ...center, signInUrl: 'javascript:alert(1)' } }, 'settings.identityCenter.signInUrl'],
    [{ identityCenter: { ...center, groupPrefix: '' } }, 'settings.identityCenter.groupPrefix', 'FIELD_REQUIRED'],
    [{ tagPrefix: 'aws:' }, 'settings.tagPrefix'],
    [{ tagPrefix: '' }, 'settings.tagPrefix', 'FIELD_REQUIRED'],
    [{ breakGlassRoleArns: ['arn:aws:iam::222222222222:user/a'] }, 'settings.breakGlassRoleArns[0]'],
    [{ breakGlassRoleArns: ['arn:aws:iam::111111111111:role/MeshfedServiceRole'] }, 'settings.breakGlassRoleArns[0]', 'BREAK_GLASS_IS_SERVICE_ROLE'],
    [{ downgrade: 'sometimes' }, 'settings.downgrade'],
    [{ drift: 'ignore' }, 'settings.drift'],
    [{ limits: { workspaceIdentifier: 17, projectIdentifier: 30 } }, 'settings.limits.workspaceIdentifier'],
    [{ sweepRotation: 0 }, 'settings.sweepRotation'],
  ])('names the field of %j', (more, field, code = 'FIELD_MALFORMED') => {
    given(decider)
      .when({ ...register, settings: { ...sampleSettings, ...more } as PlatformSettingsInput })
      .thenRefused(code, field);
  });

  it('accepts roles with paths, other partitions and a restricted availability', () => {
    const china = {
      ...sampleSettings,
      partition: 'aws-cn',
      principalArn: 'arn:aws-cn:iam::222222222222:role/ci/deployer',
      serviceRole: { name: 'Service', path: '/platform/org/' },
    } as const;
    const availability = { kind: 'restricted', workspaceIdentifiers: ['acme'] } as const;
    given(decider)
      .when({ ...register, settings: china, availability })
      .then({ ...registered, settings: { ...china, externalId: sampleExternalId }, availability });
    given(decider)
      .when({ ...register, availability: { kind: 'restricted', workspaceIdentifiers: ['acme', 'acme'] } })
      .thenRefused('FIELD_DUPLICATE', 'availability.workspaceIdentifiers[1]');
  });
});

describe('verification', () => {
  const record = { type: 'RecordVerification', ...key, verificationId, ok: true, checks, meta } as const;

  it('answers the newest request only', () => {
    given(decider, registered)
      .when({ type: 'RequestVerification', ...key, meta })
      .then(requested);
    given(decider, registered, requested).when(record).then(verified);
    given(decider, registered, requested)
      .when({ ...record, ok: false })
      .then(failed);
    given(decider, registered).when(record).thenRefused('VERIFICATION_STALE', 'verificationId');
    given(decider, registered, requested, otherAccount).when(record).thenRefused('VERIFICATION_STALE', 'verificationId');
    given(decider, registered, requested)
      .when({ ...record, verificationId: idOf('other') })
      .thenRefused('VERIFICATION_STALE');
  });

  it('tells of progress while it goes on', () => {
    given(decider, registered, requested)
      .when({ type: 'RecordVerificationProgress', ...key, verificationId, checks, meta })
      .then({ type: 'PlatformVerificationProgressed', ...key, verificationId, checks });
    given(decider, registered, requested, verified)
      .when({ type: 'RecordVerificationProgress', ...key, verificationId, checks, meta })
      .thenRefused('VERIFICATION_STALE');
  });
});

describe('the life of a platform', () => {
  const publish = { type: 'PublishPlatform', ...key, meta } as const;

  it('is published once its connection is proved as it is now', () => {
    given(decider, registered, requested, verified).when(publish).then(published);
    given(decider, registered, requested, verified, published).when(publish).then();
    given(decider, registered).when(publish).thenRefused('PLATFORM_NOT_VERIFIED', 'platformIdentifier');
    given(decider, registered, requested, failed).when(publish).thenRefused('PLATFORM_NOT_VERIFIED');
    given(decider, registered, requested, verified, otherAccount).when(publish).thenRefused('PLATFORM_NOT_VERIFIED');
  });

  it('stays verified when only names or tags change', () => {
    const renamed: PlatformEvent = { type: 'PlatformConnectionChanged', ...key, settings: { ...settings, tagPrefix: 'other:' } };
    given(decider, registered, requested, verified)
      .when({ type: 'ChangePlatformConnection', ...key, settings: { ...sampleSettings, tagPrefix: 'other:' }, meta })
      .then(renamed);
    given(decider, registered, requested, verified, renamed).when(publish).then(published);
    given(decider, registered)
      .when({ type: 'ChangePlatformConnection', ...key, settings: sampleSettings, meta })
      .then();
  });

  it('is deprecated, reactivated and removed, in this order', () => {
    const life = [registered, requested, verified, published] as const;
    given(decider, ...life)
      .when({ type: 'DeprecatePlatform', ...key, meta })
      .then(deprecated);
    given(decider, ...life, deprecated)
      .when({ type: 'ReactivatePlatform', ...key, meta })
      .then({ type: 'PlatformReactivated', ...key });
    given(decider, ...life, deprecated)
      .when(publish)
      .thenRefused('PLATFORM_DEPRECATED');
    given(decider, ...life)
      .when({ type: 'RemovePlatform', ...key, reason: 'gone', meta })
      .thenRefused('PLATFORM_PUBLISHED', 'platformIdentifier');
    given(decider, ...life, deprecated)
      .when({ type: 'RemovePlatform', ...key, reason: 'gone', meta })
      .then(removed);
    given(decider, ...life, deprecated, removed)
      .when({ type: 'RemovePlatform', ...key, reason: 'gone', meta })
      .then();
    given(decider, registered)
      .when({ type: 'DeprecatePlatform', ...key, meta })
      .thenRefused('PLATFORM_NOT_PUBLISHED');
    given(decider, ...life, deprecated, removed)
      .when(publish)
      .thenRefused('PLATFORM_NOT_FOUND', 'platformIdentifier');
  });
});

describe('rotating the ExternalId', () => {
  const rotate = { type: 'RotateExternalId', ...key, generatedExternalId: newId, meta } as const;
  const started: PlatformEvent = { type: 'PlatformExternalIdRotationStarted', ...key, externalId: newId, previousExternalId: sampleExternalId };
  const complete = { type: 'CompleteExternalIdRotation', ...key, meta } as const;

  it('keeps the previous one until the new one is proved', () => {
    given(decider, registered, requested, verified).when(rotate).then(started);
    given(decider, registered, started)
      .when({ ...rotate, generatedExternalId: sampleExternalId })
      .thenRefused('EXTERNAL_ID_ROTATION_UNDER_WAY');
    given(decider, registered, requested, verified, started).when(complete).thenRefused('PLATFORM_NOT_VERIFIED');
    given(decider, registered, started, requested, verified)
      .when(complete)
      .then({ type: 'PlatformExternalIdRotationCompleted', ...key });
    given(decider, registered).when(complete).then();
  });

  it('survives a change of settings', () => {
    given(decider, registered, started)
      .when({ type: 'ChangePlatformConnection', ...key, settings: { ...sampleSettings, tagPrefix: 'x:' }, meta })
      .then({
        type: 'PlatformConnectionChanged',
        ...key,
        settings: { ...sampleSettings, tagPrefix: 'x:', externalId: newId, previousExternalId: sampleExternalId },
      });
  });
});
