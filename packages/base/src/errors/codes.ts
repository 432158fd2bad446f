/**
 * Every error code, with the HTTP status the API answers and the exit code of the command line.
 * Exit codes: 2 bad input, 3 the run changed under the caller, 4 not allowed or not found, 5 the service failed. The command
 * line has others for what isn't an error: see `apps/cli/src/exit-codes.ts`.
 */
export const ERROR_CODES = {
  // the file
  not_a_table: { status: 422, exit: 2 },
  ragged_rows: { status: 422, exit: 2 },
  unknown_encoding: { status: 422, exit: 2 },
  unreadable_column: { status: 422, exit: 2 },
  empty_table: { status: 422, exit: 2 },
  too_few_columns: { status: 422, exit: 2 },
  too_many_columns: { status: 422, exit: 2 },
  cell_too_long: { status: 422, exit: 2 },
  body_too_large: { status: 413, exit: 2 },
  dataset_too_large: { status: 413, exit: 2 },
  // the archive
  unknown_archive: { status: 422, exit: 2 },
  unsupported_archive: { status: 422, exit: 2 },
  corrupt_archive: { status: 422, exit: 2 },
  archive_too_large: { status: 413, exit: 2 },
  unsafe_path: { status: 422, exit: 2 },
  unknown_part: { status: 422, exit: 2 },
  unsupported_array: { status: 422, exit: 2 },
  pickle_refused: { status: 422, exit: 2 },
  missing_labels: { status: 422, exit: 2 },
  counts_differ: { status: 422, exit: 2 },
  image_sizes_differ: { status: 422, exit: 2 },
  corrupt_image: { status: 422, exit: 2 },
  unsupported_image: { status: 422, exit: 2 },
  image_too_large: { status: 413, exit: 2 },
  // the question
  unknown_column: { status: 422, exit: 2 },
  too_few_rows: { status: 422, exit: 2 },
  target_all_missing: { status: 422, exit: 2 },
  target_constant: { status: 422, exit: 2 },
  target_unique: { status: 422, exit: 2 },
  too_many_classes: { status: 422, exit: 2 },
  no_inputs: { status: 422, exit: 2 },
  test_table_mismatch: { status: 422, exit: 2 },
  unsupported_problem: { status: 422, exit: 2 },
  measure_mismatch: { status: 422, exit: 2 },
  invalid_expression: { status: 422, exit: 2 },
  protocol_mismatch: { status: 422, exit: 2 },
  preparation_mismatch: { status: 422, exit: 2 },
  target_out_of_range: { status: 422, exit: 2 },
  layer_mismatch: { status: 422, exit: 2 },
  model_too_large: { status: 422, exit: 2 },
  diverged: { status: 422, exit: 2 },
  empty_vocabulary: { status: 422, exit: 2 },
  // the request
  invalid_request: { status: 400, exit: 2 },
  unsupported_media_type: { status: 415, exit: 2 },
  unauthorized: { status: 401, exit: 4 },
  token_required: { status: 401, exit: 4 },
  forbidden: { status: 403, exit: 4 },
  predictions_off: { status: 403, exit: 4 },
  alerts_off: { status: 403, exit: 4 },
  unknown_route: { status: 404, exit: 4 },
  unknown_dataset: { status: 404, exit: 4 },
  unknown_run: { status: 404, exit: 4 },
  unknown_check: { status: 404, exit: 4 },
  unknown_alert: { status: 404, exit: 4 },
  run_outdated: { status: 410, exit: 4 },
  not_ready: { status: 409, exit: 3 },
  check_mismatch: { status: 409, exit: 3 },
  // logged runs
  batch_too_large: { status: 413, exit: 2 },
  too_many_metrics: { status: 422, exit: 2 },
  log_full: { status: 422, exit: 2 },
  sequence_gap: { status: 409, exit: 3 },
  sequence_taken: { status: 409, exit: 3 },
  log_finished: { status: 409, exit: 3 },
  // the limits
  rate_limited: { status: 429, exit: 4 },
  quota_exceeded: { status: 429, exit: 4 },
  // several drivers
  stale_step: { status: 409, exit: 3 },
  step_conflict: { status: 409, exit: 3 },
  busy: { status: 409, exit: 3 },
  // the rules
  evaluated_on_fitted_rows: { status: 500, exit: 5 },
  corrupt_blob: { status: 500, exit: 5 },
  not_implemented: { status: 501, exit: 5 },
  internal: { status: 500, exit: 5 },
  unreachable: { status: 503, exit: 5 },
} as const satisfies Record<string, { status: number; exit: number }>;

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** @returns whether `code` is an error code of Stepwell. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}
