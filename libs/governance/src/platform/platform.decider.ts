import { DomainError, equalJson, checkIdentifier, checkPattern, checkText, checkUuid, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { PlatformAvailability, PlatformSettings, VerificationCheck } from '../platform-settings.js';
import { connectionChanged } from './connection.js';
import type { ChangePlatformConnection, PlatformCommand, RecordVerification, RecordVerificationProgress } from './platform.commands.js';
import type { RegisterPlatform, RotateExternalId } from './platform.commands.js';
import type { PlatformEvent } from './platform.events.js';
import { checkAvailability, checkDisplayName, checkSettings } from './settings-rules.js';
import { checkVerificationChecks } from './verification-checks.js';

export interface RegisteredPlatform {
  readonly status: 'registered' | 'published' | 'deprecated';
  readonly displayName: string;
  readonly settings: PlatformSettings;
  readonly availability: PlatformAvailability;
  readonly connection: 'unverified' | 'verified' | 'failed';
  /** Id of the verification that is under way for the settings as they are now. */
  readonly verifying: string | undefined;
}

export type Platform = { readonly status: 'none' } | RegisteredPlatform | { readonly status: 'removed' };

export interface PlatformFacts {
  /** Keys of the tags that workspaces and projects can have. */
  readonly tagKeys: readonly string[];
}

const checkGenerated = (value: unknown): string =>
  checkPattern('generatedExternalId', value, /^[A-Za-z0-9_-]{43}$/, '32 random bytes as 43 characters base64url, made by the platform');

const register = (command: RegisterPlatform, state: Platform, facts: PlatformFacts): PlatformEvent[] => {
  const platformIdentifier = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
  const displayName = checkDisplayName(command.displayName);
  const settings = checkSettings(command.settings, platformIdentifier, facts.tagKeys);
  const availability = checkAvailability(command.availability ?? { kind: 'public' });
  const externalId = checkGenerated(command.generatedExternalId);
  if (state.status !== 'none') {
    const problem = state.status === 'removed' ? 'belonged to a removed platform and is never given again' : 'is taken';
    refuse('PLATFORM_EXISTS', 'platformIdentifier', `The identifier ${platformIdentifier} ${problem}: choose another one.`);
  }
  return [{ type: 'PlatformRegistered', platformIdentifier, displayName, settings: { ...settings, externalId }, availability }];
};

const registered = (state: Platform, platformIdentifier: string): RegisteredPlatform => {
  if (state.status !== 'none' && state.status !== 'removed') return state;
  const problem = state.status === 'removed' ? 'was removed: choose another one' : 'does not exist: register it first';
  throw new DomainError('PLATFORM_NOT_FOUND', `The platform ${platformIdentifier} ${problem}.`, { field: 'platformIdentifier' });
};

const changeConnection = (command: ChangePlatformConnection, platform: RegisteredPlatform, facts: PlatformFacts): PlatformEvent[] => {
  const { platformIdentifier } = command;
  const { externalId, previousExternalId } = platform.settings;
  const checked = checkSettings(command.settings, platformIdentifier, facts.tagKeys);
  const settings: PlatformSettings = { ...checked, externalId, ...(previousExternalId === undefined ? {} : { previousExternalId }) };
  return equalJson(settings, platform.settings) ? [] : [{ type: 'PlatformConnectionChanged', platformIdentifier, settings }];
};

const recordVerification = (command: RecordVerification | RecordVerificationProgress, platform: RegisteredPlatform): PlatformEvent[] => {
  const { platformIdentifier } = command;
  const verificationId = checkUuid('verificationId', command.verificationId);
  const checks: readonly VerificationCheck[] = checkVerificationChecks(command.checks);
  if (platform.verifying !== verificationId)
    refuse(
      'VERIFICATION_STALE',
      'verificationId',
      'This verification was overtaken by a newer one, or by a change of the connection: request another.',
    );
  if (command.type === 'RecordVerificationProgress') return [{ type: 'PlatformVerificationProgressed', platformIdentifier, verificationId, checks }];
  return [{ type: command.ok ? 'PlatformVerified' : 'PlatformVerificationFailed', platformIdentifier, verificationId, checks }];
};

const rotate = (command: RotateExternalId, platform: RegisteredPlatform): PlatformEvent[] => {
  const { platformIdentifier } = command;
  const externalId = checkGenerated(command.generatedExternalId);
  const { externalId: previousExternalId } = platform.settings;
  if (platform.settings.previousExternalId !== undefined)
    refuse('EXTERNAL_ID_ROTATION_UNDER_WAY', 'platformIdentifier', 'An ExternalId rotation is under way: complete it before the next one.');
  return [{ type: 'PlatformExternalIdRotationStarted', platformIdentifier, externalId, previousExternalId }];
};

const needVerified = (platform: RegisteredPlatform): void => {
  if (platform.connection !== 'verified')
    refuse(
      'PLATFORM_NOT_VERIFIED',
      'platformIdentifier',
      'The connection has not been proved as it is now: request a verification and mend what it finds.',
    );
};

const decideRegistered = (
  command: Exclude<PlatformCommand, RegisterPlatform>,
  platform: RegisteredPlatform,
  facts: PlatformFacts,
): PlatformEvent[] => {
  const { platformIdentifier } = command;
  const { status } = platform;
  switch (command.type) {
    case 'RenamePlatform': {
      const displayName = checkDisplayName(command.displayName);
      return displayName === platform.displayName ? [] : [{ type: 'PlatformRenamed', platformIdentifier, displayName }];
    }
    case 'ChangePlatformConnection':
      return changeConnection(command, platform, facts);
    case 'ChangePlatformAvailability': {
      const availability = checkAvailability(command.availability);
      return equalJson(availability, platform.availability) ? [] : [{ type: 'PlatformAvailabilityChanged', platformIdentifier, availability }];
    }
    case 'RequestVerification':
      return [{ type: 'PlatformVerificationRequested', platformIdentifier, verificationId: command.meta.commandId }];
    case 'RecordVerification':
    case 'RecordVerificationProgress':
      return recordVerification(command, platform);
    case 'PublishPlatform':
      if (status === 'published') return [];
      if (status === 'deprecated')
        refuse('PLATFORM_DEPRECATED', 'platformIdentifier', `The platform ${platformIdentifier} is deprecated: reactivate it instead.`);
      needVerified(platform);
      return [{ type: 'PlatformPublished', platformIdentifier }];
    case 'DeprecatePlatform': {
      if (status === 'deprecated') return [];
      if (status === 'registered')
        refuse('PLATFORM_NOT_PUBLISHED', 'platformIdentifier', `The platform ${platformIdentifier} is not published: remove it instead.`);
      const reason = command.reason === undefined ? {} : { reason: checkText('reason', command.reason, { max: 500 }) };
      return [{ type: 'PlatformDeprecated', platformIdentifier, ...reason }];
    }
    case 'ReactivatePlatform':
      if (status === 'published') return [];
      if (status === 'registered')
        refuse('PLATFORM_NOT_PUBLISHED', 'platformIdentifier', `The platform ${platformIdentifier} was never published: publish it instead.`);
      needVerified(platform);
      return [{ type: 'PlatformReactivated', platformIdentifier }];
    case 'RemovePlatform': {
      const reason = checkText('reason', command.reason, { max: 500 });
      if (status === 'published')
        refuse('PLATFORM_PUBLISHED', 'platformIdentifier', `The platform ${platformIdentifier} is published: deprecate it first.`);
      return [{ type: 'PlatformRemoved', platformIdentifier, reason }];
    }
    case 'RotateExternalId':
      return rotate(command, platform);
    case 'CompleteExternalIdRotation':
      if (platform.settings.previousExternalId === undefined) return [];
      needVerified(platform);
      return [{ type: 'PlatformExternalIdRotationCompleted', platformIdentifier }];
  }
};

const decide = (command: PlatformCommand, state: Platform, facts: PlatformFacts): PlatformEvent[] => {
  if (command.type === 'RegisterPlatform') return register(command, state, facts);
  if (command.type === 'RemovePlatform' && state.status === 'removed') return [];
  return decideRegistered(command, registered(state, command.platformIdentifier), facts);
};

const evolveRegistered = (state: RegisteredPlatform, event: PlatformEvent): Platform => {
  switch (event.type) {
    case 'PlatformRenamed':
      return { ...state, displayName: event.displayName };
    case 'PlatformConnectionChanged':
      return connectionChanged(state.settings, event.settings)
        ? { ...state, settings: event.settings, connection: 'unverified', verifying: undefined }
        : { ...state, settings: event.settings };
    case 'PlatformAvailabilityChanged':
      return { ...state, availability: event.availability };
    case 'PlatformVerificationRequested':
      return { ...state, verifying: event.verificationId };
    case 'PlatformVerified':
      return { ...state, connection: 'verified', verifying: undefined };
    case 'PlatformVerificationFailed':
      return { ...state, connection: 'failed', verifying: undefined };
    case 'PlatformPublished':
    case 'PlatformReactivated':
      return { ...state, status: 'published' };
    case 'PlatformDeprecated':
      return { ...state, status: 'deprecated' };
    case 'PlatformExternalIdRotationStarted': {
      const { externalId, previousExternalId } = event;
      return { ...state, settings: { ...state.settings, externalId, previousExternalId }, connection: 'unverified', verifying: undefined };
    }
    case 'PlatformExternalIdRotationCompleted': {
      const { previousExternalId, ...settings } = state.settings;
      return previousExternalId === undefined ? state : { ...state, settings };
    }
    case 'PlatformRemoved':
      return { status: 'removed' };
    default:
      return state;
  }
};

const evolve = (state: Platform, event: PlatformEvent): Platform => {
  if (event.type === 'PlatformRegistered') {
    const { displayName, settings, availability } = event;
    return { status: 'registered', displayName, settings, availability, connection: 'unverified', verifying: undefined };
  }
  return state.status === 'none' || state.status === 'removed' ? state : evolveRegistered(state, event);
};

export const platformDecider = (facts: PlatformFacts): Decider<PlatformCommand, Platform, PlatformEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
