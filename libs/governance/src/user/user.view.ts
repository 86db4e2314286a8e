import type { PersonStore } from '@orgledger/event-store';
import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import { readPage, updateRow, viewPart } from '@orgledger/projections';
import type { PersonData } from './user.commands.js';
import type { UserEvent } from './user.events.js';

export interface UserView {
  readonly subjectId: string;
  readonly status: 'active' | 'disabled' | 'deleted';
  /** From the person store; absent once the person was forgotten. */
  readonly person?: PersonData;
}

export interface UserFilter {
  readonly status?: UserView['status'];
}

export interface UserRow {
  readonly subjectId: string;
  readonly status: UserView['status'];
}

export interface UserTables {
  readonly users: UserRow;
}

const keyOf = ({ subjectId }: Pick<UserRow, 'subjectId'>) => ({ subjectId });

export const userPart = viewPart<UserEvent>(
  { users: { columns: { subjectId: 'text', status: 'text' } } },
  {
    UserRegistered: (tx, { event }, table) => tx.insertInto(table('users')).values({ subjectId: event.subjectId, status: 'active' }).execute(),
    // Personal data is not in read models: they are read from the person store when they are asked for.
    UserChanged: () => Promise.resolve(),
    UserDisabled: (tx, { event }, table) => updateRow(tx, table('users'), keyOf(event), { status: 'disabled' }),
    UserEnabled: (tx, { event }, table) => updateRow(tx, table('users'), keyOf(event), { status: 'active' }),
    UserDeleted: (tx, { event }, table) => updateRow(tx, table('users'), keyOf(event), { status: 'deleted' }),
  },
);

type Queries = Pick<GovernanceQueries, 'user' | 'users' | 'userByEmail'>;

export const userQueries = (db: Kysely<UserTables>, people: PersonStore): Queries => {
  const rowOf = (subjectId: string): Promise<UserRow | undefined> =>
    db.selectFrom('users').selectAll().where('subjectId', '=', subjectId).executeTakeFirst();
  return {
    user: async (subjectId) => {
      const row = await rowOf(subjectId);
      return row && withPerson(row, await people.get(subjectId));
    },
    users: async (filter = {}, page) => {
      const rows = await readPage<UserRow, UserRow>(db, { table: 'users', key: 'subjectId', filter, toNode: (row) => row }, page);
      const known = await people.getMany(rows.nodes.map(({ subjectId }) => subjectId));
      return { ...rows, nodes: rows.nodes.map((row) => withPerson(row, known.get(row.subjectId))) };
    },
    userByEmail: async (email) => {
      const found = await people.findByEmail(email);
      const row = found && (await rowOf(found.subjectId));
      return row && withPerson(row, found.person);
    },
  };
};

const withPerson = (row: UserRow, person: PersonData | undefined): UserView => ({
  subjectId: row.subjectId,
  status: row.status,
  ...(person && row.status !== 'deleted' ? { person } : {}),
});
