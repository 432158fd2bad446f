import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExamples } from '../src/home/examples.ts';
import { HomePage } from '../src/home/home-page.tsx';

/** The home page; the examples are part of the static page. */
export default async function Page() {
  const list = await readFile(join(process.cwd(), 'public', 'examples', 'examples.json'), 'utf8');
  return <HomePage examples={parseExamples(JSON.parse(list))} />;
}
