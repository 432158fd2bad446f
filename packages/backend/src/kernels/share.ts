import { getKernel, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { attribute, input, type KernelArguments } from './kernel-arguments.ts';
import { sizeOf, type KernelContext } from './kernel-context.ts';

/**
 * `Identity`, which saves every tensor that a gradient wants, and `Cast` to the same dtype: the stock kernels copy the
 * values; these share them, as tfjs's other backends do. A kernel that writes in place has to look at `refCount` first.
 * `Cast` to bool gives 0 or 1: the stock kernel drops what doesn't fit into a byte, fractions too.
 */
export function sharingKernels(context: KernelContext): KernelConfig[] {
  const stockIdentity = getKernel('Identity', 'wasm')?.kernelFunc;
  const stockCast = getKernel('Cast', 'wasm')?.kernelFunc;
  if (stockIdentity === undefined || stockCast === undefined) return [];
  const identity: KernelFunc = (given) => share(given.backend, input(given, 'x')) ?? stockIdentity(given);
  const cast: KernelFunc = (given) =>
    (isSameDtype(given) ? share(given.backend, input(given, 'x')) : toBool(context, given)) ?? stockCast(given);
  return [
    { kernelName: 'Identity', backendName: 'wasm', kernelFunc: identity },
    { kernelName: 'Cast', backendName: 'wasm', kernelFunc: cast },
  ];
}

function isSameDtype(given: KernelArguments): boolean {
  return attribute(given, 'dtype') === input(given, 'x').dtype;
}

/** Everything but 0 is true, NaN too. @returns null where the cast is another one. */
function toBool(context: KernelContext, given: KernelArguments): TensorInfo | null {
  const x = input(given, 'x');
  if (attribute(given, 'dtype') !== 'bool' || (x.dtype !== 'float32' && x.dtype !== 'int32')) return null;
  const output = context.makeOutput(x.shape, 'bool');
  const { buffer } = context.heap.memory;
  const size = sizeOf(x.shape);
  const values = new (x.dtype === 'float32' ? Float32Array : Int32Array)(buffer, context.offsetOf(x), size);
  const out = new Uint8Array(buffer, context.offsetOf(output), size);
  for (let i = 0; i < size; i++) out[i] = values[i] === 0 ? 0 : 1;
  return output;
}

/** @returns a tensor on the same values; null where the backend doesn't count who holds them. */
function share(backend: object, { dataId, shape, dtype }: TensorInfo): TensorInfo | null {
  if (!('incRef' in backend) || typeof backend.incRef !== 'function') return null;
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
