import { execFileSync } from 'node:child_process';
import { describe, test } from 'vitest';
import { curlOfImages, curlOfRow, npxOfFile, shellWord } from './shell-lines.ts';

const ORIGIN = 'https://stepwell.example';

describe('shellWord', () => {
  test('is one word to a shell, whatever is in it', ({ expect }) => {
    for (const text of ["it's", '$HOME `id` $(id) "x" \\ !!', "''", 'a\nb', '', '-n', 'é*?']) {
      expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
    }
  });

  test("closes the quotes around each of the text's own", ({ expect }) => {
    expect(shellWord("it's")).toBe(String.raw`'it'\''s'`);
  });
});

test('the line of a row holds the row as JSON', ({ expect }) => {
  expect(curlOfRow(ORIGIN, 'abc', { age: 3, name: "O'Neil", seen: null })).toBe(
    String.raw`curl 'https://stepwell.example/api/runs/abc/predict' -H 'content-type: application/json' --data-raw '{"rows":[{"age":3,"name":"O'\''Neil","seen":null}]}'`,
  );
  expect(curlOfRow(ORIGIN, 'abc', { text: 'two\nlines' })).not.toContain('\n');
});

test('the lines of files name the run', ({ expect }) => {
  expect(npxOfFile(ORIGIN, 'abc')).toBe(
    "npx stepwell predict 'https://stepwell.example/r/abc' rows.csv --out predictions.csv",
  );
  expect(curlOfImages(ORIGIN, 'abc')).toContain('--data-binary @images.zip');
});
