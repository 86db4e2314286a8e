import type { PlatformEvent, PlatformSettings } from '@orgledger/governance';

export interface PlatformToVerify {
  readonly settings: PlatformSettings;
  /** The newest verification that is asked for and not answered. */
  readonly pending: string | undefined;
}

export type VerificationQueue = Readonly<Record<string, PlatformToVerify>>;

/** Which verifications are open, from the platforms' own events: nothing is lost when the worker dies. */
export const evolveQueue = (queue: VerificationQueue, event: PlatformEvent): VerificationQueue => {
  const { platformIdentifier } = event;
  if (event.type === 'PlatformRegistered') return { ...queue, [platformIdentifier]: { settings: event.settings, pending: undefined } };
  const platform = queue[platformIdentifier];
  if (!platform) return queue;
  const change = changeOf(platform, event);
  return change ? { ...queue, [platformIdentifier]: { ...platform, ...change } } : queue;
};

const changeOf = ({ settings, pending }: PlatformToVerify, event: PlatformEvent): Partial<PlatformToVerify> | undefined => {
  switch (event.type) {
    case 'PlatformVerificationRequested':
      return { pending: event.verificationId };
    case 'PlatformVerified':
    case 'PlatformVerificationFailed':
      return event.verificationId === pending ? { pending: undefined } : undefined;
    // The answer would be about what is no more; governance refuses it, too.
    case 'PlatformConnectionChanged':
      return { settings: event.settings, pending: undefined };
    case 'PlatformExternalIdRotationStarted':
      return { settings: { ...settings, externalId: event.externalId, previousExternalId: event.previousExternalId }, pending: undefined };
    case 'PlatformExternalIdRotationCompleted': {
      const { previousExternalId, ...rest } = settings;
      return previousExternalId === undefined ? undefined : { settings: rest };
    }
    case 'PlatformRemoved':
      return { pending: undefined };
    default:
      return undefined;
  }
};
