import type { Recorded } from '@orgledger/event-store';
import type { Actor } from '@orgledger/kernel';
import type { Page, PageRequest } from '@orgledger/projections';
import type { LandingZoneFilter, LandingZoneView } from './landing-zone/landing-zone.view.js';
import type { PaymentMethodFilter, PaymentMethodView } from './payment-method/payment-method.view.js';
import type { PlatformFilter, PlatformView } from './platform/platform.view.js';
import type { LandingZoneSettings, NamingTemplates, RoleMappingEntry, RoleMappingOverride } from './platform-settings.js';
import type { ProjectFilter, ProjectView } from './project/project.view.js';
import type { ProjectRoleView } from './project-role/project-role.view.js';
import type { AccessEntry, RoleBindingFilter, RoleBindingView } from './role-binding/role-binding.view.js';
import type { RoleMappingView } from './role-mapping/role-mapping.view.js';
import type { TagTarget } from './tag-definition/tag-definition.events.js';
import type { TagDefinitionView } from './tag-definition/tag-definition.view.js';
import type { TenantFilter, TenantView } from './tenant/tenant.view.js';
import type { UserFilter, UserView } from './user/user.view.js';
import type { WorkspaceFilter, WorkspaceView } from './workspace/workspace.view.js';
import type { TenantSnapshot } from './tenant-snapshot.js';

export type { Page, PageRequest };

/** One stored event of an object, newest first. */
export interface HistoryEntry {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly type: string;
  readonly at: string;
  readonly actor: Actor;
  readonly commandId: string;
  readonly reason?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SnapshotPage {
  readonly snapshots: readonly TenantSnapshot[];
  /** Give it as `after` to get the next page; undefined at the end. */
  readonly next: string | undefined;
}

/** Settings of one platform that are not saved yet: for a dry run of what saving them would do. A mapping without permission sets unmaps its role. */
export interface WhatIf {
  readonly templates?: NamingTemplates;
  readonly landingZone?: {
    readonly landingZoneIdentifier: string;
    readonly settings: LandingZoneSettings;
    readonly roleMappings?: readonly RoleMappingOverride[];
  };
  readonly roleMapping?: RoleMappingEntry;
}

/** What replication reads of governance. */
export interface TenantSnapshotQueries {
  /** Undefined when there is no such tenant. */
  tenantSnapshot(tenantId: string, whatIf?: WhatIf): Promise<TenantSnapshot | undefined>;
  /** All replicated tenants of a platform, in a stable order; a page costs a handful of queries. `limit`: default 500. */
  tenantSnapshots(request: {
    readonly platformIdentifier: string;
    readonly after?: string;
    readonly limit?: number;
    readonly whatIf?: WhatIf;
  }): Promise<SnapshotPage>;
  /**
   * The tenants whose desired state an event touches, by the read model as it stands: ask once the model has applied the event.
   * Empty for events that change nothing in AWS.
   */
  tenantsAffectedBy(event: Recorded): Promise<readonly string[]>;
}

/** Names that a set of templates gives a tenant, with what is wrong with each. */
export interface TemplatePreview {
  readonly tenantId?: string;
  readonly fields: readonly {
    readonly field: keyof NamingTemplates;
    readonly value: string;
    readonly problem?: string;
  }[];
}

export interface TemplateCollision {
  readonly field: keyof NamingTemplates;
  readonly value: string;
  readonly tenantIds: readonly string[];
}

/** Everything that screens, the CLI and workers ask of governance. All answers come from read models, as far as those have come. */
export interface GovernanceQueries extends TenantSnapshotQueries {
  workspace(workspaceIdentifier: string): Promise<WorkspaceView | undefined>;
  workspaces(filter?: WorkspaceFilter, page?: PageRequest): Promise<Page<WorkspaceView>>;
  project(workspaceIdentifier: string, projectIdentifier: string): Promise<ProjectView | undefined>;
  projects(filter?: ProjectFilter, page?: PageRequest): Promise<Page<ProjectView>>;
  paymentMethod(workspaceIdentifier: string, paymentMethodIdentifier: string): Promise<PaymentMethodView | undefined>;
  paymentMethods(filter?: PaymentMethodFilter, page?: PageRequest): Promise<Page<PaymentMethodView>>;
  platform(platformIdentifier: string): Promise<PlatformView | undefined>;
  platforms(filter?: PlatformFilter, page?: PageRequest): Promise<Page<PlatformView>>;
  landingZone(platformIdentifier: string, landingZoneIdentifier: string): Promise<LandingZoneView | undefined>;
  landingZones(filter?: LandingZoneFilter, page?: PageRequest): Promise<Page<LandingZoneView>>;
  tenant(tenantId: string): Promise<TenantView | undefined>;
  tenants(filter?: TenantFilter, page?: PageRequest): Promise<Page<TenantView>>;
  user(subjectId: string): Promise<UserView | undefined>;
  users(filter?: UserFilter, page?: PageRequest): Promise<Page<UserView>>;
  userByEmail(email: string): Promise<UserView | undefined>;
  projectRoles(): Promise<readonly ProjectRoleView[]>;
  roleMappings(platformIdentifier: string): Promise<readonly RoleMappingView[]>;
  roleBinding(bindingId: string): Promise<RoleBindingView | undefined>;
  roleBindings(filter?: RoleBindingFilter, page?: PageRequest): Promise<Page<RoleBindingView>>;
  tagDefinitions(target?: TagTarget): Promise<readonly TagDefinitionView[]>;

  /** Who may enter a tenant's account at `at`, and in which role. */
  whoHasAccess(tenantId: string, at: string): Promise<readonly AccessEntry[]>;
  /** What a person may enter at `at`. */
  accessOf(subjectId: string, at: string): Promise<readonly AccessEntry[]>;
  /** Grants whose end has passed without being recorded: each is due an ExpireRoleBinding. At most `limit` (default 100). */
  dueExpiries(now: string, limit?: number): Promise<readonly string[]>;

  /** Workspaces where a method has expired before `day` without being recorded, or a substitute should have been promoted: due an ExpirePaymentMethods. */
  workspacesWithDuePayments(day: string): Promise<readonly string[]>;

  /** Newest first. `after`: the last entry's revision. */
  history(stream: string, page?: PageRequest): Promise<readonly HistoryEntry[]>;
  /** What the templates would name a tenant; without `tenantId` an imagined one with the longest identifiers. */
  previewTemplates(request: {
    readonly platformIdentifier: string;
    readonly templates: NamingTemplates;
    readonly tenantId?: string;
  }): Promise<TemplatePreview>;
  /** Names that these templates would give to more than one of the platform's tenants. */
  templateCollisions(request: { readonly platformIdentifier: string; readonly templates: NamingTemplates }): Promise<readonly TemplateCollision[]>;
}

/** Injection token of GovernanceQueries. */
export const GOVERNANCE_QUERIES = Symbol('GovernanceQueries');
