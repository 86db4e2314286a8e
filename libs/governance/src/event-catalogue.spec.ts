import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Upcasting, fromRecorded } from '@orgledger/event-store';
import type { Position, Recorded } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { claimsDecider } from './claims/claims.decider.js';
import { governanceEventCatalogue } from './event-catalogue.js';
import { landingZoneDecider } from './landing-zone/landing-zone.decider.js';
import { platformDecider } from './platform/platform.decider.js';
import { projectDecider } from './project/project.decider.js';
import { projectRoleDecider } from './project-role/project-role.decider.js';
import { roleBindingDecider } from './role-binding/role-binding.decider.js';
import { roleMappingDecider } from './role-mapping/role-mapping.decider.js';
import { tagDefinitionDecider } from './tag-definition/tag-definition.decider.js';
import { noFacts, tenantDecider } from './tenant/tenant.decider.js';
import { userDecider } from './user/user.decider.js';
import { governanceProjection } from './views/governance.view.js';
import { workspaceDecider } from './workspace/workspace.decider.js';

const folder = join(__dirname, '..', 'golden');
const upcasting = new Upcasting([], governanceEventCatalogue);

interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Record<string, never>;
}

const golden = (type: string): Golden => JSON.parse(readFileSync(join(folder, `${type}.v1.json`), 'utf8')) as Golden;

/** As it comes out of a store, through upcasting. */
const load = (type: string): DomainEvent => {
  const metadata = {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    actor: { kind: 'system', id: 's' },
    at: '2026-01-01T00:00:00.000Z',
  } as const;
  const stored = { id: '0', stream: 'golden-1', revision: 0n, position: '1' as Position, created: new Date(0), metadata };
  const recorded: Recorded = { ...stored, ...golden(type) };
  const [event, ...others] = upcasting.apply(recorded);
  if (!event || others.length > 0) throw new Error(`${type} no longer reads as one event`);
  return fromRecorded<DomainEvent>(event);
};

interface Folder {
  readonly initial: unknown;
  evolve(state: never, event: never): unknown;
}

/** The life of one object, event by event: each must still move its state, or be one of those that only tell. */
const lives: Record<string, [Folder, readonly string[]]> = {
  workspace: [
    workspaceDecider({ tagDefinitions: [], projects: [] }),
    ['WorkspaceCreated', 'WorkspaceRenamed', 'WorkspaceTagsChanged', 'WorkspaceContactsChanged', 'WorkspaceDeleted'],
  ],
  project: [
    projectDecider({ workspace: 'active', tagDefinitions: [], tenants: [] }),
    ['ProjectCreated', 'ProjectRenamed', 'ProjectTagsChanged', 'ProjectMarkedForDeletion', 'ProjectDeleted'],
  ],
  platform: [
    platformDecider({ tagKeys: [] }),
    [
      'PlatformRegistered',
      'PlatformRenamed',
      'PlatformConnectionChanged',
      'PlatformAvailabilityChanged',
      'PlatformVerificationRequested',
      'PlatformVerificationFailed',
      'PlatformExternalIdRotationStarted',
      'PlatformVerified',
      'PlatformExternalIdRotationCompleted',
      'PlatformPublished',
      'PlatformDeprecated',
      'PlatformReactivated',
      'PlatformRemoved',
    ],
  ],
  landingZone: [
    landingZoneDecider({ platformExists: true, tagDefinitions: [], unknownRoles: [], tenants: [] }),
    ['LandingZoneDefined', 'LandingZoneChanged', 'LandingZoneDisabled', 'LandingZoneEnabled', 'LandingZoneDeleted'],
  ],
  tenant: [
    tenantDecider(noFacts),
    ['TenantRequested', 'TenantProvisioningStarted', 'TenantAccountAssigned', 'TenantActivated', 'TenantLandingZoneChanged'],
  ],
  user: [userDecider({ person: undefined, emailHolder: undefined }), ['UserRegistered', 'UserDisabled', 'UserEnabled', 'UserDeleted']],
  projectRole: [projectRoleDecider, ['ProjectRoleDefined', 'ProjectRoleRenamed', 'ProjectRoleRemoved']],
  roleMapping: [roleMappingDecider({ platformExists: true, roleExists: true, aliasHolder: undefined }), ['RoleMappingChanged', 'RoleMappingRemoved']],
  revokedBinding: [
    roleBindingDecider({ user: 'active', roleExists: true, scopeExists: true }),
    ['RoleBindingGranted', 'RoleBindingExpirySet', 'RoleBindingRevoked'],
  ],
  expiredBinding: [roleBindingDecider({ user: 'active', roleExists: true, scopeExists: true }), ['RoleBindingGranted', 'RoleBindingExpired']],
  tagDefinition: [tagDefinitionDecider, ['TagDefinitionCreated', 'TagDefinitionChanged', 'TagDefinitionDeleted']],
  claims: [claimsDecider, ['ClaimTaken', 'ClaimReleased', 'ClaimsClosed']],
};

/** Events that no decision depends on. */
const onlyTold = ['PlatformVerificationProgressed', 'UserChanged', 'TenantNumberDrawn'];

describe('stored events', () => {
  it.each(Object.entries(lives))('of a %s still move its state', (_name, [decider, types]) => {
    types.forEach((type, index) => {
      const before = fold(decider as never, types.slice(0, index).map(load));
      const after = fold(decider as never, types.slice(0, index + 1).map(load));
      expect({ type, moved: JSON.stringify(after) !== JSON.stringify(before) }).toEqual({ type, moved: true });
    });
  });

  it('have a golden file each, and nothing else has one', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.entries(governanceEventCatalogue)
        .flatMap(([type, current]) => Array.from({ length: current }, (_, version) => `${type}.v${version + 1}.json`))
        .toSorted(),
    );
    for (const type of Object.keys(governanceEventCatalogue)) expect(load(type)).toMatchObject({ type, ...golden(type).data });
  });

  it('are all in a life above, or named as only told', () => {
    const covered = new Set([...Object.values(lives).flatMap(([, types]) => types), ...onlyTold]);
    expect([...covered].toSorted()).toEqual(Object.keys(governanceEventCatalogue).toSorted());
  });

  it('are in the catalogue when a read model takes them', () => {
    const unknown = (governanceProjection.filter.types ?? []).filter((type) => !(type in governanceEventCatalogue));
    expect(unknown).toEqual([]);
  });
});
