import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';
import type { EventStore } from '@orgledger/event-store';
import type { ProjectEvent } from '../project/project.events.js';
import type { RoleMappingEvent } from '../role-mapping/role-mapping.events.js';
import { objectStates } from '../object-states.store.js';
import { claimStreams } from '../streams.js';
import type { TenantEvent } from '../tenant/tenant.events.js';
import { releaseClaim } from './claim-appends.store.js';
import type { Admission } from './claims.events.js';

type ReleasingEvent = ProjectEvent | TenantEvent | RoleMappingEvent;

/** Types of the events after which a claim is given back. */
export const releasingTypes = ['ProjectDeleted', 'TenantLandingZoneChanged', 'RoleMappingChanged', 'RoleMappingRemoved'] as const;

const releasedBy = (event: ReleasingEvent): Admission | undefined => {
  switch (event.type) {
    case 'ProjectDeleted':
      return { stream: claimStreams.projectsOf(event.workspaceIdentifier), slot: event.projectIdentifier, holder: event.projectIdentifier };
    case 'TenantLandingZoneChanged': {
      const { tenantId, platformIdentifier, previousLandingZoneIdentifier } = event;
      return { stream: claimStreams.tenantsOfLandingZone(platformIdentifier, previousLandingZoneIdentifier), slot: tenantId, holder: tenantId };
    }
    case 'RoleMappingChanged':
    case 'RoleMappingRemoved': {
      const { platformIdentifier, roleIdentifier, previousGroupAlias } = event;
      if (previousGroupAlias === undefined) return undefined;
      return { stream: claimStreams.groupAlias(platformIdentifier, previousGroupAlias), slot: 'alias', holder: roleIdentifier };
    }
    default:
      return undefined;
  }
};

/** Gives back what the events made free: by the command's handler at once, and again by the claims subscription should the handler have died. */
export const releaseAfter = async (store: EventStore, events: readonly DomainEvent[], meta: CommandMetadata): Promise<void> => {
  for (const event of events as readonly ReleasingEvent[]) {
    const claim = releasedBy(event);
    if (claim && !(await isUsedAgain(store, event))) await releaseClaim(store, claim, meta);
  }
};

/** An event may be seen late: the alias or zone may have been taken anew by the same holder. */
const isUsedAgain = async (store: EventStore, event: ReleasingEvent): Promise<boolean> => {
  if (event.type === 'RoleMappingChanged' || event.type === 'RoleMappingRemoved') {
    const mapping = await objectStates(store).roleMapping(event.platformIdentifier, event.roleIdentifier);
    return mapping.status === 'mapped' && mapping.groupAlias.toLowerCase() === event.previousGroupAlias?.toLowerCase();
  }
  if (event.type !== 'TenantLandingZoneChanged') return false;
  const tenant = await objectStates(store).tenant(event.tenantId);
  return tenant.status !== 'none' && tenant.landingZoneIdentifier === event.previousLandingZoneIdentifier;
};
