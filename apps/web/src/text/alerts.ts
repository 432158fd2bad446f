/** Text for notifications when a run has ended. */
export const alertText = {
  ask: "Notify me when it's done",
  asking: 'Setting up…',
  on: "You'll be notified in this browser.",
  off: "Don't notify me",
  blocked: "Notifications are blocked for this site. Allow them in the browser's settings, then try again.",
  refused: "This browser couldn't set up notifications. Its push service may be off or unreachable.",
  failed: (why: string) => `That didn't work: ${why}`,
  /** For a message that the service worker can't read. */
  title: 'Stepwell',
  body: 'A run has ended.',
} as const;
