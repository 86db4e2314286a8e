/** What is to be told. No personal data and no secrets: it is stored for good. */
export interface Message {
  /** What it is about, for receivers that sort, e.g. `budget.threshold`. */
  readonly topic: string;
  /** One line. */
  readonly subject: string;
  /** Plain text, several lines. */
  readonly text: string;
  /** The same for programs. Amounts: decimal text. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** Stream `notification-<notificationId>`: one message to one target. Every attempt is recorded before it is made. Times: ISO 8601 UTC. */
export type NotificationEvent =
  | ({
      readonly type: 'NotificationRequested';
      readonly notificationId: string;
      readonly targetId: string;
      /** Id of the event that it tells of. */
      readonly causeId: string;
    } & Message)
  /** Nobody else tries before `openUntil`. */
  | { readonly type: 'NotificationAttemptStarted'; readonly notificationId: string; readonly attempt: number; readonly openUntil: string }
  | { readonly type: 'NotificationDelivered'; readonly notificationId: string; readonly attempt: number; readonly answer: string }
  | {
      readonly type: 'NotificationAttemptFailed';
      readonly notificationId: string;
      readonly attempt: number;
      readonly code: string;
      readonly message: string;
      readonly retryAt: string;
    }
  /** Given up until a person asks for another try. */
  | {
      readonly type: 'NotificationDeadLettered';
      readonly notificationId: string;
      readonly attempt: number;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }
  | { readonly type: 'NotificationRetryRequested'; readonly notificationId: string };
