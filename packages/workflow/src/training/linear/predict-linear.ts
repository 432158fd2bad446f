import type { Predictions } from '@stepwell/metrics';
import { countRows, type Target } from '@stepwell/metrics/targets';
import { fitLogistic, oddsOf, sigmoid } from './logistic.ts';
import { fitAbsolute } from './absolute.ts';
import { linearValues, prepareRidge, type Design } from './ridge.ts';

/**
 * Fits a penalised linear model on some rows and predicts others: ridge regression for numbers, logistic regression for
 * classes and labels, one against the rest where there are several. Penalties are chosen on the training rows alone.
 *
 * @param train the target of the rows of `design.train`.
 * @param options.balanced whether classes count equally: probabilities are divided by the classes' shares.
 * @param options.absolute whether numbers are fitted by absolute errors instead of squared ones: to their median.
 */
export function predictLinear(
  design: Design,
  train: Target,
  { balanced = false, absolute = false }: { balanced?: boolean; absolute?: boolean } = {},
): Predictions {
  const rows = design.width === 0 ? 0 : design.validation.length / design.width;
  const columns = targetColumns(train);
  const ridge = prepareRidge(design.train, design.width);
  switch (train.kind) {
    case 'number': {
      const values = new Float64Array(rows * columns.length);
      columns.forEach((column, at) => {
        const { centred, mean } = centre(column);
        const { coefficients, penalty } = ridge(centred);
        const line = absolute
          ? fitAbsolute(design.train, design.width, column, penalty)
          : { intercept: mean, coefficients };
        const fitted = linearValues(design.validation, line.coefficients);
        fitted.forEach((value, row) => (values[row * columns.length + at] = line.intercept + value));
      });
      return { kind: 'number', width: columns.length, values };
    }
    case 'labels': {
      const values = new Float64Array(rows * columns.length);
      columns.forEach((column, at) => {
        const chances = probabilities(column, design, ridge, rows);
        chances.forEach((value, row) => (values[row * columns.length + at] = value));
      });
      return { kind: 'labels', numLabels: columns.length, values };
    }
    case 'classes': {
      const numClasses = train.classes.length;
      // Of two classes, the chances of the first are what the second's leave.
      const each = (numClasses === 2 ? columns.slice(1) : columns).map((column) =>
        probabilities(column, design, ridge, rows),
      );
      const shares = columns.map((column) => centre(column).mean);
      const values = new Float64Array(rows * numClasses);
      for (let row = 0; row < rows; row++) {
        const chances = numClasses === 2 ? [1 - each[0]![row]!, each[0]![row]!] : each.map((of) => of[row]!);
        const weighed = chances.map((chance, code) =>
          balanced && shares[code]! > 0 ? chance / shares[code]! : chance,
        );
        const total = weighed.reduce((sum, chance) => sum + chance, 0) || 1;
        weighed.forEach((chance, code) => (values[row * numClasses + code] = chance / total));
      }
      return { kind: 'probabilities', numClasses, values };
    }
  }
}

/** The columns of a target as numbers: one for each class, label or number. @returns arrays of [rows]. */
export function targetColumns(target: Target): Float64Array[] {
  const rows = countRows(target);
  switch (target.kind) {
    case 'classes':
      return target.classes.map((_, code) =>
        Float64Array.from({ length: rows }, (__, row) => (target.codes[row] === code ? 1 : 0)),
      );
    case 'labels':
      return target.labels.map((_, label) =>
        Float64Array.from({ length: rows }, (__, row) => target.values[row * target.labels.length + label]!),
      );
    case 'number':
      return Array.from({ length: target.width }, (_, column) =>
        Float64Array.from({ length: rows }, (__, row) => target.values[row * target.width + column]!),
      );
  }
}

/** A column less its mean. */
export function centre(column: Float64Array): { centred: Float64Array; mean: number } {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  const mean = sum / Math.max(1, column.length);
  const centred = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) centred[i] = column[i]! - mean;
  return { centred, mean };
}

function probabilities(
  column: Float64Array,
  design: Design,
  ridge: ReturnType<typeof prepareRidge>,
  rows: number,
): Float64Array {
  const { centred, mean } = centre(column);
  if (mean === 0 || mean === 1) return new Float64Array(rows).fill(mean);
  const { penalty } = ridge(centred);
  if (penalty === Infinity) return new Float64Array(rows).fill(mean);
  // The Hessian of a logistic regression is that of least squares times the variance of the class.
  const model = fitLogistic(design.train, design.width, column, penalty * mean * (1 - mean));
  return oddsOf(model, design.validation, rows).map(sigmoid);
}
