import type { Command } from '@nestjs/cqrs';
import { createMemoryPersonStore } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import { ExecuteLandingZoneCommand, LandingZoneCommandHandler } from '../src/landing-zone/landing-zone.handlers.js';
import { ExecutePaymentMethodCommand, PaymentMethodCommandHandler } from '../src/payment-method/payment-method.handlers.js';
import { ExecutePlatformCommand, PlatformCommandHandler } from '../src/platform/platform.handlers.js';
import { ExecuteProjectCommand, ProjectCommandHandler } from '../src/project/project.handlers.js';
import { ExecuteProjectRoleCommand, ProjectRoleCommandHandler } from '../src/project-role/project-role.handlers.js';
import { ExecuteRoleBindingCommand, RoleBindingCommandHandler } from '../src/role-binding/role-binding.handlers.js';
import { ExecuteRoleMappingCommand, RoleMappingCommandHandler } from '../src/role-mapping/role-mapping.handlers.js';
import { ExecuteTagDefinitionCommand, TagDefinitionCommandHandler } from '../src/tag-definition/tag-definition.handlers.js';
import { ExecuteTenantCommand, TenantCommandHandler } from '../src/tenant/tenant.handlers.js';
import { ExecuteUserCommand, UserCommandHandler } from '../src/user/user.handlers.js';
import { ExecuteWorkspaceCommand, WorkspaceCommandHandler } from '../src/workspace/workspace.handlers.js';

export interface Executor {
  readonly execute: <Event extends DomainEvent>(command: Command<Executed<Event>>) => Promise<Executed<Event>>;
}

/** The command handlers over a store, without anything else of a process. */
export const executorOf = (store: EventStore, people = createMemoryPersonStore()): Executor => {
  const handlers = new Map<unknown, { execute(command: never): Promise<Executed<DomainEvent>> }>([
    [ExecuteWorkspaceCommand, new WorkspaceCommandHandler(store)],
    [ExecuteProjectCommand, new ProjectCommandHandler(store)],
    [ExecutePaymentMethodCommand, new PaymentMethodCommandHandler(store)],
    [ExecutePlatformCommand, new PlatformCommandHandler(store)],
    [ExecuteLandingZoneCommand, new LandingZoneCommandHandler(store)],
    [ExecuteTenantCommand, new TenantCommandHandler(store)],
    [ExecuteUserCommand, new UserCommandHandler(store, people)],
    [ExecuteProjectRoleCommand, new ProjectRoleCommandHandler(store)],
    [ExecuteRoleMappingCommand, new RoleMappingCommandHandler(store)],
    [ExecuteRoleBindingCommand, new RoleBindingCommandHandler(store)],
    [ExecuteTagDefinitionCommand, new TagDefinitionCommandHandler(store)],
  ]);
  return {
    execute: async <Event extends DomainEvent>(command: Command<Executed<Event>>) => {
      const handler = handlers.get(command.constructor);
      if (!handler) throw new TypeError(`no handler for ${command.constructor.name}`);
      return (await handler.execute(command as never)) as unknown as Executed<Event>;
    },
  };
};
