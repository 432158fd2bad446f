import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, input, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';

/** Softmax and its logarithm over the last dimension, on the exponential of all our kernels. */
export function softmaxKernels(context: KernelContext): KernelConfig[] {
  return [
    {
      kernelName: 'Softmax',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => eachRow(context, 'Softmax', given),
    },
    {
      kernelName: 'LogSoftmax',
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => eachRow(context, 'LogSoftmax', given),
    },
  ];
}

function eachRow(context: KernelContext, kernel: 'Softmax' | 'LogSoftmax', given: KernelArguments): TensorInfo {
  const logits = input(given, 'logits');
  checkTensors(kernel, { logits });
  const rank = logits.shape.length;
  const axisName = kernel === 'Softmax' ? 'dim' : 'axis';
  const axis = Number(attribute(given, axisName) ?? -1);
  if (rank === 0 || (axis !== -1 && axis !== rank - 1)) {
    throw new BackendError(
      'bad_option',
      `${kernel} runs over the last dimension of ${shapeText(logits.shape)}, and was asked for ${axisName} ${axis}. Transpose the logits first.`,
    );
  }
  const y = context.makeOutput(logits.shape, 'float32');
  const columns = logits.shape.at(-1)!;
  const rows = sizeOf(logits.shape) / columns;
  const [from, to] = [context.offsetOf(logits), context.offsetOf(y)];
  if (kernel === 'Softmax') context.kernels.softmax(rows, columns, from, to);
  else context.kernels.logSoftmax(rows, columns, from, to);
  return y;
}
