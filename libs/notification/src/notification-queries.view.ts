import type { ViewsDatabase } from '@orgledger/projections';
import { messageQueries, notificationsProjection } from './message/notification.view.js';
import type { MessageQueries, NotificationTables } from './message/notification.view.js';
import { targetQueries, targetsProjection } from './target/target.view.js';
import type { TargetQueries, TargetTables } from './target/target.view.js';

/** What screens, the CLI and the dispatcher ask of notifications. */
export interface NotificationQueries extends MessageQueries, TargetQueries {}

/** Injection token of NotificationQueries. */
export const NOTIFICATION_QUERIES = Symbol('NotificationQueries');

export const notificationProjections = [targetsProjection, notificationsProjection];

export const createNotificationQueries = ({ read }: ViewsDatabase<NotificationTables & TargetTables>): NotificationQueries => ({
  ...messageQueries(read),
  ...targetQueries(read),
});
