import { fromJson, toJson, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import type { Contact, Tags } from '../shared-types.js';
import type { WorkspaceEvent } from './workspace.events.js';

export interface WorkspaceView {
  readonly workspaceIdentifier: string;
  readonly displayName: string;
  readonly tags: Tags;
  readonly contacts: readonly Contact[];
  readonly status: 'active' | 'deleted';
  /** ISO 8601 UTC, as all times here. */
  readonly createdAt: string;
  readonly deletedAt?: string;
}

export interface WorkspaceFilter {
  /** Part of the identifier or display name. */
  readonly search?: string;
  readonly status?: WorkspaceView['status'];
}

export interface WorkspaceRow {
  readonly workspaceIdentifier: string;
  readonly displayName: string;
  readonly tags: string;
  readonly contacts: string;
  readonly status: WorkspaceView['status'];
  readonly createdAt: string;
  readonly deletedAt: string | null;
}

export interface WorkspaceTables {
  readonly workspaces: WorkspaceRow;
}

const keyOf = ({ workspaceIdentifier }: Pick<WorkspaceRow, 'workspaceIdentifier'>) => ({ workspaceIdentifier });

export const workspacePart = viewPart<WorkspaceEvent>(
  {
    workspaces: {
      columns: {
        workspaceIdentifier: 'text',
        displayName: 'text',
        tags: 'text',
        contacts: 'text',
        status: 'text',
        createdAt: 'text',
        deletedAt: 'text',
      },
    },
  },
  {
    WorkspaceCreated: (tx, { event, at }, table) =>
      tx
        .insertInto(table('workspaces'))
        .values({
          workspaceIdentifier: event.workspaceIdentifier,
          displayName: event.displayName,
          tags: toJson(event.tags),
          contacts: toJson(event.contacts),
          status: 'active',
          createdAt: at,
          deletedAt: null,
        })
        .execute(),
    WorkspaceRenamed: (tx, { event }, table) => updateRow(tx, table('workspaces'), keyOf(event), { displayName: event.displayName }),
    WorkspaceTagsChanged: (tx, { event }, table) => updateRow(tx, table('workspaces'), keyOf(event), { tags: toJson(event.tags) }),
    WorkspaceContactsChanged: (tx, { event }, table) => updateRow(tx, table('workspaces'), keyOf(event), { contacts: toJson(event.contacts) }),
    WorkspaceDeleted: (tx, { event, at }, table) => updateRow(tx, table('workspaces'), keyOf(event), { status: 'deleted', deletedAt: at }),
  },
);

const toView = (row: WorkspaceRow): WorkspaceView => ({
  workspaceIdentifier: row.workspaceIdentifier,
  displayName: row.displayName,
  tags: fromJson<Tags>(row.tags),
  contacts: fromJson<readonly Contact[]>(row.contacts),
  status: row.status,
  createdAt: row.createdAt,
  ...(row.deletedAt === null ? {} : { deletedAt: row.deletedAt }),
});

export const workspaceQueries = (db: Kysely<WorkspaceTables>): Pick<GovernanceQueries, 'workspace' | 'workspaces'> => ({
  workspace: async (workspaceIdentifier) => {
    const row = await db.selectFrom('workspaces').selectAll().where('workspaceIdentifier', '=', workspaceIdentifier).executeTakeFirst();
    return row && toView(row);
  },
  workspaces: ({ search, ...filter } = {}, page) =>
    readPage<WorkspaceRow, WorkspaceView>(
      db,
      {
        table: 'workspaces',
        key: 'workspaceIdentifier',
        filter,
        search: { text: search, columns: ['workspaceIdentifier', 'displayName'] },
        toNode: toView,
      },
      page,
    ),
});
