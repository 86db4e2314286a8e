import type { World } from '../../core/service.js';
import { drawnText } from '../drawn-ids.js';
import { attachFullAccess } from './full-access.js';
import type { OrganizationsState } from './state.js';
import { addUnit, unitByName } from './tree.js';

export const newUnitId = (world: World, state: OrganizationsState): string =>
  `ou-${state.rootId.slice(2)}-${drawnText(world, 8, 'organizations.unit', world.next('organizations.unit'))}`;

/** The id of the OU at a path of names below the root; missing OUs are made. The empty path is the root. */
export const ensureUnitPath = (world: World, state: OrganizationsState, path: string): string =>
  path
    .split('/')
    .filter((name) => name !== '')
    .reduce((parentId, name) => {
      const found = unitByName(state, parentId, name);
      if (found) return found.id;
      const id = newUnitId(world, state);
      addUnit(state, { id, name, parentId });
      attachFullAccess(state, id);
      return id;
    }, state.rootId);
