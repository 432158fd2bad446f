export { alignTable } from './align.ts';
export { decodeModel, encodeModel, modelHeader, plainPreparation, type Model, type ModelHeader } from './model.ts';
export { notesOf, type Note } from './notes.ts';
export { predictedCsv } from './predicted-csv.ts';
export { answersOf, predict, type Answer } from './predict.ts';
export { rowsOfJson, type JsonRow, type ReadRows } from './rows-of-json.ts';
export { signature, type Signature, type SignatureColumn } from './signature.ts';
export { signatureOf } from './signature-of.ts';
