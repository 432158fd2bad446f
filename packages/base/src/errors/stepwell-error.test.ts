import { describe, test } from 'vitest';
import { ERROR_CODES, isErrorCode, StepwellError } from './index.ts';

describe('StepwellError', () => {
  test('carries its code, status, details and cause', ({ expect }) => {
    const cause = new Error('below');
    const error = new StepwellError('ragged_rows', 'A row is ragged.', { cause, details: { line: 3 } });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'StepwellError',
      code: 'ragged_rows',
      status: 422,
      details: { line: 3 },
      cause,
    });
    expect(new StepwellError('internal', 'Oh.').details).toEqual({});
    expect('cause' in new StepwellError('internal', 'Oh.')).toBe(false);
  });
});

describe('ERROR_CODES', () => {
  test('have statuses that say whose fault it is, and exit codes that agree', ({ expect }) => {
    for (const { status, exit } of Object.values(ERROR_CODES)) {
      expect(status >= 400 && status < 600).toBe(true);
      expect(status >= 500).toBe(exit === 5);
      expect(status === 409).toBe(exit === 3);
    }
  });

  test('are told from other words', ({ expect }) => {
    expect(isErrorCode('ragged_rows')).toBe(true);
    for (const other of ['toString', '__proto__', '', null, 42]) expect(isErrorCode(other)).toBe(false);
  });
});
