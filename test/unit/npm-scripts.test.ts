import { test } from 'vitest';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const packageFile = z.object({ scripts: z.record(z.string(), z.string()).default({}) });
const list = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', ...patterns], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => existsSync(path));
const scripts = new Set(
  list('package.json', '*/package.json').flatMap((path) =>
    Object.keys(packageFile.parse(JSON.parse(readFileSync(path, 'utf8'))).scripts),
  ),
);

test('every npm script that a text or a comment names is there', ({ expect }) => {
  const missing: string[] = [];
  let named = 0;
  for (const file of list('*.md', '*.ts', '*.sh', '*.py')) {
    // A comment may break the line.
    for (const [, script] of readFileSync(file, 'utf8').matchAll(/npm run(?:\s|\s\*)+([a-z][\w:-]*)/g)) {
      named++;
      if (!scripts.has(script!)) missing.push(`${file}: ${script}`);
    }
  }
  expect(named).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});
