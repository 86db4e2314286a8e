import { fromJson, toJson, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import type { Tags } from '../shared-types.js';
import type { ProjectEvent } from './project.events.js';

export interface ProjectView {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly displayName: string;
  readonly tags: Tags;
  readonly status: 'active' | 'markedForDeletion' | 'deleted';
  readonly createdAt: string;
  /** What it pays by, and by what once that has expired. */
  readonly paymentMethodIdentifier?: string;
  readonly substituteIdentifier?: string;
}

export interface ProjectFilter {
  readonly workspaceIdentifier?: string;
  readonly search?: string;
  readonly status?: ProjectView['status'];
}

export interface ProjectRow {
  /** `workspace/project`. */
  readonly projectKey: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly displayName: string;
  readonly tags: string;
  readonly status: ProjectView['status'];
  readonly createdAt: string;
  readonly paymentMethodIdentifier: string | null;
  readonly substituteIdentifier: string | null;
}

export interface ProjectTables {
  readonly projects: ProjectRow;
}

type Key = Pick<ProjectRow, 'workspaceIdentifier' | 'projectIdentifier'>;

export const projectKeyOf = ({ workspaceIdentifier, projectIdentifier }: Key): string => `${workspaceIdentifier}/${projectIdentifier}`;

const keyOf = (key: Key) => ({ projectKey: projectKeyOf(key) });

export const projectPart = viewPart<ProjectEvent>(
  {
    projects: {
      columns: {
        projectKey: 'text',
        workspaceIdentifier: 'text',
        projectIdentifier: 'text',
        displayName: 'text',
        tags: 'text',
        status: 'text',
        createdAt: 'text',
        paymentMethodIdentifier: 'text',
        substituteIdentifier: 'text',
      },
      indexes: [['workspaceIdentifier']],
    },
  },
  {
    ProjectCreated: (tx, { event, at }, table) =>
      tx
        .insertInto(table('projects'))
        .values({
          projectKey: projectKeyOf(event),
          workspaceIdentifier: event.workspaceIdentifier,
          projectIdentifier: event.projectIdentifier,
          displayName: event.displayName,
          tags: toJson(event.tags),
          status: 'active',
          createdAt: at,
          paymentMethodIdentifier: null,
          substituteIdentifier: null,
        })
        .execute(),
    ProjectRenamed: (tx, { event }, table) => updateRow(tx, table('projects'), keyOf(event), { displayName: event.displayName }),
    ProjectTagsChanged: (tx, { event }, table) => updateRow(tx, table('projects'), keyOf(event), { tags: toJson(event.tags) }),
    ProjectMarkedForDeletion: (tx, { event }, table) => updateRow(tx, table('projects'), keyOf(event), { status: 'markedForDeletion' }),
    ProjectDeleted: (tx, { event }, table) => updateRow(tx, table('projects'), keyOf(event), { status: 'deleted' }),
  },
);

const toView = (row: ProjectRow): ProjectView => ({
  workspaceIdentifier: row.workspaceIdentifier,
  projectIdentifier: row.projectIdentifier,
  displayName: row.displayName,
  tags: fromJson<Tags>(row.tags),
  status: row.status,
  createdAt: row.createdAt,
  ...(row.paymentMethodIdentifier === null ? {} : { paymentMethodIdentifier: row.paymentMethodIdentifier }),
  ...(row.substituteIdentifier === null ? {} : { substituteIdentifier: row.substituteIdentifier }),
});

export const projectQueries = (db: Kysely<ProjectTables>): Pick<GovernanceQueries, 'project' | 'projects'> => ({
  project: async (workspaceIdentifier, projectIdentifier) => {
    const projectKey = projectKeyOf({ workspaceIdentifier, projectIdentifier });
    const row = await db.selectFrom('projects').selectAll().where('projectKey', '=', projectKey).executeTakeFirst();
    return row && toView(row);
  },
  projects: ({ search, ...filter } = {}, page) =>
    readPage<ProjectRow, ProjectView>(
      db,
      {
        table: 'projects',
        key: 'projectKey',
        filter,
        search: { text: search, columns: ['projectIdentifier', 'displayName'] },
        toNode: toView,
      },
      page,
    ),
});
