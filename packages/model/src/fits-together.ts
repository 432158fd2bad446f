import { noRows, numbersBeside, prepareUnseen, widthOf } from '@stepwell/workflow/training';
import type { Model } from './model.ts';
import { rowsToPredict } from './rows-to-predict.ts';
import { emptyTable } from './signature.ts';

/**
 * Finds out whether a model's parts belong together: its columns, their preparation, its layers and its answers. Each part alone may be
 * fine in a file that was tampered with.
 *
 * @returns why they don't; null if they do.
 */
export function misfitOf(model: Model): string | null {
  const { preparation, spec } = model;
  const { columns, features, width, text } = preparation;
  const prepared = columns.reduce((sum, column) => sum + widthOf(column), features?.length ?? 0);
  if (prepared !== width) return `its columns come to ${prepared} numbers, and it says ${width}`;
  const words = spec.text?.vocabulary ?? 0;
  const numbers = spec.text === undefined && spec.image === undefined ? spec.inputs : numbersBeside(spec);
  if ((text === null) !== (spec.text === undefined)) return 'either its columns or its layers have texts';
  if ((preparation.image === null) !== (spec.image === undefined))
    return 'either its columns or its layers have images';
  if (text !== null && (text.words.length !== words || text.form !== spec.text?.encoding)) {
    return `its layers take ${words} words, and it knows ${text.words.length}`;
  }
  if (width !== numbers) return `its columns come to ${width} numbers, and its layers take ${numbers}`;
  const answers = answersExpected(model);
  const outputs = model.weights.at(-1)?.length ?? 0;
  if (answers === null || outputs !== answers) return `it has ${outputs} outputs for ${answers ?? 'no'} answers`;
  return misfitOfBands(model) ?? misfitOfColumns(model);
}

/** Intervals belong to numbers, one a target; sets belong to classes. */
function misfitOfBands({ certainty, question: { classes, labels, target } }: Model): string | null {
  if (certainty === null) return null;
  const { bands } = certainty;
  if (bands.kind === 'sets') return classes === null ? 'it has sets of classes, and answers no classes' : null;
  if (classes !== null || labels !== null) return 'it has intervals, and answers no numbers';
  return bands.columns.length === target.length
    ? null
    : `it has intervals of ${bands.columns.length} numbers, and answers ${target.length}`;
}

/** Outputs of the last layer that the question takes; null if the question lacks its classes, labels or targets. */
function answersExpected({ question, preparation: { target, levels } }: Model): number | null {
  const { type, classes, labels, target: names } = question;
  switch (type) {
    case 'binary':
      return classes?.length === 2 ? 1 : null;
    case 'ordinal':
      if (levels !== undefined) return classes?.length === levels ? levels - 1 : null;
      return classes?.length ?? null;
    case 'multiclass':
      return classes?.length ?? null;
    case 'multilabel':
      return labels?.length ?? null;
    case 'ranking':
    case 'scalar-regression':
    case 'vector-regression':
      return target?.mean.length === names.length && target.sd.length === names.length ? names.length : null;
  }
}

/** Prepares a table without rows: a column that lacks, or is of another kind, is found out. */
function misfitOfColumns(model: Model): string | null {
  try {
    const { preparation, part } = rowsToPredict(model, emptyTable(model.signature));
    prepareUnseen({ ...preparation, fittedOn: noRows() }, part);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
