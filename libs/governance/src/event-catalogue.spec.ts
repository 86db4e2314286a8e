import { join } from 'node:path';
import { describeStoredEvents } from '@orgledger/event-store/testing';
import type { EventFold } from '@orgledger/event-store/testing';
import { claimsDecider } from './claims/claims.decider.js';
import { governanceEventCatalogue } from './event-catalogue.js';
import { landingZoneDecider } from './landing-zone/landing-zone.decider.js';
import { noPaymentMethodFacts, paymentMethodDecider } from './payment-method/payment-method.decider.js';
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

/** The life of one object, event by event: each must still move its state, or be one of those that only tell. */
const lives: Record<string, readonly [EventFold, readonly string[]]> = {
  workspace: [
    workspaceDecider({ tagDefinitions: [], projects: [] }),
    ['WorkspaceCreated', 'WorkspaceRenamed', 'WorkspaceTagsChanged', 'WorkspaceContactsChanged', 'WorkspaceDeleted'],
  ],
  project: [
    projectDecider({ workspace: 'active', tagDefinitions: [], tenants: [] }),
    ['ProjectCreated', 'ProjectRenamed', 'ProjectTagsChanged', 'ProjectMarkedForDeletion', 'ProjectDeleted'],
  ],
  paymentMethod: [
    paymentMethodDecider(noPaymentMethodFacts),
    ['PaymentMethodCreated', 'PaymentMethodChanged', 'ProjectPaymentMethodAssigned', 'PaymentMethodExpired', 'PaymentMethodDeleted'],
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

describeStoredEvents('governance', { catalogue: governanceEventCatalogue, folder: join(__dirname, '..', 'golden'), lives, onlyTold });

it('every event that the read model takes is in the catalogue', () => {
  const unknown = (governanceProjection.filter.types ?? []).filter((type) => !(type in governanceEventCatalogue));
  expect(unknown).toEqual([]);
});
