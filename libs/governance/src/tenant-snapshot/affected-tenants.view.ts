import type { Recorded } from '@orgledger/event-store';
import { fromRecorded } from '@orgledger/event-store';
import type { ExpressionBuilder } from 'kysely';
import type { LandingZoneEvent } from '../landing-zone/landing-zone.events.js';
import type { PaymentMethodEvent } from '../payment-method/payment-method.events.js';
import type { PlatformEvent } from '../platform/platform.events.js';
import type { ProjectEvent } from '../project/project.events.js';
import type { ProjectRoleEvent } from '../project-role/project-role.events.js';
import type { RoleBindingEvent } from '../role-binding/role-binding.events.js';
import type { RoleMappingEvent } from '../role-mapping/role-mapping.events.js';
import type { TagDefinitionEvent } from '../tag-definition/tag-definition.events.js';
import type { TenantEvent } from '../tenant/tenant.events.js';
import type { UserEvent } from '../user/user.events.js';
import type { GovernanceDatabase, GovernanceTables } from '../views/governance-tables.view.js';
import type { WorkspaceEvent } from '../workspace/workspace.events.js';

type GovernanceEvent =
  | WorkspaceEvent
  | ProjectEvent
  | PaymentMethodEvent
  | PlatformEvent
  | LandingZoneEvent
  | TenantEvent
  | UserEvent
  | ProjectRoleEvent
  | RoleMappingEvent
  | RoleBindingEvent
  | TagDefinitionEvent;

type Tenants = ExpressionBuilder<GovernanceTables, 'tenants'>;
type Condition = ReturnType<Tenants['and']>;

const onPlatform = (builder: Tenants, platform: string): Condition => builder.and([builder('platformIdentifier', '=', platform)]);

/** Tenants in reach of the bindings that `which` selects. */
const inReach = (builder: Tenants, column: 'bindingId' | 'subjectId', value: string): Condition =>
  builder.and([
    builder.exists(
      builder
        .selectFrom('role_bindings')
        .select('role_bindings.bindingId')
        .where(`role_bindings.${column}`, '=', value)
        .whereRef('role_bindings.workspaceIdentifier', '=', 'tenants.workspaceIdentifier')
        .where((binding) =>
          binding.or([
            binding('role_bindings.projectIdentifier', 'is', null),
            binding('role_bindings.projectIdentifier', '=', binding.ref('tenants.projectIdentifier')),
          ]),
        ),
    ),
  ]);

/** Which tenants an event touches in AWS; undefined: none. */
const conditionOf = (builder: Tenants, event: GovernanceEvent): Condition | undefined => {
  switch (event.type) {
    case 'TenantProvisioningStarted':
    case 'TenantLandingZoneChanged':
      return builder.and([builder('tenantId', '=', event.tenantId)]);
    case 'WorkspaceTagsChanged':
    case 'PaymentMethodChanged':
      return builder.and([builder('workspaceIdentifier', '=', event.workspaceIdentifier)]);
    case 'ProjectTagsChanged':
    case 'ProjectPaymentMethodAssigned':
      return builder.and({ workspaceIdentifier: event.workspaceIdentifier, projectIdentifier: event.projectIdentifier });
    case 'PlatformConnectionChanged':
    case 'PlatformExternalIdRotationStarted':
    case 'PlatformExternalIdRotationCompleted':
    case 'RoleMappingChanged':
    case 'RoleMappingRemoved':
      return onPlatform(builder, event.platformIdentifier);
    case 'LandingZoneChanged':
      return builder.and({ platformIdentifier: event.platformIdentifier, landingZoneIdentifier: event.landingZoneIdentifier });
    case 'ProjectRoleDefined':
    case 'ProjectRoleRemoved':
      // Landing zones may map the role as well: all tenants, for an event as rare as this.
      return builder.and([builder('tenantId', 'is not', null)]);
    case 'RoleBindingGranted':
    case 'RoleBindingExpirySet':
    case 'RoleBindingRevoked':
    case 'RoleBindingExpired':
      return inReach(builder, 'bindingId', event.bindingId);
    case 'UserChanged':
    case 'UserDisabled':
    case 'UserEnabled':
    case 'UserDeleted':
      return inReach(builder, 'subjectId', event.subjectId);
    case 'TagDefinitionCreated':
      return event.replicated && event.target !== 'landingZone' ? builder.and([builder('tenantId', 'is not', null)]) : undefined;
    case 'TagDefinitionChanged':
    case 'TagDefinitionDeleted':
      return event.target !== 'landingZone' ? builder.and([builder('tenantId', 'is not', null)]) : undefined;
    default:
      return undefined;
  }
};

/** By the read model as it stands: ask once it has applied the event. Tenants of removed platforms are left alone. */
export const tenantsAffectedBy = async (db: GovernanceDatabase, recorded: Recorded): Promise<readonly string[]> => {
  const event = fromRecorded<GovernanceEvent>(recorded);
  const rows = await db
    .selectFrom('tenants')
    .select('tenantId')
    .where((builder) => conditionOf(builder, event) ?? builder.val(false))
    .where('platformIdentifier', 'not in', (platforms) =>
      platforms.selectFrom('platforms').select('platformIdentifier').where('status', '=', 'removed'),
    )
    .orderBy('tenantKey')
    .execute();
  return rows.map(({ tenantId }) => tenantId);
};
