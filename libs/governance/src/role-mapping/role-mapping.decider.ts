import type { Decider } from '@orgledger/kernel';
import { equalJson, checkIdentifier, refuse } from '@orgledger/kernel';
import type { RoleMappingCommand } from './role-mapping.commands.js';
import type { RoleMappingEvent } from './role-mapping.events.js';
import { checkRoleMappingEntry } from './role-mapping-entry.js';

export type RoleMapping =
  { readonly status: 'unmapped' } | { readonly status: 'mapped'; readonly groupAlias: string; readonly permissionSetArns: readonly string[] };

export interface RoleMappingFacts {
  readonly platformExists: boolean;
  readonly roleExists: boolean;
  /** The role whose group name part the command's alias is already. */
  readonly aliasHolder: string | undefined;
}

const decide = (command: RoleMappingCommand, state: RoleMapping, facts: RoleMappingFacts): RoleMappingEvent[] => {
  const platformIdentifier = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
  const roleIdentifier = checkIdentifier('roleIdentifier', command.roleIdentifier, 32);
  switch (command.type) {
    case 'ChangeRoleMapping': {
      const { groupAlias, permissionSetArns } = checkRoleMappingEntry('', command, 1);
      if (!facts.platformExists)
        refuse('PLATFORM_NOT_FOUND', 'platformIdentifier', `There is no platform ${platformIdentifier}: register it first, or choose another one.`);
      if (!facts.roleExists)
        refuse('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier', `There is no project role ${roleIdentifier}: define it first, or choose another one.`);
      if (state.status === 'mapped' && equalJson([state.groupAlias, state.permissionSetArns], [groupAlias, permissionSetArns])) return [];
      if (facts.aliasHolder !== undefined && facts.aliasHolder !== roleIdentifier)
        refuse(
          'GROUP_ALIAS_TAKEN',
          'groupAlias',
          `The role ${facts.aliasHolder} has the group alias ${groupAlias} on this platform: choose another one.`,
        );
      const renamed = state.status === 'mapped' && state.groupAlias !== groupAlias ? { previousGroupAlias: state.groupAlias } : {};
      return [{ type: 'RoleMappingChanged', platformIdentifier, roleIdentifier, groupAlias, permissionSetArns, ...renamed }];
    }
    case 'RemoveRoleMapping':
      if (state.status === 'mapped')
        return [{ type: 'RoleMappingRemoved', platformIdentifier, roleIdentifier, previousGroupAlias: state.groupAlias }];
      if (!facts.platformExists)
        refuse('PLATFORM_NOT_FOUND', 'platformIdentifier', `There is no platform ${platformIdentifier}: choose one of the list.`);
      if (!facts.roleExists)
        refuse('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier', `There is no project role ${roleIdentifier}: choose one of the list.`);
      return [];
  }
};

const evolve = (state: RoleMapping, event: RoleMappingEvent): RoleMapping => {
  switch (event.type) {
    case 'RoleMappingChanged':
      return { status: 'mapped', groupAlias: event.groupAlias, permissionSetArns: event.permissionSetArns };
    case 'RoleMappingRemoved':
      return { status: 'unmapped' };
    default:
      return state;
  }
};

export const roleMappingDecider = (facts: RoleMappingFacts): Decider<RoleMappingCommand, RoleMapping, RoleMappingEvent> => ({
  initial: { status: 'unmapped' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
