import { describe, test } from 'vitest';
import { readErrorBody } from './api-error.ts';

describe('readErrorBody', () => {
  test('reads code, message and wait', ({ expect }) => {
    const body = { error: { code: 'busy', message: 'Later.', details: { retryAfterMs: 1500 } } };
    const error = readErrorBody(409, body, 'odd');
    expect([error.code, error.message, error.retryAfterMs, error.transient]).toEqual(['busy', 'Later.', 1500, false]);
  });

  test("a proxy's response is unreadable, and transient if it is a 5xx", ({ expect }) => {
    for (const body of [null, 'gone', [], {}, { error: 'no' }, { error: { code: 'toString', message: 'x' } }]) {
      const error = readErrorBody(502, body, 'odd');
      expect([error.code, error.message, error.transient]).toEqual(['unreadable', 'odd', true]);
    }
  });
});
