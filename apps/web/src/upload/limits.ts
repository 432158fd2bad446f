/** Bytes of a file as it is sent that the service takes at most. */
export const MOST_BYTES = {
  /** Plain text. */
  text: 96_000_000,
  /** Packed or binary. */
  packed: 32_000_000,
} as const;
