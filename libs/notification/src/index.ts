export type * from './message/notification.events.js';
export type * from './message/notification.commands.js';
export type * from './message/notification.view.js';
export { ExecuteNotificationCommand } from './message/notification.handlers.js';
export { requestNotifications } from './message/outbox.store.js';

export type * from './target/target.events.js';
export type * from './target/target.commands.js';
export type * from './target/target.view.js';
export { ExecuteTargetCommand } from './target/target.handlers.js';

export { NotificationDispatcher } from './delivery/dispatcher.gateway.js';
export type { DispatcherOptions } from './delivery/dispatcher.gateway.js';
export type { SmtpSettings } from './delivery/smtp.gateway.js';
export { signatureOf } from './delivery/webhook.gateway.js';

export { notificationEventCatalogue } from './event-catalogue.js';
export { createNotificationQueries, NOTIFICATION_QUERIES, notificationProjections } from './notification-queries.view.js';
export type { NotificationQueries } from './notification-queries.view.js';
export { NotificationModule } from './notification.module.js';
export { streams as notificationStreams } from './streams.js';
