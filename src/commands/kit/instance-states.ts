/** What an instance may be, on any cloud. A test holds it against the states of the core, which commands do not load. */
export const INSTANCE_STATES: readonly string[] = [
  ...['running', 'stopped', 'starting', 'stopping', 'rebooting', 'pending', 'terminating', 'shutdown'],
  ...['rescue', 'entering-rescue', 'exiting-rescue', 'rebuilding', 'live-migrating'],
  ...['freezing', 'isolating', 'banned', 'corrupted'],
]
