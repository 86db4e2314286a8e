import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, PersonStore } from '@orgledger/event-store';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { createGovernanceQueries } from './governance-queries.view.js';
import { LandingZoneCommandHandler } from './landing-zone/landing-zone.handlers.js';
import { PaymentMethodCommandHandler } from './payment-method/payment-method.handlers.js';
import { PlatformCommandHandler } from './platform/platform.handlers.js';
import { ProjectCommandHandler } from './project/project.handlers.js';
import { defineDefaultProjectRoles } from './project-role/default-project-roles.store.js';
import { ProjectRoleCommandHandler } from './project-role/project-role.handlers.js';
import { GOVERNANCE_QUERIES } from './query-types.js';
import { RoleBindingCommandHandler } from './role-binding/role-binding.handlers.js';
import { RoleMappingCommandHandler } from './role-mapping/role-mapping.handlers.js';
import { TagDefinitionCommandHandler } from './tag-definition/tag-definition.handlers.js';
import { TenantCommandHandler } from './tenant/tenant.handlers.js';
import { UserCommandHandler } from './user/user.handlers.js';
import type { GovernanceTables } from './views/governance-tables.view.js';
import { WorkspaceCommandHandler } from './workspace/workspace.handlers.js';

/** Handlers and queries over the process's event store, person store, views and clock, which a global module provides. */
@Module({
  imports: [CqrsModule],
  providers: [
    WorkspaceCommandHandler,
    ProjectCommandHandler,
    PaymentMethodCommandHandler,
    PlatformCommandHandler,
    LandingZoneCommandHandler,
    TenantCommandHandler,
    UserCommandHandler,
    ProjectRoleCommandHandler,
    RoleMappingCommandHandler,
    RoleBindingCommandHandler,
    TagDefinitionCommandHandler,
    {
      provide: GOVERNANCE_QUERIES,
      useFactory: (views: ViewsDatabase<GovernanceTables>, people: PersonStore, store: EventStore) =>
        createGovernanceQueries(views.read, people, store),
      inject: [VIEWS, PERSON_STORE, EVENT_STORE],
    },
  ],
  exports: [GOVERNANCE_QUERIES],
})
export class GovernanceModule implements OnApplicationBootstrap {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await defineDefaultProjectRoles(this.store, this.clock.now().toISOString());
  }
}
