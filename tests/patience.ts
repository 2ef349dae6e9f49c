/** How long a test waits for what takes a moment: a busy machine may need long, and who is quick waits no longer. */
export const PATIENCE = { timeout: 20_000, interval: 20 }
