import type { Model } from '../model.ts';
import { inputDoc } from '../onnx/columns.ts';
import { namesIn } from '../onnx/encode-onnx.ts';
import { wordsAtOnce } from '../onnx/layers.ts';
import { relationColumns } from '../relation-of.ts';
import type { SignatureColumn } from '../signature.ts';

/** Inputs of the ONNX file that the README lists and fills in its example; the file itself names them all. */
const MOST_INPUTS = 12;

/** Tells how to use an exported model. */
export function archiveReadme(model: Model): string {
  const { signature } = model;
  const { forecast } = model.question;
  const isImage = signature.some(({ kind }) => kind === 'image');
  const hasColumns = isImage && signature.length > 1;
  const check = isImage
    ? 'A model of images has no rows to check: predict images that you know.'
    : `\`\`\`sh
node predict.mjs --check
python predict.py --check
\`\`\`

compare their outputs with those of the service for the rows in \`parity.json\`, and exit with 1 if one differs by more than
0.001 %.`;
  return `# An exported model

Predict the rows of a file with Node 20 or later, or with Python and NumPy:

\`\`\`sh
node predict.mjs ${isImage ? 'IMAGES.zip' : forecast === undefined ? 'ROWS.csv' : 'HISTORY.csv'} > predictions.csv
python predict.py ${hasColumns ? 'IMAGES.npy ROWS.csv' : isImage ? 'IMAGES.npy' : 'ROWS.csv'} > predictions.csv
\`\`\`

${
  isImage
    ? `The images have the size and channels of the training images; \`predict.py\` takes them as an array, [rows, height, width, channels], uint8.${
        hasColumns
          ? ' The zip also holds a table of the other columns, with a column of the file names; `predict.py` takes one with a row for each image, in the same order.'
          : ''
      }`
    : forecast !== undefined
      ? `The file holds a history: "${forecast.target}"${forecast.timed ? ` by "${forecast.time}"` : ' in order of time'}${forecast.series === null ? '' : `, and "${forecast.series}" to tell series apart`}, with the other columns of the training file. \`predict.mjs\` takes any
format that can be uploaded and answers with the next ${forecast.horizon} ${forecast.horizon === 1 ? 'value' : 'values'} of each series. A history is a season long at least${forecast.season > 1 ? ` (${forecast.season} steps)` : ''}; the longer it is, up to a few
seasons, the more is known. Means of change since its beginning count from its first row.

\`predict.py\` and \`model.onnx\` take what the model itself takes: the rows that are made of a history,

\`\`\`sh
node predict.mjs HISTORY.csv --rows > ROWS.csv
\`\`\`

with what the past lets expect of each step and the scale of the row beside the inputs, which the model's outputs are relative to.`
      : `The file has the columns of the training file, in any order; the target isn't needed. Values are read as the training file's were.
\`predict.mjs\` takes any format that can be uploaded, and its \`notes\` say which values of a row were never seen in training.
\`predict.py\` takes CSV.`
}

${rankingOf(model)}${surenessOf(model)}${check}

## With ONNX Runtime

\`model.onnx\` has the preparation inside: columns go in as they are, and what comes out is in the target's unit.

\`\`\`python
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("model.onnx")
${exampleOf(model)}
for output, values in zip(session.get_outputs(), session.run(None, rows)):
    print(output.name, values)
\`\`\`

${inputTable(model)}

Any number of rows can go in at once. It was made for ONNX Runtime 1.17 and later (opset 15). It doesn't read text: write numbers with a point,
and categories as the table of the training file spells them.

## Files

| file | contents |
| --- | --- |
| \`predict.mjs\` | reads files, prepares rows, predicts; plain JavaScript |
| \`predict.py\` | the same for CSV, with NumPy |
| \`model.onnx\` | preparation and layers |
| \`model.json\` | columns, preparation, layers, classes and threshold |
| \`model.safetensors\` | the weights, float32, under the layers' names |
| \`keras_model.py\` | builds the layers in Keras 3 and loads the weights; written from Keras's documentation, not run with it |
| \`parity.json\` | rows and the outputs expected of them |
| \`MODEL_CARD.md\` | what the model is for, its data and measures |
`;
}

/** What the number of a ranking is for. */
function rankingOf({ question: { query, target } }: Model): string {
  if (query === undefined) return '';
  return `The number under \`${target[0]}\` is a score: sort the rows of a \`${query}\` by it, the greatest first. Scores of different queries can't be
compared.

`;
}

/** Where the ends of intervals, or the sets of classes, are found. */
function surenessOf({ certainty }: Model): string {
  if (certainty === null) return '';
  const { kind, level } = certainty.bands;
  const percent = `${Math.round(100 * level)} %`;
  const what = kind === 'intervals' ? `the ends of ${percent} intervals` : `the ${percent} set of classes`;
  return `Both give ${what} beside each prediction, from \`certainty\` in \`model.json\`; \`model.onnx\` gives the prediction alone.

`;
}

/** The columns that go into the ONNX file. */
function columnsIn({ preparation, question, signature }: Model): SignatureColumn[] {
  const used = new Set([
    ...preparation.columns.map(({ column }) => column),
    preparation.image?.column,
    ...relationColumns({ question }),
  ]);
  return signature.filter(({ name }) => used.has(name));
}

function isHashed({ preparation }: Model, name: string): boolean {
  return preparation.columns.some(({ kind, column }) => kind === 'hash' && column === name);
}

function inputTable(model: Model): string {
  const columns = columnsIn(model);
  const rows = columns.slice(0, MOST_INPUTS).map((column) => {
    const doc = inputDoc(column, isHashed(model, column.name));
    return `| ${column.name.replaceAll('|', '\\|')} | ${doc.replaceAll('|', '\\|')} |`;
  });
  if (columns.length > MOST_INPUTS) rows.push(`| … | ${columns.length - MOST_INPUTS} more: \`session.get_inputs()\` |`);
  const { text } = model.preparation;
  if (text !== null) {
    const doc = `ids of words, as \`prepare\` in \`predict.py\` makes them of ${text.columns.join(' and ')}; ${text.words.length} for none`;
    rows.push(`| ${namesIn(model).words} | ${doc} |`);
  }
  return ['| input | holds |', '| --- | --- |', ...rows].join('\n');
}

function exampleOf(model: Model): string {
  const columns = columnsIn(model);
  const lines = columns.map(
    (column) => `    ${JSON.stringify(column.name)}: ${arrayOf(column, isHashed(model, column.name))},`,
  );
  const { text } = model.preparation;
  if (text !== null) {
    const length = wordsAtOnce(model.spec) ?? 2;
    const ids = Array.from({ length }, (_, i) => (length - i <= 2 ? length - i - 1 : text.words.length));
    lines.push(`    ${JSON.stringify(namesIn(model).words)}: np.array([[${ids.join(', ')}]]),`);
  }
  return `rows = {\n${lines.join('\n')}\n}`;
}

function arrayOf({ kind, range, categories, size }: SignatureColumn, hashed: boolean): string {
  if (hashed) return 'np.array([[0]])';
  switch (kind) {
    case 'numeric':
    case 'date':
      return `np.array([[${range === null ? 'np.nan' : pythonFloat(range.median)}]])`;
    case 'boolean':
      return 'np.array([[1.0]])';
    case 'image':
      return `np.zeros((1, ${size!.height}, ${size!.width}, ${size!.channels}), np.uint8)`;
    default:
      return `np.array([[${JSON.stringify(categories?.[0] ?? '')}]], object)`;
  }
}

/** A number that Python takes for a float. */
function pythonFloat(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
