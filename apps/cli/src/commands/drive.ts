import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { exitOfReport } from '../exit-codes.ts';
import { howToGoOn } from '../go-on.ts';
import { onInterrupt } from '../interrupt.ts';
import { checkOutputs, streamBeside, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';
import { readKeyed } from '../run-link.ts';
import { JSON_OPTION } from '../run-option-list.ts';
import { driveToVerdict } from '../run-to-verdict.ts';

/** Drives a run from this terminal. Ending the command loses nothing. */
export const drive = defineCommand(
  {
    name: 'drive',
    summary: 'Drive a run from this terminal; others can drive it at the same time',
    arguments: 'URL KEY',
    options: { json: JSON_OPTION },
    example: 'STEPWELL_KEY=… stepwell drive https://stepwell.example/r/RUN',
  },
  async ({ values: { json }, positionals }) => {
    const { origin, id, key } = readKeyed(positionals, 0, 'stepwell drive URL KEY');
    await checkOutputs({ json });
    onInterrupt(() => howToGoOn({ link: positionals[0]!, key: null }));
    const report = await driveToVerdict(connect(origin), { id, key }, new Progress(streamBeside(json)), undefined);
    await writeJson(json, report);
    return exitOfReport(report);
  },
);
