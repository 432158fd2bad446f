import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import wasmFactory, { type BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import { lackingKernels } from './lacking-kernels.ts';

/** What a started backend offers beside the global `tf` engine. */
export interface StartedBackend {
  /** The heap that every tensor lives on; a second module may import it to work on tensors in place. */
  memory: WebAssembly.Memory;
  /** Byte offset of a tensor's values on `memory`. Valid until the tensor is disposed of. */
  offsetOf(tensor: tf.Tensor): number;
  /** Names of the tfjs kernels that this backend cannot run, sorted. Calling an op that needs one throws. */
  lacks: string[];
}

let started: Promise<StartedBackend> | null = null;

/**
 * Starts TensorFlow.js's WASM backend from a compiled module and makes it the current backend, in any
 * JavaScript runtime that has WebAssembly SIMD: workerd, Node, Deno, Bun, browsers. One thread.
 *
 * The stock backend fetches its binary and compiles it, which Workers forbid
 * (https://github.com/tensorflow/tfjs/issues/8157); here the host compiles and hands the module in.
 * Later calls return the first start's result: tfjs has one engine for each isolate.
 *
 * @param module `tfjs-backend-wasm-simd.wasm` of @tensorflow/tfjs-backend-wasm, compiled.
 * @returns the heap, and what the backend lacks.
 * @throws {WebAssembly.LinkError} when `module` is another module than the one named above.
 */
export function startBackend(module: WebAssembly.Module): Promise<StartedBackend> {
  started ??= start(module).catch((cause: unknown) => {
    started = null;
    throw cause;
  });
  return started;
}

async function start(module: WebAssembly.Module): Promise<StartedBackend> {
  const { runtime, memory } = await instantiate(module);
  const backend = new BackendWasm(runtime);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => backend, 3);
  await tf.setBackend('wasm');
  return {
    memory,
    offsetOf: (tensor) => backend.getMemoryOffset(tensor.dataId),
    lacks: lackingKernels(),
  };
}

async function instantiate(
  module: WebAssembly.Module,
): Promise<{ runtime: BackendWasmModule; memory: WebAssembly.Memory }> {
  let memory: WebAssembly.Memory | null = null;
  let failure: unknown = null;
  const runtimePromise = withoutProcess(() =>
    wasmFactory({
      instantiateWasm(
        imports: WebAssembly.Imports,
        receive: (instance: WebAssembly.Instance) => void,
      ): WebAssembly.Exports {
        try {
          const instance = new WebAssembly.Instance(module, imports);
          const exported = instance.exports['memory'];
          if (!(exported instanceof WebAssembly.Memory)) {
            throw new WebAssembly.LinkError('the module exports no memory named "memory"');
          }
          memory = exported;
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
  if (!wrapsFunctions(runtime)) throw new WebAssembly.LinkError('the glue offers no cwrap');
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

function wrapsFunctions(runtime: BackendWasmModule): runtime is BackendWasmModule & WrapsFunctions {
  return 'cwrap' in runtime && typeof runtime.cwrap === 'function';
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
