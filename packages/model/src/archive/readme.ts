import type { Model } from '../model.ts';

/** Tells how to use an exported model. */
export function archiveReadme({ signature }: Model): string {
  const isImage = signature.some(({ kind }) => kind === 'image');
  const file = isImage ? 'IMAGES.zip' : 'ROWS.csv';
  const check = isImage
    ? 'A model of images has no rows to check: predict images that you know.'
    : `\`\`\`sh
node predict.mjs --check
\`\`\`

compares its outputs with those of the service for the rows in \`parity.json\`, and exits with 1 if one differs by more than
0.001 %.`;
  return `# An exported model

Predict the rows of a file with Node 20 or later, without installing anything:

\`\`\`sh
node predict.mjs ${file} > predictions.csv
\`\`\`

The file has the columns of the training file, in any order, in any format that can be uploaded; the target isn't needed. Values are
read as the training file's were. \`notes\` says which values of a row were never seen in training.

${check}

| file | contents |
| --- | --- |
| \`predict.mjs\` | reads files, prepares rows, predicts; plain JavaScript |
| \`model.json\` | columns, preparation, layers, classes and threshold |
| \`model.safetensors\` | the weights, float32, under the layers' names |
| \`parity.json\` | rows and the outputs expected of them |
| \`MODEL_CARD.md\` | what the model is for, its data and measures |

There is no ONNX file and no Python program yet.
`;
}
