/** Names of notification's streams. The text before the first hyphen is the category. */
export const streams = {
  target: (targetId: string) => `notificationtarget-${targetId}`,
  notification: (notificationId: string) => `notification-${notificationId}`,
} as const;
