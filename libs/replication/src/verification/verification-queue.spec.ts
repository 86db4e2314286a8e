import type { PlatformEvent, PlatformSettings } from '@orgledger/governance';
import { evolveQueue } from './verification-queue.js';
import type { VerificationQueue } from './verification-queue.js';

const settings = { externalId: 'first' } as PlatformSettings;
const platformIdentifier = 'aws';
const registered: PlatformEvent = { type: 'PlatformRegistered', platformIdentifier, displayName: 'AWS', settings, availability: { kind: 'public' } };
const requested = (verificationId: string): PlatformEvent => ({ type: 'PlatformVerificationRequested', platformIdentifier, verificationId });
const answered = (verificationId: string): PlatformEvent => ({ type: 'PlatformVerified', platformIdentifier, verificationId, checks: [] });

const after = (...events: PlatformEvent[]) => events.reduce<VerificationQueue>(evolveQueue, {})[platformIdentifier];

describe('the verification queue', () => {
  it('holds the newest request until it is answered', () => {
    expect(after(registered)?.pending).toBeUndefined();
    expect(after(registered, requested('1'), requested('2'))?.pending).toBe('2');
    expect(after(registered, requested('1'), requested('2'), answered('1'))?.pending).toBe('2');
    expect(after(registered, requested('1'), answered('1'))?.pending).toBeUndefined();
    expect(
      after(registered, requested('1'), { type: 'PlatformVerificationProgressed', platformIdentifier, verificationId: '1', checks: [] })?.pending,
    ).toBe('1');
  });

  it('drops requests about a connection that is no more', () => {
    expect(after(registered, requested('1'), { type: 'PlatformRemoved', platformIdentifier, reason: 'r' })?.pending).toBeUndefined();
    const changed = after(registered, requested('1'), {
      type: 'PlatformConnectionChanged',
      platformIdentifier,
      settings: { ...settings, region: 'eu-central-1' },
    });
    expect(changed).toMatchObject({ pending: undefined, settings: { region: 'eu-central-1' } });
  });

  it('follows an ExternalId rotation', () => {
    const started: PlatformEvent = {
      type: 'PlatformExternalIdRotationStarted',
      platformIdentifier,
      externalId: 'second',
      previousExternalId: 'first',
    };
    expect(after(registered, started)?.settings).toEqual({ externalId: 'second', previousExternalId: 'first' });
    expect(after(registered, started, { type: 'PlatformExternalIdRotationCompleted', platformIdentifier })?.settings).toEqual({
      externalId: 'second',
    });
  });
});
