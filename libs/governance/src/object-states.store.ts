import { fold } from '@orgledger/kernel';
import type { Decider, DomainCommand, DomainEvent } from '@orgledger/kernel';
import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, StreamName } from '@orgledger/event-store';
import { landingZoneDecider } from './landing-zone/landing-zone.decider.js';
import type { LandingZone } from './landing-zone/landing-zone.decider.js';
import { platformDecider } from './platform/platform.decider.js';
import type { Platform } from './platform/platform.decider.js';
import { projectDecider } from './project/project.decider.js';
import type { Project } from './project/project.decider.js';
import { projectRoleDecider } from './project-role/project-role.decider.js';
import type { ProjectRole } from './project-role/project-role.decider.js';
import { roleMappingDecider } from './role-mapping/role-mapping.decider.js';
import type { RoleMapping } from './role-mapping/role-mapping.decider.js';
import { streams } from './streams.js';
import { tagDefinitionDecider } from './tag-definition/tag-definition.decider.js';
import type { TagDefinition, TagTarget } from './tag-definition/tag-definition.events.js';
import { noFacts, tenantDecider } from './tenant/tenant.decider.js';
import type { Tenant } from './tenant/tenant.decider.js';
import { userDecider } from './user/user.decider.js';
import type { User } from './user/user.decider.js';
import { workspaceDecider } from './workspace/workspace.decider.js';
import type { Workspace } from './workspace/workspace.decider.js';

/** The state of a stream as stored now. */
export const loadState = async <Command extends DomainCommand, State, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, State, Event>,
  stream: StreamName,
): Promise<State> => {
  const { events } = await store.readStream(stream);
  return fold(
    decider,
    events.map((event) => fromRecorded<Event>(event)),
  );
};

// What these deciders need to decide is of no matter for reading their state.
const workspaces = workspaceDecider({ tagDefinitions: [], projects: [] });
const projects = projectDecider({ workspace: 'none', tagDefinitions: [], tenants: [] });
const platforms = platformDecider({ tagKeys: [] });
const landingZones = landingZoneDecider({ platformExists: false, tagDefinitions: [], unknownRoles: [], tenants: [] });
const tenants = tenantDecider(noFacts);
const users = userDecider({ person: undefined, emailHolder: undefined });
const roleMappings = roleMappingDecider({ platformExists: false, roleExists: false, aliasHolder: undefined });

/** Objects as facts for the decisions about others. Read from their streams, never from read models. */
export const objectStates = (store: EventStore) => ({
  workspace: (workspace: string): Promise<Workspace> => loadState(store, workspaces, streams.workspace(workspace)),
  project: (workspace: string, project: string): Promise<Project> => loadState(store, projects, streams.project(workspace, project)),
  platform: (platform: string): Promise<Platform> => loadState(store, platforms, streams.platform(platform)),
  landingZone: (platform: string, zone: string): Promise<LandingZone> => loadState(store, landingZones, streams.landingZone(platform, zone)),
  tenant: (tenantId: string): Promise<Tenant> => loadState(store, tenants, streams.tenant(tenantId)),
  user: (subjectId: string): Promise<User> => loadState(store, users, streams.user(subjectId)),
  projectRole: (role: string): Promise<ProjectRole> => loadState(store, projectRoleDecider, streams.projectRole(role)),
  roleMapping: (platform: string, role: string): Promise<RoleMapping> => loadState(store, roleMappings, streams.roleMapping(platform, role)),
  tagDefinitions: async (target: TagTarget): Promise<readonly TagDefinition[]> =>
    Object.values(await loadState(store, tagDefinitionDecider, streams.tagDefinitions(target))),
});

export type ObjectStates = ReturnType<typeof objectStates>;

export const isRegistered = (platform: Platform): boolean => platform.status !== 'none' && platform.status !== 'removed';
