/** How long a fit stays leased to its last driver, in milliseconds. */
export const LEASE_MS = 10_000;
