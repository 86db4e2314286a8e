import { DomainError } from '@orgledger/kernel';
import { projectionOf, toJson, updateRow, viewPart } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { NotificationEvent } from './notification.events.js';

export interface NotificationView {
  readonly notificationId: string;
  readonly targetId: string;
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly status: 'waiting' | 'sending' | 'delivered' | 'deadLetter';
  readonly attempts: number;
  readonly requestedAt: string;
  /** Next attempt while it waits; when an open attempt counts as lost while it is sending. */
  readonly dueAt?: string;
  readonly deliveredAt?: string;
  /** Of the last failure. */
  readonly problem?: { readonly code: string; readonly message: string; readonly remedy?: string };
}

interface NotificationRow {
  readonly notificationId: string;
  /** Time and id: the order of lists. */
  readonly listKey: string;
  readonly targetId: string;
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly data: string;
  readonly status: NotificationView['status'];
  readonly attempts: number;
  readonly requestedAt: string;
  readonly dueAt: string | null;
  readonly deliveredAt: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly remedy: string | null;
}

export interface NotificationTables {
  readonly notifications: NotificationRow;
}

export const notificationsProjection = projectionOf(
  'notifications',
  1,
  viewPart<NotificationEvent>(
    {
      notifications: {
        columns: {
          notificationId: 'text',
          listKey: 'text',
          targetId: 'text',
          topic: 'text',
          subject: 'text',
          text: 'text',
          data: 'text',
          status: 'text',
          attempts: 'integer',
          requestedAt: 'text',
          dueAt: 'text',
          deliveredAt: 'text',
          code: 'text',
          message: 'text',
          remedy: 'text',
        },
        indexes: [['status', 'dueAt'], ['listKey']],
      },
    },
    {
      NotificationRequested: (tx, { event: { type: _, causeId: __, data, ...event }, at }, table) =>
        tx
          .insertInto(table('notifications'))
          .values({
            ...event,
            listKey: `${at} ${event.notificationId}`,
            data: toJson(data),
            status: 'waiting',
            attempts: 0,
            requestedAt: at,
            dueAt: at,
          })
          .execute(),
      NotificationAttemptStarted: (tx, { event: { notificationId, attempt, openUntil } }, table) =>
        updateRow(tx, table('notifications'), { notificationId }, { status: 'sending', attempts: attempt, dueAt: openUntil }),
      NotificationDelivered: (tx, { event: { notificationId }, at }, table) =>
        updateRow(tx, table('notifications'), { notificationId }, { status: 'delivered', deliveredAt: at, dueAt: null, code: null, message: null }),
      NotificationAttemptFailed: (tx, { event: { notificationId, code, message, retryAt } }, table) =>
        updateRow(tx, table('notifications'), { notificationId }, { status: 'waiting', code, message, dueAt: retryAt }),
      NotificationDeadLettered: (tx, { event: { notificationId, code, message, remedy } }, table) =>
        updateRow(tx, table('notifications'), { notificationId }, { status: 'deadLetter', code, message, remedy, dueAt: null }),
      NotificationRetryRequested: (tx, { event: { notificationId }, at }, table) =>
        updateRow(tx, table('notifications'), { notificationId }, { status: 'waiting', dueAt: at }),
    },
  ),
);

const toView = (row: NotificationRow): NotificationView => ({
  notificationId: row.notificationId,
  targetId: row.targetId,
  topic: row.topic,
  subject: row.subject,
  text: row.text,
  status: row.status,
  attempts: row.attempts,
  requestedAt: row.requestedAt,
  ...(row.dueAt === null ? {} : { dueAt: row.dueAt }),
  ...(row.deliveredAt === null ? {} : { deliveredAt: row.deliveredAt }),
  ...(row.code === null ? {} : { problem: { code: row.code, message: row.message ?? '', ...(row.remedy === null ? {} : { remedy: row.remedy }) } }),
});

export interface NotificationFilter {
  readonly status?: NotificationView['status'];
  readonly targetId?: string;
}

export interface MessageQueries {
  notification(notificationId: string): Promise<NotificationView | undefined>;
  /** Newest first. */
  notifications(filter?: NotificationFilter, page?: PageRequest): Promise<Page<NotificationView>>;
  /** Ids of those whose time has come, the longest waiting first. */
  dueNotifications(now: string, limit: number): Promise<readonly string[]>;
}

export const messageQueries = (db: Kysely<NotificationTables>): MessageQueries => ({
  notification: async (notificationId) => {
    const row = await db.selectFrom('notifications').selectAll().where('notificationId', '=', notificationId).executeTakeFirst();
    return row && toView(row);
  },
  notifications: async ({ status, targetId } = {}, { first = 50, after } = {}) => {
    if (!Number.isInteger(first) || first < 1 || first > 200)
      throw new DomainError('FIELD_MALFORMED', 'first must be a whole number from 1 to 200.', { field: 'first' });
    const matching = sql.join(
      [sql`true`, ...(status ? [sql`status = ${status}`] : []), ...(targetId ? [sql`targetId = ${targetId}`] : [])],
      sql` AND `,
    );
    const before = after === undefined ? sql`true` : sql`listKey < ${fromCursor(after)}`;
    const { rows } = await sql<NotificationRow>`SELECT * FROM notifications WHERE ${matching} AND ${before}
      ORDER BY listKey DESC LIMIT ${first + 1}`.execute(db);
    const counted = await sql<{ total: number }>`SELECT count(*) AS total FROM notifications WHERE ${matching}`.execute(db);
    const shown = rows.slice(0, first);
    const last = shown.at(-1);
    return {
      nodes: shown.map(toView),
      endCursor: last && Buffer.from(last.listKey).toString('base64url'),
      hasNextPage: rows.length > first,
      totalCount: counted.rows[0]?.total ?? 0,
    };
  },
  dueNotifications: async (now, limit) => {
    const { rows } = await sql<{ notificationId: string }>`SELECT notificationId FROM notifications
      WHERE status IN ('waiting', 'sending') AND dueAt <= ${now} ORDER BY dueAt, notificationId LIMIT ${limit}`.execute(db);
    return rows.map(({ notificationId }) => notificationId);
  },
});

const fromCursor = (cursor: string): string => {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (Buffer.from(key).toString('base64url') !== cursor || key === '')
    throw new DomainError('FIELD_MALFORMED', 'after is not a cursor: give the endCursor of the page before.', { field: 'after' });
  return key;
};
