import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExamples } from '../src/home/examples.ts';
import { HomePage } from '../src/home/home-page.tsx';

/** The home page; the shipped sets stand in it from the beginning. */
export default async function Page() {
  const list = await readFile(join(process.cwd(), 'public', 'examples', 'examples.json'), 'utf8');
  return <HomePage examples={parseExamples(JSON.parse(list))} />;
}
