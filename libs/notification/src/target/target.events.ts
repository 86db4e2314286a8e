/** How a target is reached. Of a person only the subject id: the address stays in the person store and is read when a mail is sent. */
export type Channel = { readonly kind: 'webhook'; readonly url: string } | { readonly kind: 'email'; readonly subjectId: string };

/** Stream `notificationtarget-<targetId>`. A webhook's secret is kept sealed beside the events. */
export type TargetEvent =
  | { readonly type: 'NotificationTargetAdded'; readonly targetId: string; readonly displayName: string; readonly channel: Channel }
  | { readonly type: 'NotificationTargetChanged'; readonly targetId: string; readonly displayName: string; readonly channel: Channel }
  | { readonly type: 'NotificationTargetSecretReplaced'; readonly targetId: string }
  | { readonly type: 'NotificationTargetRemoved'; readonly targetId: string; readonly reason: string };
