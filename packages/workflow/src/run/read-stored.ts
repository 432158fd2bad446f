import { z } from 'zod';
import { decision, type Decision } from '../decisions/index.ts';
import { runSpec, type RunSpec } from '../question/index.ts';
import { Lately } from './lately.ts';
import { runState, type RunState } from './run-state.ts';

const object = z.record(z.string(), z.unknown());

// Most steps of a run read the spec and the state that the step before has read.
const specs = new Lately<RunSpec>();
const states = new Lately<RunState | null>();

/**
 * Parses a stored spec.
 *
 * @param json as stored, by this version or the one before, which called `ignoreGate` goOn.
 * @returns the spec; the same object for the same text, so it may not be changed.
 * @throws {z.ZodError} for anything else.
 */
export function readSpec(json: string): RunSpec {
  return specs.get(json, parseSpec);
}

function parseSpec(json: string): RunSpec {
  const stored = object.parse(JSON.parse(json));
  if (!('goOn' in stored)) return runSpec.parse(stored);
  const { goOn, ...others } = stored;
  return runSpec.parse({ ...others, ignoreGate: goOn });
}

/**
 * Parses a stored state.
 *
 * @param json as stored, by this version or the one before (stepwell.run/2), which called the gate power.
 * @returns the state; the same object for the same text, so it may not be changed. Null for anything else.
 */
export function readState(json: string): RunState | null {
  return states.get(json, parseState);
}

function parseState(json: string): RunState | null {
  const stored = object.parse(JSON.parse(json));
  return runState.safeParse(stored['schema'] === 'stepwell.run/2' ? fromVersion2(stored) : stored).data ?? null;
}

function fromVersion2({ power, stage, ...others }: Record<string, unknown>): unknown {
  return { ...others, schema: 'stepwell.run/3', stage: stageFromVersion2(stage), gate: power };
}

function stageFromVersion2(stage: unknown): unknown {
  return stage === 'power' ? 'gate' : stage;
}

/**
 * Parses a stored decision.
 *
 * @param json as stored, by this version or the one before, which called the gate power.
 * @throws {z.ZodError} for anything else.
 */
export function readDecision(json: string): Decision {
  const stored = object.parse(JSON.parse(json));
  return decision.parse({ ...stored, stage: stageFromVersion2(stored['stage']) });
}
