import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../backend-error.ts';
import { attribute, numbers, text, type KernelArguments } from './kernel-arguments.ts';
import { shapeText, sizeOf, type KernelContext } from './kernel-context.ts';

type Padding = 'same' | 'valid' | number | ExplicitPadding;
type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];
type Four = [number, number, number, number];

/** What a window (the filter of a convolution, or the window of a pooling) does to a shape. */
export type WindowGeometry = backend_util.Conv2DInfo;

/** Bytes that `writeGeometry` writes. */
export const GEOMETRY_BYTES = 64;

/** The shapes that a window's geometry follows from. */
export interface WindowShapes {
  /** [batch, height, width, channels]. */
  input: readonly number[];
  /** [height, width, inChannels, outChannels], or [height, width, channels, multiplier] where `depthwise`. */
  filter: readonly number[];
  depthwise: boolean;
}

/**
 * Reads `strides`, `dilations`, `pad`, `dimRoundingMode` and `dataFormat` from a kernel's attributes and works out the
 * geometry.
 *
 * @throws {BackendError} `shape_mismatch`, `bad_option`, `empty_tensor`.
 */
export function windowGeometry(kernel: string, given: KernelArguments, shapes: WindowShapes): WindowGeometry {
  const format = text(given, 'dataFormat', 'NHWC');
  if (format !== 'NHWC') {
    throw new BackendError(
      'bad_option',
      `${kernel} takes tensors as NHWC only, and was asked for ${format}. Transpose ${shapeText(shapes.input)} so that the channels come last.`,
    );
  }
  const { input, filter, depthwise } = shapes;
  if (!isFour(input) || !isFour(filter) || input[3] !== filter[2]) {
    throw new BackendError(
      'shape_mismatch',
      `${kernel} can't lay a filter of shape ${shapeText(filter)} on an input of shape ${shapeText(input)}: it takes [batch, height, width, channels], and a filter [height, width, channels, ${depthwise ? 'multiplier' : 'outChannels'}] of as many channels.`,
    );
  }
  const geometry = backend_util.computeConv2DInfo(
    input,
    filter,
    pair(kernel, given, 'strides'),
    pair(kernel, given, 'dilations'),
    padding(kernel, given),
    rounding(kernel, given),
    depthwise,
  );
  if (!(sizeOf(geometry.outShape) > 0)) {
    throw new BackendError(
      'empty_tensor',
      `${kernel} would give shape ${shapeText(geometry.outShape)}, which holds no values: the window ${shapeText(filter.slice(0, 2))} does not fit on ${shapeText(input)}. Pad the input, or take a smaller window.`,
    );
  }
  return geometry;
}

/**
 * Refuses a gradient whose shape is not the output's.
 *
 * @throws {BackendError} `shape_mismatch`.
 */
export function checkGradientShape(kernel: string, dy: TensorInfo, geometry: WindowGeometry): void {
  if (shapeText(dy.shape) === shapeText(geometry.outShape)) return;
  throw new BackendError(
    'shape_mismatch',
    `${kernel} was given dy of shape ${shapeText(dy.shape)}; a filter ${shapeText(geometry.filterShape)} on ${shapeText(geometry.inShape)} gives ${shapeText(geometry.outShape)}.`,
  );
}

/** Writes a geometry as assembly/conv/geometry.ts reads it. @param at a multiple of 4. */
export function writeGeometry(context: KernelContext, g: WindowGeometry, at: number): void {
  new Int32Array(context.heap.memory.buffer, at, GEOMETRY_BYTES / 4).set([
    g.batchSize,
    g.inHeight,
    g.inWidth,
    g.inChannels,
    g.outHeight,
    g.outWidth,
    g.outChannels,
    g.filterHeight,
    g.filterWidth,
    g.strideHeight,
    g.strideWidth,
    g.dilationHeight,
    g.dilationWidth,
    g.padInfo.top,
    g.padInfo.left,
    isPointwise(g) ? 1 : 0,
  ]);
}

/** @returns whether each output pixel sees the one input pixel at its own place. */
export function isPointwise(g: WindowGeometry): boolean {
  const { top, left } = g.padInfo;
  return (
    g.filterHeight * g.filterWidth * g.strideHeight * g.strideWidth === 1 &&
    top === 0 &&
    left === 0 &&
    g.outHeight === g.inHeight &&
    g.outWidth === g.inWidth
  );
}

function isFour(shape: readonly number[]): shape is Four {
  return shape.length === 4 && shape.every((dimension) => Number.isInteger(dimension) && dimension >= 1);
}

/** One number for both directions, or two; 1 where the attribute is left out. */
function pair(kernel: string, given: KernelArguments, name: string): [number, number] {
  const list = (attribute(given, name) ?? null) === null ? [1] : numbers(given, name);
  const [height = NaN, width = height] = list;
  if (!(Number.isInteger(height) && Number.isInteger(width) && height >= 1 && width >= 1 && list.length <= 2)) {
    throw new BackendError(
      'bad_option',
      `${kernel} was given ${name} ${shapeText(list)}; it takes one or two integers from 1 on.`,
    );
  }
  return [height, width];
}

function padding(kernel: string, given: KernelArguments): Padding {
  const pad = attribute(given, 'pad');
  if (pad === 'same' || pad === 'valid') return pad;
  if (typeof pad === 'number' && isPad(pad)) return pad;
  if (Array.isArray(pad) && pad.length === 4) {
    const [batch, rows, columns, channels] = pad.map(padPair);
    if (batch && rows && columns && channels) return [batch, rows, columns, channels];
  }
  throw new BackendError(
    'bad_option',
    `${kernel} was given pad ${JSON.stringify(pad)}; it takes "same", "valid", an integer from 0 on, or [[0,0],[top,bottom],[left,right],[0,0]].`,
  );
}

function isPad(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function padPair(value: unknown): [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [before, after]: unknown[] = value;
  return isPad(before) && isPad(after) ? [before, after] : null;
}

function rounding(kernel: string, given: KernelArguments): 'floor' | 'round' | 'ceil' | undefined {
  const mode = attribute(given, 'dimRoundingMode') ?? undefined;
  if (mode === undefined || mode === 'floor' || mode === 'round' || mode === 'ceil') return mode;
  throw new BackendError(
    'bad_option',
    `${kernel} was given dimRoundingMode ${JSON.stringify(mode)}; it takes floor, round or ceil.`,
  );
}
