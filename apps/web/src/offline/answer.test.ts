import { describe, test } from 'vitest';
import { answeringOf, keptUnder, shellOf } from './answer.ts';

const ID = 'a'.repeat(22);

describe('answeringOf', () => {
  test('keeps what was seen of runs, and leaves alone what changes something', ({ expect }) => {
    expect(answeringOf('GET', `/api/runs/${ID}`)).toBe('network-first');
    expect(answeringOf('GET', `/api/runs/${ID}/report`)).toBe('network-first');
    expect(answeringOf('POST', `/api/runs/${ID}/step`)).toBe('network');
    expect(answeringOf('GET', `/api/runs/${ID}/predictions`)).toBe('network');
    expect(answeringOf('GET', '/api/health')).toBe('network');
    expect(answeringOf('GET', '/api/runs/x')).toBe('network');
  });

  test('tells files from pages', ({ expect }) => {
    expect(answeringOf('GET', '/_next/static/chunks/a.js')).toBe('kept-first');
    expect(answeringOf('GET', '/examples/cars.csv')).toBe('network-first');
    for (const page of ['/', '/compare', `/r/${ID}`]) expect(answeringOf('GET', page)).toBe('page');
    for (const other of [`/r/${ID}/card.png`, `/r/${ID}/embed`, '/sw.js', '/r/short']) {
      expect(answeringOf('GET', other)).toBe('network');
    }
  });
});

test('one file serves every run', ({ expect }) => {
  expect([`/r/${ID}`, '/', '/compare'].map(shellOf)).toEqual(['/r', '/', '/compare']);
});

test('an answer is kept whatever was known of the run before', ({ expect }) => {
  const run = 'https://stepwell.example/api/runs/0123456789abcdefghijkl';
  expect(keptUnder(`${run}?seen=12`)).toBe(run);
  expect(keptUnder(`${run}/curve?after=3&seen=12`)).toBe(`${run}/curve?after=3`);
  expect(keptUnder(`${run}/report?v=7`)).toBe(`${run}/report?v=7`);
});
