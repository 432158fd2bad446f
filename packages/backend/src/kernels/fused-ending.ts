import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, optionalInput, text, type KernelArguments } from './kernel-arguments.ts';
import { ACTIVATION_CODES, checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';
import { learnedSlopes } from './learned-slopes.ts';

/** How a fused kernel ends. */
export interface Ending {
  bias: TensorInfo | null;
  /** Its code in assembly/activations/activate.ts. */
  activation: number;
  /** Of a leaky relu below zero. */
  slope: number;
  /** What is left to do to the output. */
  finish(output: TensorInfo): TensorInfo;
}

/** No bias, no activation. */
export const PLAIN_ENDING: Ending = { bias: null, activation: 0, slope: 0, finish: (output) => output };

/**
 * Reads the bias and the activation of a fused kernel, and checks them against its output.
 *
 * @param outShape [..., channels].
 * @throws {BackendError} `bad_option`, `shape_mismatch`, `unknown_dtype`, `empty_tensor`.
 */
export function fusedEnding(
  context: KernelContext,
  kernel: string,
  given: KernelArguments,
  outShape: readonly number[],
): Ending {
  const bias = optionalInput(given, 'bias');
  const name = text(given, 'activation', 'linear');
  const slope = Number(attribute(given, 'leakyreluAlpha') ?? 0);
  checkBias(kernel, bias, outShape);
  const alpha = optionalInput(given, 'preluActivationWeights');
  if (name === 'prelu' && alpha !== null) {
    return { ...PLAIN_ENDING, bias, finish: learnedSlopes(context, kernel, alpha, outShape) };
  }
  const activation = ACTIVATION_CODES[name];
  if (activation === undefined) {
    throw new BackendError(
      'bad_option',
      `${kernel} knows no activation "${name}"; it takes ${Object.keys(ACTIVATION_CODES).join(', ')}, and prelu with its slopes.`,
    );
  }
  return { ...PLAIN_ENDING, bias, activation, slope };
}

function checkBias(kernel: string, bias: TensorInfo | null, outShape: readonly number[]): void {
  if (bias === null) return;
  checkTensors(kernel, { bias });
  const channels = outShape.at(-1);
  if (sizeOf(bias.shape) !== channels || bias.shape.at(-1) !== channels) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} adds a bias of shape ${shapeText(bias.shape)} to ${channels} channels; it must be ${shapeText([channels ?? 0])}.`,
    );
  }
}
