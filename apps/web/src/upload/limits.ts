/** Maximum bytes of an upload that the service accepts. */
export const MOST_BYTES = {
  /** Plain text. */
  text: 96_000_000,
  /** Compressed or binary. */
  packed: 32_000_000,
} as const;
