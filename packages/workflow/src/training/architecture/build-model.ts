import { StepwellError } from '@stepwell/base/errors';
import type { InputShape } from '../preparation/index.ts';
import { chooseEnding, cumulativeEnding } from './choose-ending.ts';
import type { Config } from './config.ts';
import { convolutionalBlocks } from './convolutional-blocks.ts';
import { sizeOf } from './layer-shapes.ts';
import type { Layer } from './layers.ts';
import { checkEnding, isRankingLoss, type ModelSpec } from './model-spec.ts';

/** What stands ahead of the dense layers, and what the model is told of its rows. */
type Front = Pick<ModelSpec, 'inputs' | 'image' | 'text'> & { layers: Layer[] };

/**
 * A stack of dense relu layers with the ending that the problem asks for, behind what makes rows of numbers of texts and
 * images: convolutional blocks, an embedding, or nothing but their words and pixels. Numbers beside a text or an image are
 * joined to these rows; through a dense layer of their own they are joined to what the first hidden layer makes of the
 * rows, where they are few among many otherwise.
 *
 * Dropout follows every hidden layer that is one row of learned numbers: dense layers, the rows that convolutional
 * blocks end in, and the vectors of an embedding, but not the numbers beside them. Pixels, words and pictures are never
 * dropped.
 *
 * @param question the problem.
 * @param config hidden layers, regularisation, optimizer.
 * @param shape of the prepared rows.
 * @throws {StepwellError} `layer_mismatch` where filters don't fit into the pictures, and for an embedding without texts
 *   or a convolution without images.
 */
export function buildModel(question: Parameters<typeof chooseEnding>[0], config: Config, shape: InputShape): ModelSpec {
  const isCumulative = question.type === 'ordinal' && config.levels === 'cumulative';
  const { activation, loss: usual, outputs } = isCumulative ? cumulativeEnding(question) : chooseEnding(question);
  const { l1, l2 } = config;
  const loss = usual === 'mean-squared-error' || isRankingLoss(usual) ? (config.loss ?? usual) : usual;
  const { layers: front, inputs, ...described } = frontOf(config, shape);
  const hidden = config.units.map((units): Layer[] => [
    { kind: 'dense', units, activation: 'relu', l2, l1 },
    ...dropoutOf(config),
  ]);
  if (hasNumbersBeside(shape)) {
    const { branch } = config;
    // Words as they are and their numbers go into one layer, unless these have one of their own.
    const isJoined = described.text?.encoding === 'multi-hot' && (branch === undefined || hidden.length === 0);
    if (!isJoined) (branch === undefined ? front : (hidden[0] ?? front)).push(joining(config));
  }
  const layers: Layer[] = [...front, ...hidden.flat(), { kind: 'dense', units: outputs, activation, l2, l1 }];
  return checkEnding({
    inputs,
    layers,
    loss,
    optimizer: optimizerOf(config),
    batchSize: config.batchSize,
    ...described,
  });
}

function dropoutOf({ dropout }: Config): Layer[] {
  return dropout > 0 ? [{ kind: 'dropout', rate: dropout }] : [];
}

function hasNumbersBeside({ numbers, vocabulary, image }: InputShape): boolean {
  return numbers > 0 && (vocabulary > 0 || image !== null);
}

function joining({ branch, l1, l2 }: Config): Layer {
  return branch === undefined ? { kind: 'concatenate' } : { kind: 'concatenate', branch: { units: branch, l2, l1 } };
}

function frontOf(config: Config, shape: InputShape): Front {
  const { embedding, convolution } = config;
  const { image, vocabulary, numbers } = shape;
  if (embedding !== undefined && vocabulary === 0) {
    throw new StepwellError(
      'layer_mismatch',
      'An embedding needs text, but no input is text. Leave the embedding out.',
    );
  }
  if (convolution !== undefined && image === null) {
    throw new StepwellError(
      'layer_mismatch',
      'A convolution needs images, but no input has any. Leave the convolution out.',
    );
  }
  if (image !== null) {
    const { height, width, channels } = image;
    const layers: Layer[] =
      convolution === undefined
        ? [{ kind: 'flatten' }]
        : [...convolutionalBlocks(convolution, image, config), ...dropoutOf(config)];
    const pixels = sizeOf([height, width, channels]);
    if (numbers === 0) return { inputs: pixels, image: { height, width, channels }, layers };
    return {
      inputs: pixels + numbers,
      image: { height, width, channels, numbers },
      layers,
    };
  }
  if (vocabulary === 0) return { inputs: numbers, layers: [] };
  const inputs = vocabulary + numbers;
  if (embedding === undefined) return { inputs, text: { vocabulary, numbers, encoding: 'multi-hot' }, layers: [] };
  const { dimensions, pooling, length } = embedding;
  return {
    inputs,
    text: { vocabulary, numbers, encoding: 'sequences' },
    layers: [{ kind: 'embedding', dimensions, pooling, length }, ...dropoutOf(config)],
  };
}

/** Gradient descent has no square root that a small number would be added under. */
function optimizerOf({ optimizer: name, learningRate, epsilon }: Config): ModelSpec['optimizer'] {
  if (name === 'sgd' || epsilon === undefined) return { name, learningRate };
  return { name, learningRate, epsilon };
}
