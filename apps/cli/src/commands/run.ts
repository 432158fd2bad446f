import { nameOfUrl } from '@stepwell/data/formats';
import { connect } from '../client.ts';
import { defineCommand } from '../command/command.ts';
import { usage } from '../command/usage-error.ts';
import { exitOfReport } from '../exit-codes.ts';
import { isUrl } from '../fetch-file.ts';
import { howToGoOn } from '../go-on.ts';
import { onInterrupt } from '../interrupt.ts';
import { checkOutputs, streamBeside, writeJson, writeOutput } from '../output.ts';
import { createKeyFile, printKey } from '../run-key.ts';
import { RUN_OPTIONS, type RunValues } from '../run-option-list.ts';
import { readFileOptions, readQuestion, readToken, toDecimal, toNumber } from '../run-options.ts';
import { readMarkdown, runToVerdict } from '../run-to-verdict.ts';
import { addFirstWebhook, webhookWords, type Told } from '../run-webhook.ts';
import { startStack } from '../stack/stack.ts';
import { uploadTest, uploadTrain } from '../upload-parts.ts';

/** Uploads a file, runs the workflow, prints the verdict. */
export const run = defineCommand(
  {
    name: 'run',
    summary: 'Run the whole workflow on a table, text or images',
    arguments: 'FILE … --target COL[,COL…]',
    options: RUN_OPTIONS,
    example: 'stepwell run table.csv --target price --effort quick',
    notes: [
      'FILE is a table (CSV, TSV, JSON, ARFF, svmlight, Parquet, Excel), arrays (.npz), IDX files (images and labels), or a folder of images with one folder per class.',
      "The run's edit key is printed in a terminal. Where the output is piped, it goes to the standard error.",
    ],
  },
  async ({ values, positionals }) => {
    // The file is fetched here and uploaded: the service asks no other server for it.
    const files = values.from === undefined ? positionals : [values.from];
    const [file] = files;
    if (values.from !== undefined && positionals.length > 0)
      throw usage('--from takes the place of FILE. Give one of them.');
    if (file === undefined) throw usage('No file was given: stepwell run FILE --target COL.');
    if (values.target === undefined) throw usage('No target was given. Set the column to predict with --target COL.');
    const { json, markdown, predictions } = values;
    await checkOutputs({ json, markdown, predictions });
    const { sample, reading, minibatches } = checkValues(values);
    const out = streamBeside(json, markdown, predictions);
    const keyFile = values['key-file'] === undefined ? null : await createKeyFile(values['key-file']);
    const stack = values.url === undefined ? await startStack({ quiet: true }) : null;
    const isLocal = stack?.started === true;
    const inBackground = values.background ?? false;
    const webhook: { told: Told | null } = { told: null };
    try {
      const client = connect(values.url ?? stack!.url, readToken(values.token));
      const dataset = await uploadTrain(client, files, sample, reading);
      const test = await uploadTest(client, files, values.test?.split(','), dataset.parts, sample, reading);
      for (const note of dataset.reading?.file.notes ?? []) process.stderr.write(`${note.text}\n`);
      const request = readQuestion(
        values,
        { dataset: dataset.sha256, testDataset: test?.sha256, name: nameOfFile(file) },
        dataset.columns.map((column) => column.name),
      );
      const done = await runToVerdict(client, request, {
        out,
        minibatches,
        wantPredictions: predictions !== undefined,
        background: inBackground,
        onCreated: async (created) => {
          const { url, key } = created;
          const typed = keyFile === null ? key : `"$(cat '${keyFile.path.replaceAll("'", String.raw`'\''`)}')"`;
          onInterrupt(() => howToGoOn({ link: url, key: typed, isLocal, inBackground }));
          if (keyFile === null) printKey(created, out);
          else {
            await keyFile.write(key);
            out.write(`key       in ${keyFile.path}\n`);
          }
          if (values.webhook !== undefined) webhook.told = await addFirstWebhook(client, created, values.webhook, out);
        },
      });
      onInterrupt(null);
      if (webhook.told !== null && done.report.run.stoppedBy !== 'person')
        out.write(`webhook   ${await webhookWords(client, webhook.told)}\n`);
      await writeJson(json, done.report);
      if (markdown !== undefined) await writeOutput(markdown, await readMarkdown(client, done.report.run.id));
      if (predictions !== undefined) {
        if (done.predictions !== null) await writeOutput(predictions, done.predictions);
        else
          process.stderr.write(
            `Nothing was written to ${predictions}: the run ended before the test, so there are no predictions.\n`,
          );
      }
      if (isLocal) out.write('To open the link, run: npx stepwell serve\n');
      return exitOfReport(done.report);
    } finally {
      await keyFile?.close();
      await stack?.stop();
    }
  },
);

/** Checks all values before the service is started and the file is uploaded. @throws {UsageError} with the option's name. */
function checkValues(values: RunValues) {
  // Which columns there are is known only after the upload.
  readQuestion(values, { dataset: '0'.repeat(64), testDataset: undefined, name: undefined }, []);
  return {
    sample: toDecimal('sample', values.sample),
    reading: readFileOptions(values),
    minibatches: toNumber('step-minibatches', values['step-minibatches']),
  };
}

/** @returns the name of a file, by its path or its URL. */
function nameOfFile(file: string): string | undefined {
  return isUrl(file) && URL.canParse(file) ? nameOfUrl(new URL(file)) : file.split('/').at(-1) || undefined;
}
