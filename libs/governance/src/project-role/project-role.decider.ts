import { DomainError, checkIdentifier, checkText, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { workspaceRoles } from '../role-binding/workspace-roles.js';
import type { ProjectRoleCommand } from './project-role.commands.js';
import type { ProjectRoleEvent } from './project-role.events.js';

export type ProjectRole = { readonly status: 'none' } | { readonly status: 'defined'; readonly displayName: string } | { readonly status: 'removed' };

/** Roles that every installation starts with. */
export const defaultProjectRoles = [
  { roleIdentifier: 'admin', displayName: 'Administrator' },
  { roleIdentifier: 'user', displayName: 'User' },
  { roleIdentifier: 'reader', displayName: 'Reader' },
] as const;

const decide = (command: ProjectRoleCommand, state: ProjectRole): ProjectRoleEvent[] => {
  const roleIdentifier = checkIdentifier('roleIdentifier', command.roleIdentifier, 32);
  switch (command.type) {
    case 'DefineProjectRole': {
      const displayName = checkText('displayName', command.displayName, { max: 100 });
      if (workspaceRoles.includes(roleIdentifier))
        refuse('PROJECT_ROLE_RESERVED', 'roleIdentifier', `${roleIdentifier} is a role of workspaces: choose another identifier.`);
      if (state.status === 'defined')
        refuse(
          'PROJECT_ROLE_EXISTS',
          'roleIdentifier',
          `There is a project role ${roleIdentifier} already: rename it, or choose another identifier.`,
        );
      return [{ type: 'ProjectRoleDefined', roleIdentifier, displayName }];
    }
    case 'RenameProjectRole': {
      const displayName = checkText('displayName', command.displayName, { max: 100 });
      if (state.status !== 'defined')
        throw new DomainError('PROJECT_ROLE_NOT_FOUND', `There is no project role ${roleIdentifier}: define it first.`, { field: 'roleIdentifier' });
      return displayName === state.displayName ? [] : [{ type: 'ProjectRoleRenamed', roleIdentifier, displayName }];
    }
    case 'RemoveProjectRole':
      if (state.status === 'removed') return [];
      if (state.status === 'none')
        refuse('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier', `There is no project role ${roleIdentifier}: choose one of the list.`);
      return [{ type: 'ProjectRoleRemoved', roleIdentifier }];
  }
};

const evolve = (state: ProjectRole, event: ProjectRoleEvent): ProjectRole => {
  switch (event.type) {
    case 'ProjectRoleDefined':
    case 'ProjectRoleRenamed':
      return { status: 'defined', displayName: event.displayName };
    case 'ProjectRoleRemoved':
      return { status: 'removed' };
    default:
      return state;
  }
};

export const projectRoleDecider: Decider<ProjectRoleCommand, ProjectRole, ProjectRoleEvent> = { initial: { status: 'none' }, decide, evolve };
