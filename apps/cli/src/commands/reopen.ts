import { connect, ask } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { exitOfReport } from '../exit-codes.ts';
import { howToGoOn } from '../go-on.ts';
import { onInterrupt } from '../interrupt.ts';
import { checkOutputs, streamBeside, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';
import { readKeyed } from '../run-link.ts';
import { JSON_OPTION } from '../run-option-list.ts';
import { driveToVerdict } from '../run-to-verdict.ts';

/** Tests another trial on the same test rows. */
export const reopen = defineCommand(
  {
    name: 'reopen',
    summary: 'Test another trial on the same test rows; the report counts each opening',
    arguments: 'URL KEY TRIAL',
    options: { json: JSON_OPTION },
    example: 'STEPWELL_KEY=… stepwell reopen https://stepwell.example/r/RUN tune-3',
  },
  async ({ values: { json }, positionals }) => {
    const { origin, id, key, headers, more } = readKeyed(positionals, 1, 'stepwell reopen URL KEY TRIAL');
    await checkOutputs({ json });
    const client = connect(origin);
    await ask(() => client.api.runs[':id'].reopen.$post({ param: { id }, json: { trial: more[0]! } }, { headers }));
    onInterrupt(() => howToGoOn({ link: positionals[0]!, key: null }));
    const report = await driveToVerdict(client, { id, key }, new Progress(streamBeside(json)), undefined);
    await writeJson(json, report);
    return exitOfReport(report);
  },
);
