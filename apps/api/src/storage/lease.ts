/** How long a fit stays with the driver that stepped it last. */
export const LEASE_MS = 10_000;
