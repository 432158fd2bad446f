import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fetchOfRun } from '../fetch-of-run.ts';
import { keyHeaders, readLink } from '../run-link.ts';
import { usage } from '../run-options.ts';

const SYNOPSIS = 'stepwell export URL [--out MODEL.zip] [--with-key]';

/** `stepwell export URL`: downloads a run's model for use without Stepwell. @returns the exit code. */
export async function exportModel(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { out: { type: 'string', default: 'model.zip' }, 'with-key': { type: 'boolean', default: false } },
  });
  const [link, ...more] = positionals;
  if (link === undefined || more.length > 0) throw usage(`A run's link was expected. Usage: ${SYNOPSIS}.`);
  const answer = await fetchOfRun(readLink(link), 'model.zip', { headers: keyHeaders(values['with-key']) });
  await writeFile(values.out, new Uint8Array(await answer.arrayBuffer()));
  process.stdout.write(`${values.out}: unpack it and read its README.md.\n`);
  return 0;
}
