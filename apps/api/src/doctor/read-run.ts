import { runSpec, runState, type RunSpec, type RunState } from '@stepwell/workflow';
import type { z } from 'zod';
import type { RunRow } from '../storage/inspect.ts';

/** A run's row with its parsed spec and state; null if unreadable. */
export interface ReadRun {
  row: RunRow;
  spec: RunSpec | null;
  state: RunState | null;
}

/** Parses a row without throwing. */
export function readRun(row: RunRow): ReadRun {
  return { row, spec: readJson(row.spec, runSpec), state: readJson(row.state, runState) };
}

function readJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
