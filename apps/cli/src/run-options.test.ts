import { describe, test } from 'vitest';
import { readToken } from './run-options.ts';

describe('readToken', () => {
  test('prefers the option to the environment', ({ expect }) => {
    process.env['STEPWELL_TOKEN'] = ' from-environment\n';
    expect(readToken('given')).toBe('given');
    expect(readToken(undefined)).toBe('from-environment');
    process.env['STEPWELL_TOKEN'] = '';
    expect(readToken(undefined)).toBeUndefined();
    delete process.env['STEPWELL_TOKEN'];
    expect(readToken(undefined)).toBeUndefined();
  });
});
