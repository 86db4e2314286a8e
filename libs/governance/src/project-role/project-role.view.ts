import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import { updateRow, viewPart } from '@orgledger/projections';
import type { ProjectRoleEvent } from './project-role.events.js';

export interface ProjectRoleView {
  readonly roleIdentifier: string;
  readonly displayName: string;
}

export interface ProjectRoleTables {
  readonly project_roles: ProjectRoleView;
}

export const projectRolePart = viewPart<ProjectRoleEvent>(
  { project_roles: { columns: { roleIdentifier: 'text', displayName: 'text' } } },
  {
    ProjectRoleDefined: (tx, { event }, table) =>
      tx.insertInto(table('project_roles')).values({ roleIdentifier: event.roleIdentifier, displayName: event.displayName }).execute(),
    ProjectRoleRenamed: (tx, { event }, table) =>
      updateRow(tx, table('project_roles'), { roleIdentifier: event.roleIdentifier }, { displayName: event.displayName }),
    ProjectRoleRemoved: (tx, { event }, table) => tx.deleteFrom(table('project_roles')).where('roleIdentifier', '=', event.roleIdentifier).execute(),
  },
);

export const projectRoleQueries = (db: Kysely<ProjectRoleTables>): Pick<GovernanceQueries, 'projectRoles'> => ({
  projectRoles: () => db.selectFrom('project_roles').selectAll().orderBy('roleIdentifier').execute(),
});
