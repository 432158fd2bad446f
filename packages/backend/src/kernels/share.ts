import { getKernel, type KernelConfig, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { attribute, input, type KernelArguments } from './kernel-arguments.ts';

/**
 * Copies that need none: `Identity`, which saves every tensor that a gradient wants, and `Cast` to the same dtype. The
 * stock kernels copy the values; these share them, as tfjs's other backends do. A kernel that writes in place has to look
 * at `refCount` first.
 */
export function sharingKernels(): KernelConfig[] {
  const stockIdentity = getKernel('Identity', 'wasm')?.kernelFunc;
  const stockCast = getKernel('Cast', 'wasm')?.kernelFunc;
  if (stockIdentity === undefined || stockCast === undefined) return [];
  const identity: KernelFunc = (given) => share(given.backend, input(given, 'x')) ?? stockIdentity(given);
  const cast: KernelFunc = (given) =>
    (isSameDtype(given) ? share(given.backend, input(given, 'x')) : null) ?? stockCast(given);
  return [
    { kernelName: 'Identity', backendName: 'wasm', kernelFunc: identity },
    { kernelName: 'Cast', backendName: 'wasm', kernelFunc: cast },
  ];
}

function isSameDtype(given: KernelArguments): boolean {
  return attribute(given, 'dtype') === input(given, 'x').dtype;
}

/** @returns a tensor on the same values; null where the backend doesn't count who holds them. */
function share(backend: object, { dataId, shape, dtype }: TensorInfo): TensorInfo | null {
  if (!('incRef' in backend) || typeof backend.incRef !== 'function') return null;
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
