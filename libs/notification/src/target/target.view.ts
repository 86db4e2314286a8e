import { projectionOf, readPage, toJson, fromJson, updateRow, viewPart } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Channel, TargetEvent } from './target.events.js';

export interface TargetView {
  readonly targetId: string;
  readonly displayName: string;
  readonly channel: Channel;
  readonly status: 'active' | 'removed';
  readonly addedAt: string;
}

interface TargetRow extends Omit<TargetView, 'channel'> {
  readonly channel: string;
}

export interface TargetTables {
  readonly notification_targets: TargetRow;
}

export const targetsProjection = projectionOf(
  'notification-targets',
  1,
  viewPart<TargetEvent>(
    { notification_targets: { columns: { targetId: 'text', displayName: 'text', channel: 'text', status: 'text', addedAt: 'text' } } },
    {
      NotificationTargetAdded: (tx, { event: { targetId, displayName, channel }, at }, table) =>
        tx
          .insertInto(table('notification_targets'))
          .values({ targetId, displayName, channel: toJson(channel), status: 'active', addedAt: at })
          .execute(),
      NotificationTargetChanged: (tx, { event: { targetId, displayName, channel } }, table) =>
        updateRow(tx, table('notification_targets'), { targetId }, { displayName, channel: toJson(channel) }),
      NotificationTargetSecretReplaced: () => Promise.resolve(),
      NotificationTargetRemoved: (tx, { event: { targetId } }, table) =>
        updateRow(tx, table('notification_targets'), { targetId }, { status: 'removed' }),
    },
  ),
);

const toView = ({ channel, ...row }: TargetRow): TargetView => ({ ...row, channel: fromJson<Channel>(channel) });

export interface TargetQueries {
  target(targetId: string): Promise<TargetView | undefined>;
  targets(filter?: { readonly status?: TargetView['status'] }, page?: PageRequest): Promise<Page<TargetView>>;
}

export const targetQueries = (db: Kysely<TargetTables>): TargetQueries => ({
  target: async (targetId) => {
    const row = await db.selectFrom('notification_targets').selectAll().where('targetId', '=', targetId).executeTakeFirst();
    return row && toView(row);
  },
  targets: (filter = {}, page) =>
    readPage<TargetRow, TargetView>(db, { table: 'notification_targets', key: 'targetId', filter, toNode: toView }, page),
});
