import type { EventStore } from '@orgledger/event-store';
import { isRegistered, objectStates } from './object-states.store.js';
import type { PlatformSettings } from './platform-settings.js';

/** A tenant's place, as its stream says. */
export interface TenantPlace {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly accountId?: string;
}

/** What other contexts decide upon. Read from streams, never from read models; undefined: there is no such object, or not any more. */
export interface GovernanceFacts {
  platformSettings(platformIdentifier: string): Promise<PlatformSettings | undefined>;
  tenantPlace(tenantId: string): Promise<TenantPlace | undefined>;
}

export const governanceFacts = (store: EventStore): GovernanceFacts => ({
  platformSettings: async (platformIdentifier) => {
    const platform = await objectStates(store).platform(platformIdentifier);
    return isRegistered(platform) && 'settings' in platform ? platform.settings : undefined;
  },
  tenantPlace: async (tenantId) => {
    const tenant = await objectStates(store).tenant(tenantId);
    if (tenant.status === 'none') return undefined;
    const { workspaceIdentifier, projectIdentifier, platformIdentifier, accountId } = tenant;
    return { tenantId, workspaceIdentifier, projectIdentifier, platformIdentifier, ...(accountId === undefined ? {} : { accountId }) };
  },
});
