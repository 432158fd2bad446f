import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

// What an RFC says of folders is history; its links still lead somewhere.
const PAGES = [
  ...['.', 'docs', 'design', 'examples', 'findings'].flatMap(markdownIn),
  ...readdirSync(join(ROOT, 'packages')).map((name) => join('packages', name, 'README.md')),
];

/** `{a,b}` in a path stands for either. */
function alternatives(path: string): string[] {
  const [, before, list, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (list === undefined) return [path];
  return list.split(',').flatMap((one) => alternatives(`${before}${one}${after}`));
}

describe('every path that the documentation names is there', () => {
  test.for(PAGES)('%s', (page, { expect }) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
      join(dirname(page), link!),
    );
    const images = [...text.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => join(dirname(page), src!));
    const paths = [...text.matchAll(/`((?:packages|apps|test|bench|scripts|design|docs|examples)\/[\w./{},-]+)`/g)]
      .map(([, path]) => path!)
      .filter(() => !page.includes('rfc-'));
    const named = [...links, ...images, ...paths].flatMap(alternatives);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
