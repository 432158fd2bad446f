import { afterEach, describe, test, vi } from 'vitest';
import { readKeyed, readLink } from './run-link.ts';

const ID = 'a'.repeat(22);
const LINK = `https://example.org/r/${ID}`;

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a link says where its service is, and its id', ({ expect }) => {
  expect(readLink(`${LINK}?stage=tune`)).toEqual({ origin: 'https://example.org', id: ID });
  for (const wrong of ['', ID, 'https://example.org/', `${LINK}/embed`]) expect(() => readLink(wrong)).toThrow('/r/ID');
});

describe('the edit key', () => {
  const of = (...argv: string[]) => readKeyed(argv, 0, 'stepwell drive URL KEY').key;

  test('is the second word, whatever the environment has', ({ expect }) => {
    expect(of(LINK, 'given')).toBe('given');
    vi.stubEnv('STEPWELL_KEY', 'kept');
    expect(of(LINK, 'given')).toBe('given');
    expect(readKeyed([LINK, 'given', 'tune-1'], 1, '')).toMatchObject({ key: 'given', more: ['tune-1'] });
  });

  test('is that of the environment where there is no such word', ({ expect }) => {
    vi.stubEnv('STEPWELL_KEY', ' kept\n');
    expect(of(LINK)).toBe('kept');
    expect(readKeyed([LINK, 'tune-1'], 1, '')).toMatchObject({ id: ID, key: 'kept', more: ['tune-1'] });
  });

  test('is asked for where there is none, and one word too many is refused', ({ expect }) => {
    vi.stubEnv('STEPWELL_KEY', '');
    for (const argv of [[], [LINK], [LINK, 'key', 'more']]) expect(() => of(...argv)).toThrow('stepwell drive URL KEY');
    expect(() => readKeyed([LINK, 'tune-1'], 1, 'stepwell reopen')).toThrow('STEPWELL_KEY');
  });
});
