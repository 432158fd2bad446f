import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, input, type KernelArguments } from './kernel-arguments.ts';
import { checkTensors, shapeText, sizeOf, type KernelContext } from './kernel-context.ts';

const KERNEL = 'UnsortedSegmentSum';

/** Sums by segment, the gradient of every lookup. */
export function segmentSumKernels(context: KernelContext): KernelConfig[] {
  return [
    {
      kernelName: KERNEL,
      backendName: 'wasm',
      kernelFunc: (given: KernelArguments) => segmentSum(context, given),
    },
  ];
}

/** Rows of a negative id are left out, as in TensorFlow; an id of `numSegments` or more is refused. */
function segmentSum(context: KernelContext, given: KernelArguments): TensorInfo {
  const x = input(given, 'x');
  const segmentIds = input(given, 'segmentIds');
  const numSegments = Number(attribute(given, 'numSegments'));
  checkTensors(KERNEL, { x });
  checkTensors(KERNEL, { segmentIds }, 'int32');
  const leading = x.shape.slice(0, segmentIds.shape.length);
  if (shapeText(leading) !== shapeText(segmentIds.shape)) {
    throw new BackendError(
      'shape_mismatch',
      `${KERNEL} was given segmentIds of shape ${shapeText(segmentIds.shape)} for x of shape ${shapeText(x.shape)}; they must be the first dimensions of x.`,
    );
  }
  if (!(Number.isInteger(numSegments) && numSegments >= 1)) {
    throw new BackendError(
      'bad_option',
      `${KERNEL} was given numSegments ${String(attribute(given, 'numSegments'))} for x of shape ${shapeText(x.shape)}; it takes an integer from 1 on.`,
    );
  }
  const rows = sizeOf(leading);
  const largest = context.kernels.largestId(rows, context.offsetOf(segmentIds));
  if (largest >= numSegments) {
    throw new BackendError(
      'id_out_of_range',
      `${KERNEL} was given the id ${largest} among segmentIds of shape ${shapeText(segmentIds.shape)}; ids must be less than numSegments, ${numSegments}. Raise numSegments, or fix the ids.`,
    );
  }
  const inner = x.shape.slice(leading.length);
  const output = context.makeOutput([numSegments, ...inner], 'float32');
  context.kernels.segmentSum(
    rows,
    sizeOf(inner),
    numSegments,
    context.offsetOf(segmentIds),
    context.offsetOf(x),
    context.offsetOf(output),
  );
  return output;
}
