import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { exitOfReport } from '../exit-codes.ts';
import { checkOutputs, streamBeside, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';
import { readLink } from '../run-link.ts';
import { JSON_OPTION } from '../run-option-list.ts';
import { watchToVerdict } from '../watch-to-verdict.ts';

/** Watches a run until it ends. */
export const watch = defineCommand(
  {
    name: 'watch',
    summary: 'Watch a run without driving it',
    arguments: 'URL',
    options: { json: JSON_OPTION },
    example: 'stepwell watch https://stepwell.example/r/RUN',
  },
  async ({ values: { json }, positionals: [link, extra] }) => {
    if (link === undefined || extra !== undefined) throw usage('The link of one run was expected: stepwell watch URL.');
    const { origin, id } = readLink(link);
    await checkOutputs({ json });
    const report = await watchToVerdict(connect(origin), id, new Progress(streamBeside(json)));
    await writeJson(json, report);
    return exitOfReport(report);
  },
);
