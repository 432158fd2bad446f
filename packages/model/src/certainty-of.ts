import type { RunState } from '@stepwell/workflow';
import type { Model } from './model.ts';

/**
 * How sure a model's predictions are: what validation rows said, and what the test counted.
 *
 * @param state after the test.
 * @returns null where nothing was fitted for the tested trial.
 */
export function certaintyOf({ certainty, test }: Pick<RunState, 'certainty' | 'test'>): Model['certainty'] {
  const bands = certainty?.bands ?? null;
  if (bands === null || test === null || certainty!.trial !== test.trial) return null;
  const { coverage, rows } = test;
  return { bands, coverage: coverage && { value: coverage.value, ci: coverage.ci, rows }, order: certainty!.order };
}
