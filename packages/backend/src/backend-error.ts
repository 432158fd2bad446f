/** What went wrong, for programs. */
export type BackendErrorCode =
  | 'shape_mismatch'
  | 'unknown_dtype'
  | 'empty_tensor'
  | 'id_out_of_range'
  | 'bad_option'
  | 'heap_exhausted';

/**
 * An error of this package's kernels. The message names the kernel and the shapes or sizes it was given, what it
 * expected, and how to fix it; the backend stays usable.
 */
export class BackendError extends Error {
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string) {
    super(message);
    this.name = 'BackendError';
    this.code = code;
  }
}
