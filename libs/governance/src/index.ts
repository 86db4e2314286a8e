export type * from './platform-settings.js';
export type * from './tenant-snapshot.js';
export type * from './shared-types.js';
export type * from './query-types.js';
export { GOVERNANCE_QUERIES } from './query-types.js';
export { GovernanceModule } from './governance.module.js';
export { governanceProjection } from './views/governance.view.js';
export { governanceReactions } from './reactions.subscription.js';
export { governanceEventCatalogue } from './event-catalogue.js';
export { streams } from './streams.js';
export { governanceFacts } from './facts-for-others.store.js';
export type { GovernanceFacts, TenantPlace } from './facts-for-others.store.js';

export type * from './workspace/workspace.commands.js';
export type * from './workspace/workspace.events.js';
export { ExecuteWorkspaceCommand } from './workspace/workspace.handlers.js';
export type * from './workspace/workspace.view.js';

export type * from './project/project.commands.js';
export type * from './project/project.events.js';
export { ExecuteProjectCommand } from './project/project.handlers.js';
export type * from './project/project.view.js';

export type * from './payment-method/payment-method.commands.js';
export type * from './payment-method/payment-method.events.js';
export * from './payment-method/payment-method-validity.js';
export { ExecutePaymentMethodCommand } from './payment-method/payment-method.handlers.js';
export { PaymentMethodSchedule } from './payment-method/payment-method-schedule.gateway.js';
export type { PaymentMethodScheduleOptions } from './payment-method/payment-method-schedule.gateway.js';
export type * from './payment-method/payment-method.view.js';
export { inheritTags } from './tags/account-tags.js';
export type { TagSources } from './tags/account-tags.js';

export type * from './platform/platform.commands.js';
export type * from './platform/platform.events.js';
export { ExecutePlatformCommand } from './platform/platform.handlers.js';
export type * from './platform/platform.view.js';

export type * from './landing-zone/landing-zone.commands.js';
export type * from './landing-zone/landing-zone.events.js';
export { ExecuteLandingZoneCommand } from './landing-zone/landing-zone.handlers.js';
export type * from './landing-zone/landing-zone.view.js';

export type * from './tenant/tenant.commands.js';
export type * from './tenant/tenant.events.js';
export { ExecuteTenantCommand } from './tenant/tenant.handlers.js';
export type * from './tenant/tenant.view.js';

export type * from './user/user.commands.js';
export type * from './user/user.events.js';
export { ExecuteUserCommand } from './user/user.handlers.js';
export type * from './user/user.view.js';

export type * from './project-role/project-role.commands.js';
export type * from './project-role/project-role.events.js';
export { ExecuteProjectRoleCommand } from './project-role/project-role.handlers.js';
export type * from './project-role/project-role.view.js';

export type * from './role-mapping/role-mapping.commands.js';
export type * from './role-mapping/role-mapping.events.js';
export { ExecuteRoleMappingCommand } from './role-mapping/role-mapping.handlers.js';
export type * from './role-mapping/role-mapping.view.js';

export type * from './role-binding/role-binding.commands.js';
export type * from './role-binding/role-binding.events.js';
export { ExecuteRoleBindingCommand } from './role-binding/role-binding.handlers.js';
export type * from './role-binding/role-binding.view.js';

export type * from './tag-definition/tag-definition.commands.js';
export type * from './tag-definition/tag-definition.events.js';
export { ExecuteTagDefinitionCommand } from './tag-definition/tag-definition.handlers.js';
export type * from './tag-definition/tag-definition.view.js';
