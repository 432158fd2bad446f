import { StepwellError } from '@stepwell/base/errors';
import { describe, test } from 'vitest';
import { faultsOf } from './log-fault.ts';

const SECRET = 'a cell of the table';

describe('faultsOf', () => {
  test('logs the kind and place of an error, not its message', ({ expect }) => {
    const [fault] = faultsOf(parsed(SECRET));
    expect(fault?.name).toBe('SyntaxError');
    expect(fault?.message).toBeUndefined();
    expect(fault?.stack.some((frame) => frame.includes('log-fault.test.ts'))).toBe(true);
    expect(JSON.stringify(fault)).not.toContain(SECRET.slice(0, 6));
  });

  test('leaves out lines of a message that look like stack frames', ({ expect }) => {
    const message = `${SECRET}\n    at ${SECRET}:1:1\n    at secret (secret.ts:1:1)`;
    expect(JSON.stringify(faultsOf(new Error(message)))).not.toMatch(/secret|cell/);
    const changed = new Error(message);
    changed.message = 'another';
    expect(JSON.stringify(faultsOf(changed))).not.toMatch(/secret|cell/);
  });

  test('logs the causes, with error codes', ({ expect }) => {
    const error = new StepwellError('internal', SECRET, { cause: new TypeError(SECRET, { cause: parsed(SECRET) }) });
    const faults = faultsOf(error);
    expect(faults.map(({ name, code }) => [name, code])).toEqual([
      ['StepwellError', 'internal'],
      ['TypeError', undefined],
      ['SyntaxError', undefined],
    ]);
    for (const { stack } of faults) expect(stack.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toContain(SECRET);
    const circle = new Error(SECRET);
    circle.cause = circle;
    expect(faultsOf(circle)).toHaveLength(4);
    expect(faultsOf(SECRET)).toEqual([]);
  });

  test('keeps messages of the storage', ({ expect }) => {
    for (const message of [
      'D1_ERROR: Network connection lost.',
      'D1_ERROR: no such table: runs: SQLITE_ERROR',
      'get: We encountered an internal error. Please try again. (10001)',
    ]) {
      expect(faultsOf(new Error(message))[0]?.message).toBe(message);
    }
    for (const message of [
      `D1_TYPE_ERROR: Type 'object' not supported for value '${SECRET}'`,
      `${SECRET} D1_ERROR: lost`,
      `D1_ERROR: lost\n${SECRET}`,
      `get: ${SECRET}`,
    ]) {
      expect(JSON.stringify(faultsOf(new Error(message))), message).not.toContain(SECRET);
    }
  });
});

/** @returns the error of `JSON.parse`, which quotes its input. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    return thrown;
  }
}
