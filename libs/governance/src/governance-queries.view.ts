import type { EventStore, PersonStore } from '@orgledger/event-store';
import { historyQueries } from './history/history.view.js';
import { landingZoneQueries } from './landing-zone/landing-zone.view.js';
import { paymentMethodQueries } from './payment-method/payment-method.view.js';
import { platformQueries } from './platform/platform.view.js';
import { projectQueries } from './project/project.view.js';
import { projectRoleQueries } from './project-role/project-role.view.js';
import type { GovernanceQueries } from './query-types.js';
import { roleBindingQueries } from './role-binding/role-binding.view.js';
import { roleMappingQueries } from './role-mapping/role-mapping.view.js';
import { tagDefinitionQueries } from './tag-definition/tag-definition.view.js';
import { templateQueries } from './template/template-queries.view.js';
import { snapshotQueries } from './tenant-snapshot/snapshot-queries.view.js';
import { tenantQueries } from './tenant/tenant.view.js';
import { userQueries } from './user/user.view.js';
import type { GovernanceDatabase } from './views/governance-tables.view.js';
import { workspaceQueries } from './workspace/workspace.view.js';

/** All queries over one set of read models. */
export const createGovernanceQueries = (db: GovernanceDatabase, people: PersonStore, store: EventStore): GovernanceQueries => ({
  ...workspaceQueries(db),
  ...projectQueries(db),
  ...paymentMethodQueries(db),
  ...platformQueries(db),
  ...landingZoneQueries(db),
  ...tenantQueries(db),
  ...userQueries(db, people),
  ...projectRoleQueries(db),
  ...roleMappingQueries(db),
  ...roleBindingQueries(db),
  ...tagDefinitionQueries(db),
  ...snapshotQueries(db, people),
  ...templateQueries(db),
  ...historyQueries(store),
});
