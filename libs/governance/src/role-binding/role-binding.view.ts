import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import { readPage, updateRow, viewPart } from '@orgledger/projections';
import type { BindingScope, RoleBindingEvent } from './role-binding.events.js';

export interface RoleBindingView {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly scope: BindingScope;
  readonly from: string;
  readonly until?: string;
  /** `granted` also before `from`, and after `until` until the expiry was recorded: what counts is the interval. */
  readonly status: 'granted' | 'expired' | 'revoked';
}

export interface RoleBindingFilter {
  readonly subjectId?: string;
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  readonly roleIdentifier?: string;
  readonly status?: RoleBindingView['status'];
}

/** One right of one person on one tenant, as of an instant. */
export interface AccessEntry {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly bindingId: string;
  readonly from: string;
  readonly until?: string;
}

export interface RoleBindingRow {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly workspaceIdentifier: string;
  /** Null for all projects of the workspace. */
  readonly projectIdentifier: string | null;
  readonly from: string;
  readonly until: string | null;
  readonly status: RoleBindingView['status'];
}

export interface RoleBindingTables {
  readonly role_bindings: RoleBindingRow;
}

const keyOf = ({ bindingId }: Pick<RoleBindingRow, 'bindingId'>) => ({ bindingId });

export const roleBindingPart = viewPart<RoleBindingEvent>(
  {
    role_bindings: {
      columns: {
        bindingId: 'text',
        subjectId: 'text',
        roleIdentifier: 'text',
        workspaceIdentifier: 'text',
        projectIdentifier: 'text',
        from: 'text',
        until: 'text',
        status: 'text',
      },
      indexes: [['workspaceIdentifier', 'projectIdentifier'], ['subjectId'], ['status', 'until']],
    },
  },
  {
    RoleBindingGranted: (tx, { event }, table) =>
      tx
        .insertInto(table('role_bindings'))
        .values({
          bindingId: event.bindingId,
          subjectId: event.subjectId,
          roleIdentifier: event.roleIdentifier,
          workspaceIdentifier: event.scope.workspaceIdentifier,
          projectIdentifier: event.scope.kind === 'project' ? event.scope.projectIdentifier : null,
          from: event.from,
          until: event.until ?? null,
          status: 'granted',
        })
        .execute(),
    RoleBindingExpirySet: (tx, { event }, table) => updateRow(tx, table('role_bindings'), keyOf(event), { until: event.until ?? null }),
    RoleBindingRevoked: (tx, { event }, table) => updateRow(tx, table('role_bindings'), keyOf(event), { status: 'revoked' }),
    RoleBindingExpired: (tx, { event }, table) => updateRow(tx, table('role_bindings'), keyOf(event), { status: 'expired' }),
  },
);

const toView = (row: RoleBindingRow): RoleBindingView => {
  const { bindingId, subjectId, roleIdentifier, workspaceIdentifier, projectIdentifier, from, until, status } = row;
  const scope: BindingScope =
    projectIdentifier === null ? { kind: 'workspace', workspaceIdentifier } : { kind: 'project', workspaceIdentifier, projectIdentifier };
  return { bindingId, subjectId, roleIdentifier, scope, from, ...(until === null ? {} : { until }), status };
};

type Queries = Pick<GovernanceQueries, 'roleBinding' | 'roleBindings' | 'dueExpiries'>;

export const roleBindingQueries = (db: Kysely<RoleBindingTables>): Queries => ({
  roleBinding: async (bindingId) => {
    const row = await db.selectFrom('role_bindings').selectAll().where('bindingId', '=', bindingId).executeTakeFirst();
    return row && toView(row);
  },
  roleBindings: (filter = {}, page) =>
    readPage<RoleBindingRow, RoleBindingView>(db, { table: 'role_bindings', key: 'bindingId', filter, toNode: toView }, page),
  dueExpiries: async (now, limit = 100) => {
    const due = db.selectFrom('role_bindings').select('bindingId').where('status', '=', 'granted').where('until', '<=', now);
    return (await due.orderBy('until').limit(limit).execute()).map(({ bindingId }) => bindingId);
  },
});
