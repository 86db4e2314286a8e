import type { Kysely } from 'kysely';
import type { LandingZoneTables } from '../landing-zone/landing-zone.view.js';
import type { PaymentMethodTables } from '../payment-method/payment-method.view.js';
import type { PlatformTables } from '../platform/platform.view.js';
import type { ProjectTables } from '../project/project.view.js';
import type { ProjectRoleTables } from '../project-role/project-role.view.js';
import type { RoleBindingTables } from '../role-binding/role-binding.view.js';
import type { RoleMappingTables } from '../role-mapping/role-mapping.view.js';
import type { TagDefinitionTables } from '../tag-definition/tag-definition.view.js';
import type { TenantTables } from '../tenant/tenant.view.js';
import type { UserTables } from '../user/user.view.js';
import type { WorkspaceTables } from '../workspace/workspace.view.js';

export interface GovernanceTables
  extends
    WorkspaceTables,
    ProjectTables,
    PaymentMethodTables,
    PlatformTables,
    LandingZoneTables,
    TenantTables,
    UserTables,
    ProjectRoleTables,
    RoleMappingTables,
    RoleBindingTables,
    TagDefinitionTables {}

/** Reads governance's tables by their logical names. */
export type GovernanceDatabase = Kysely<GovernanceTables>;
