import { StepwellError } from '@stepwell/base/errors';
import type { Question, ModelChoices } from '../../question/index.ts';
import { isRankingLoss, type LossName } from './model-spec.ts';

/** The last layer and the loss. */
export interface Ending {
  activation: 'sigmoid' | 'softmax' | 'linear';
  loss: LossName;
  /** Units of the last layer. */
  outputs: number;
  why: string;
}

type Asked = Pick<Question, 'type' | 'target' | 'classes' | 'labels' | 'bounds'>;

/**
 * The last layer's activation and the loss that belong to a problem.
 *
 * | problem | last activation | loss |
 * | --- | --- | --- |
 * | two classes | sigmoid | binary cross-entropy |
 * | several classes, one label | softmax | categorical cross-entropy |
 * | ordered classes | softmax, or sigmoids of "at least this level": see `cumulativeEnding` | categorical, or binary cross-entropy |
 * | several labels | sigmoid | binary cross-entropy |
 * | numbers | linear | mean squared error, or mean absolute error where that is the measure: see `lossFor` |
 * | a number between 0 and 1 | sigmoid | binary cross-entropy |
 * | the order of rows within a query | linear | logistic loss of pairs, or another of `RANKING_LOSSES`, or the squared error |
 *
 * @see Chollet, Deep Learning with Python, table 4.1: Choosing the right last-layer activation and loss function
 */
export function chooseEnding(question: Asked): Ending {
  switch (question.type) {
    case 'binary':
      return {
        activation: 'sigmoid',
        loss: 'binary-crossentropy',
        outputs: 1,
        why: 'Two classes: one output between 0 and 1 is the probability of the second.',
      };
    case 'multiclass':
    case 'ordinal':
      return {
        activation: 'softmax',
        loss: 'categorical-crossentropy',
        outputs: question.classes!.length,
        why: 'One class of several: the outputs are probabilities that sum to 1.',
      };
    case 'multilabel':
      return {
        activation: 'sigmoid',
        loss: 'binary-crossentropy',
        outputs: question.labels!.length,
        why: 'Any set of labels: each output is the probability of one label by itself.',
      };
    case 'scalar-regression':
      if (question.bounds !== null) {
        return {
          activation: 'sigmoid',
          loss: 'binary-crossentropy',
          outputs: 1,
          why: 'A number between two ends: a sigmoid can never leave them.',
        };
      }
      return { activation: 'linear', loss: 'mean-squared-error', outputs: 1, why: REGRESSION };
    case 'ranking':
      return {
        activation: 'linear',
        loss: 'pairwise-logistic',
        outputs: 1,
        why: 'Only the order of the rows of a query counts: the output is a score without ends, trained on pairs of rows.',
      };
    case 'vector-regression':
      return { activation: 'linear', loss: 'mean-squared-error', outputs: question.target.length, why: REGRESSION };
  }
}

const REGRESSION = 'A number without ends: the last layer is linear, so that it can reach any value.';

/** The ending of ordered classes that learns, for each level but the least, whether a row reaches it: see `levelsOf`. */
export function cumulativeEnding({ classes }: Pick<Asked, 'classes'>): Ending {
  return {
    activation: 'sigmoid',
    loss: 'binary-crossentropy',
    outputs: classes!.length - 1,
    why: 'Levels have an order: each output is the probability that a row reaches a level.',
  };
}

/**
 * Checks that a user's last activation and loss match the problem.
 *
 * @throws {StepwellError} `layer_mismatch`, with the reason and what fits.
 */
export function checkAskedEnding(question: Asked, { lastActivation, loss }: ModelChoices): void {
  const fit = chooseEnding(question);
  const instead = `Use ${fit.activation} with ${fit.loss}, or leave both out.`;
  if (lastActivation !== undefined && lastActivation !== fit.activation) {
    throw new StepwellError(
      'layer_mismatch',
      `The last activation ${lastActivation} doesn't work for ${question.type}: ${whyNotActivation(lastActivation, question)} ${instead}`,
    );
  }
  if (question.type === 'ranking' && (loss === 'mean-squared-error' || (loss !== undefined && isRankingLoss(loss))))
    return;
  const fits = loss === fit.loss || (loss === 'mean-absolute-error' && fit.loss === 'mean-squared-error');
  if (loss !== undefined && !fits) {
    throw new StepwellError(
      'layer_mismatch',
      `The loss ${loss} doesn't work for ${question.type}: ${whyNotLoss(loss, question)} ${instead}`,
    );
  }
}

function whyNotActivation(activation: NonNullable<ModelChoices['lastActivation']>, { type, bounds }: Asked): string {
  if (activation === 'linear') return 'its outputs leave 0 and 1, so they are no probabilities or shares.';
  if (activation === 'softmax') {
    if (type === 'multilabel') return 'its outputs sum to 1, so that one label would exclude the others.';
    return type === 'binary' ? 'one output alone would always be 1.' : 'its outputs sum to 1, and numbers do not.';
  }
  if (type === 'multiclass' || type === 'ordinal')
    return 'its outputs do not sum to 1, though a row has exactly one class.';
  return bounds === null ? 'its outputs lie between 0 and 1, and the target does not.' : 'it is what fits.';
}

function whyNotLoss(loss: NonNullable<ModelChoices['loss']>, { type }: Asked): string {
  if (type === 'ranking') return 'it measures single rows, and only their order within a query counts.';
  if (isRankingLoss(loss)) return 'it measures the order of rows within a query, and there are no queries.';
  if (loss === 'mean-absolute-error') {
    return type === 'scalar-regression' || type === 'vector-regression'
      ? 'the outputs lie between two ends, where the cross-entropy learns the same and faster.'
      : 'it measures distances between numbers, and these are probabilities.';
  }
  if (loss === 'mean-squared-error') {
    return 'squared errors of probabilities hardly grow where a model is surely wrong, so it learns slowly or not at all.';
  }
  if (type === 'scalar-regression' || type === 'vector-regression') return 'it measures probabilities, not distances.';
  return loss === 'binary-crossentropy'
    ? 'it treats every class by itself, though a row has exactly one.'
    : 'it expects exactly one class of several.';
}
