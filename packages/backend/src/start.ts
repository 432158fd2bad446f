import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import wasmFactory, { type BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { capMemory, limitGrowth, type Growth } from './growth.ts';
import { takeFixedRegion } from './fixed-region.ts';
import { openHeap, type Allocator } from './heap.ts';
import { instantiateKernels } from './kernels/kernel-module.ts';
import type { KernelContext } from './kernels/kernel-context.ts';
import { registerKernels } from './kernels/register.ts';
import { lackingKernels } from './lacking-kernels.ts';
import { registerOps } from './ops/register-ops.ts';
import type { StartedBackend } from './started-backend.ts';

/** The two modules that a backend is made of, compiled. */
export interface BackendModules {
  /** `tfjs-backend-wasm-simd.wasm` of @tensorflow/tfjs-backend-wasm. */
  stock: WebAssembly.Module;
  /** `kernels.wasm` of this package. */
  kernels: WebAssembly.Module;
}

export interface BackendOptions {
  /**
   * Bytes that tensors and workspaces may grow the WebAssembly heap to; 4 GiB unless told. TensorFlow.js's own
   * bookkeeping may take it a little further: it does not survive being refused.
   */
  heapLimit?: number;
  /** Leaves TensorFlow.js its own kernels, to compare with. Ours still work by themselves. */
  keepStockKernels?: boolean;
}

let started: Promise<StartedBackend> | null = null;
let current: StartedBackend | null = null;

/**
 * @returns the backend that `startBackend` started.
 * @throws {TypeError} when it hasn't.
 */
export function startedBackend(): StartedBackend {
  if (current === null) throw new TypeError('the backend has not been started: call startBackend first');
  return current;
}

/**
 * Starts TensorFlow.js's WASM backend with our kernels from compiled modules and makes it the current backend, in any
 * JavaScript runtime that has WebAssembly SIMD: workerd, Node, Deno, Bun, browsers. One thread.
 *
 * The stock backend fetches its binary and compiles it, which Workers forbid
 * (https://github.com/tensorflow/tfjs/issues/8157); here the host compiles and hands the modules in.
 * Later calls return the first start's result: tfjs has one engine for each isolate.
 *
 * @throws {WebAssembly.LinkError} when a module is another one than named above.
 */
export function startBackend(modules: BackendModules, options: BackendOptions = {}): Promise<StartedBackend> {
  started ??= start(modules, options).catch((cause: unknown) => {
    started = null;
    throw cause;
  });
  return started;
}

const FOUR_GIB = 2 ** 32;

async function start(modules: BackendModules, options: BackendOptions): Promise<StartedBackend> {
  const { heapLimit = FOUR_GIB, keepStockKernels = false } = options;
  const growth: Growth = { limit: heapLimit };
  const { runtime, memory } = await instantiate(modules.stock, growth);
  const kernels = instantiateKernels(modules.kernels, memory);
  takeFixedRegion(runtime, kernels);
  const heap = openHeap(runtime, memory, heapLimit, growth);
  const backend = new BackendWasm(runtime);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => backend, 3);
  await tf.setBackend('wasm');
  const offsetOf = (tensor: tf.TensorInfo) => backend.getMemoryOffset(tensor.dataId);
  const context: KernelContext = {
    heap,
    kernels,
    offsetOf,
    makeOutput: (shape, dtype) => backend.makeOutput(shape, dtype),
  };
  registerOps(context);
  if (!keepStockKernels) registerKernels(context);
  current = { heap, kernels, offsetOf, lacks: lackingKernels() };
  return current;
}

async function instantiate(
  module: WebAssembly.Module,
  growth: Growth,
): Promise<{ runtime: Runtime; memory: WebAssembly.Memory }> {
  let memory: WebAssembly.Memory | null = null;
  let failure: unknown = null;
  const runtimePromise = withoutProcess(() =>
    wasmFactory({
      instantiateWasm(
        imports: WebAssembly.Imports,
        receive: (instance: WebAssembly.Instance) => void,
      ): WebAssembly.Exports {
        try {
          const instance = new WebAssembly.Instance(module, limitGrowth(imports, growth));
          const exported = instance.exports['memory'];
          if (!(exported instanceof WebAssembly.Memory)) {
            throw new WebAssembly.LinkError('the module exports no memory named "memory"');
          }
          memory = exported;
          capMemory(memory, growth);
          receive(instance);
          return instance.exports;
        } catch (cause) {
          failure = cause;
          throw cause;
        }
      },
    }),
  );
  // The glue swallows what the hook throws and then waits for ever: fail at once instead.
  if (failure !== null) {
    runtimePromise.catch(() => undefined);
    throw failure;
  }
  const runtime = await runtimePromise;
  if (!isRuntime(runtime)) throw new WebAssembly.LinkError('the glue offers no cwrap or no malloc');
  if (memory === null) throw new WebAssembly.LinkError('the module was never instantiated');
  // The same wraps as the stock `init()` makes: the backend's whole interface to its own runtime.
  runtime.tfjs = {
    init: runtime.cwrap('init', null, []),
    initWithThreadsCount: runtime.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: runtime.cwrap('get_threads_count', 'number', []),
    registerTensor: runtime.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: runtime.cwrap('dispose_data', null, ['number']),
    dispose: runtime.cwrap('dispose', null, []),
  };
  return { runtime, memory };
}

/** Emscripten's way to call an export by name; tfjs's types leave it out. */
interface WrapsFunctions {
  cwrap(name: string, returns: 'number' | null, takes: 'number'[]): (...values: number[]) => number;
}

type Runtime = BackendWasmModule & WrapsFunctions & Allocator;

function isRuntime(runtime: BackendWasmModule): runtime is Runtime {
  return 'cwrap' in runtime && typeof runtime.cwrap === 'function' && '_malloc' in runtime && '_free' in runtime;
}

/**
 * Runs `body` while the global `process` is out of sight. The Emscripten glue takes any runtime with a
 * Node-like `process` for Node: it would then read `__dirname`, which Workers lack, and leave listeners
 * on Node's `uncaughtException`. `body` must be synchronous.
 */
function withoutProcess<T>(body: () => T): T {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'process');
  if (descriptor === undefined || descriptor.configurable === false) return body();
  Object.defineProperty(globalThis, 'process', { value: undefined, configurable: true, writable: true });
  try {
    return body();
  } finally {
    Object.defineProperty(globalThis, 'process', descriptor);
  }
}
