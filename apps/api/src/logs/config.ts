import { StepwellError } from '@stepwell/base/errors';
import { BOUNDS } from './bounds.ts';

/** Checks the config of a logged run. @returns it as JSON. @throws {StepwellError} `invalid_request`. */
export function checkConfig(config: Record<string, unknown>): string {
  if (depthOf(config, 0) > BOUNDS.configDepth) {
    throw new StepwellError(
      'invalid_request',
      `The config is nested more than ${BOUNDS.configDepth} deep. Send fewer levels.`,
    );
  }
  const text = JSON.stringify(config);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > BOUNDS.configBytes) {
    throw new StepwellError(
      'invalid_request',
      `The config has ${bytes} bytes as JSON; ${BOUNDS.configBytes} are the limit. Leave out what is no setting.`,
    );
  }
  return text;
}

/** @returns how deep a value is nested; just above the bound if it is deeper. */
function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > BOUNDS.configDepth) return depth;
  let deepest = depth + 1;
  for (const part of Object.values(value)) deepest = Math.max(deepest, depthOf(part, depth + 1));
  return deepest;
}
