import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { fetchOfRun } from '../fetch-of-run.ts';
import { checkOutputs, STDOUT, writeOutput } from '../output.ts';
import { keyHeaders, readLink, WITH_KEY } from '../run-link.ts';

const DEFAULT_OUT = 'model.zip';

/** Downloads a run's model for use without Stepwell. */
export const exportModel = defineCommand(
  {
    name: 'export',
    summary: "Download a run's model for use without Stepwell: a zip with a program and a README",
    arguments: 'URL',
    options: {
      out: {
        type: 'string',
        value: 'MODEL.zip',
        help: `Write it to this file, or - to the standard output (default: ${DEFAULT_OUT})`,
      },
      'with-key': WITH_KEY,
    },
    example: 'stepwell export https://stepwell.example/r/RUN --out model.zip',
  },
  async ({ values: { out = DEFAULT_OUT, 'with-key': withKey = false }, positionals: [link, ...more] }) => {
    if (link === undefined || more.length > 0) throw usage('The link of one run was expected: stepwell export URL.');
    await checkOutputs({ out });
    const answer = await fetchOfRun(readLink(link), 'model.zip', { headers: keyHeaders(withKey) });
    await writeOutput(out, new Uint8Array(await answer.arrayBuffer()));
    if (out !== STDOUT) process.stdout.write(`${out}: unpack it and read its README.md.\n`);
    return 0;
  },
);
