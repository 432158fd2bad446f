/** What `kernels.wasm` exports: see assembly/index.ts, which documents each. Offsets and counts are unsigned integers. */
export interface KernelModule {
  activate(activation: number, slope: number, count: number, at: number): void;
  gemmScratch(rows: number, columns: number, depth: number): number;
  matMul(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    transposeA: boolean | number,
    b: number,
    transposeB: boolean | number,
    bias: number,
    activation: number,
    slope: number,
    c: number,
    scratch: number,
  ): void;
  multiplyAdds(times: number, values: number): number;
}

/** The kernels' names; a module that lacks one is another build. */
const NAMES: Record<keyof KernelModule, true> = {
  activate: true,
  gemmScratch: true,
  matMul: true,
  multiplyAdds: true,
};

/**
 * Instantiates the kernels on a heap.
 *
 * @throws {WebAssembly.LinkError} when the module is not `kernels.wasm` of this version.
 */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelModule {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (!isKernelModule(exports)) {
    const missing = Object.keys(NAMES).filter((name) => typeof exports[name] !== 'function');
    throw new WebAssembly.LinkError(`the kernels' module lacks ${missing.join(', ')}: build kernels.wasm anew`);
  }
  return exports;
}

function isKernelModule(exports: object): exports is KernelModule {
  const functions = new Map<string, unknown>(Object.entries(exports));
  return Object.keys(NAMES).every((name) => typeof functions.get(name) === 'function');
}
