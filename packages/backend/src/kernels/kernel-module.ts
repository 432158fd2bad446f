/** What `kernels.wasm` exports: see assembly/index.ts, which documents each. Offsets and counts are unsigned integers. */
export interface KernelModule {
  activate(activation: number, slope: number, count: number, at: number): void;
  activationGradient(activation: number, count: number, output: number, delta: number, to: number): void;
  columnSums(rows: number, columns: number, x: number, to: number): void;
  conv2d(
    geometry: number,
    x: number,
    filter: number,
    bias: number,
    activation: number,
    slope: number,
    y: number,
    scratch: number,
  ): void;
  conv2dFilterGradient(geometry: number, x: number, dy: number, dFilter: number, scratch: number): void;
  conv2dFilterGradientPooled(
    geometry: number,
    x: number,
    dy: number,
    places: number,
    dFilter: number,
    scratch: number,
  ): void;
  conv2dPooled(
    geometry: number,
    x: number,
    filter: number,
    bias: number,
    activation: number,
    to: number,
    places: number,
    scratch: number,
  ): void;
  conv2dInputGradient(geometry: number, dy: number, filter: number, dx: number, scratch: number): void;
  convScratch(geometry: number, product: number): number;
  depthwise(
    geometry: number,
    x: number,
    filter: number,
    bias: number,
    activation: number,
    slope: number,
    y: number,
    scratch: number,
  ): void;
  depthwiseFilterGradient(geometry: number, x: number, dy: number, dFilter: number, scratch: number): void;
  depthwiseInputGradient(geometry: number, dy: number, filter: number, dx: number, scratch: number): void;
  depthwiseScratch(inPixels: number, inChannels: number, outChannels: number): number;
  gradientRows(vocabulary: number, units: number): number;
  panelStart(): number;
  panelEnd(): number;
  gemmScratch(rows: number, columns: number, depth: number, transposed: boolean): number;
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
  largestId(count: number, ids: number): number;
  lookUp(count: number, columns: number, ids: number, x: number, to: number): void;
  logSoftmax(rows: number, columns: number, x: number, y: number): void;
  maxPool(geometry: number, x: number, y: number): void;
  maxPoolGradient(geometry: number, x: number, dy: number, dx: number): void;
  pooledScratch(geometry: number): number;
  poolWithPlaces(geometry: number, activation: number, y: number, to: number, places: number): void;
  spreadToPlaces(geometry: number, dy: number, places: number, to: number): void;
  sumOfPlaces(geometry: number, dy: number, places: number, to: number): void;
  moments(rows: number, columns: number, x: number, mean: number, variance: number, part: number): void;
  normalize(
    rows: number,
    columns: number,
    x: number,
    gamma: number,
    beta: number,
    mean: number,
    variance: number,
    epsilon: number,
    y: number,
    factor: number,
  ): void;
  normalizeGradient(
    rows: number,
    columns: number,
    x: number,
    gamma: number,
    mean: number,
    variance: number,
    epsilon: number,
    dy: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    scratch: number,
  ): void;
  multiplyAdds(times: number, values: number): number;
  segmentSum(rows: number, columns: number, segments: number, ids: number, x: number, to: number): void;
  softmax(rows: number, columns: number, x: number, y: number): void;
  train(
    plan: number,
    order: number,
    rows: number,
    batchSize: number,
    first: number,
    count: number,
    position: number,
    losses: number,
  ): number;
  evaluate(plan: number, order: number, rows: number, outputs: number, losses: number): void;
  optimize(
    optimizer: number,
    update: number,
    count: number,
    weights: number,
    gradients: number,
    slot0: number,
    slot1: number,
    l1: number,
    l2: number,
  ): void;
  dropoutMask(
    count: number,
    rate: number,
    key: number,
    layer: number,
    position: number,
    to: number,
    words: number,
  ): void;
  setKey(k0: number, k1: number, k2: number, k3: number): void;
  threefry4(c0: number, c1: number, c2: number, c3: number, to: number): void;
  lossAndGradient(
    loss: number,
    rows: number,
    columns: number,
    z: number,
    y: number,
    scale: number,
    losses: number,
    delta: number,
  ): void;
  multiHotProduct(
    rows: number,
    units: number,
    order: number,
    start: number,
    ids: number,
    bytes: number,
    kernel: number,
    to: number,
  ): void;
  listNonzeros(rows: number, columns: number, depth: number, a: number, list: number): number;
  nonzerosBytes(rows: number, columns: number, depth: number): number;
  skipScratch(rows: number, columns: number, depth: number): number;
  skipZeros(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    list: number,
    b: number,
    c: number,
    scratch: number,
  ): void;
  skipZerosTransposed: KernelModule['skipZeros'];
  multiHotGradient(
    rows: number,
    units: number,
    order: number,
    start: number,
    ids: number,
    bytes: number,
    delta: number,
    to: number,
  ): void;
}

/** The kernels' names; a module that lacks one is another build. */
const NAMES: Record<keyof KernelModule, true> = {
  activate: true,
  activationGradient: true,
  columnSums: true,
  conv2d: true,
  conv2dFilterGradient: true,
  conv2dFilterGradientPooled: true,
  conv2dInputGradient: true,
  conv2dPooled: true,
  pooledScratch: true,
  poolWithPlaces: true,
  spreadToPlaces: true,
  sumOfPlaces: true,
  convScratch: true,
  depthwise: true,
  depthwiseFilterGradient: true,
  depthwiseInputGradient: true,
  depthwiseScratch: true,
  gemmScratch: true,
  panelStart: true,
  panelEnd: true,
  gradientRows: true,
  matMul: true,
  largestId: true,
  lookUp: true,
  moments: true,
  normalize: true,
  normalizeGradient: true,
  logSoftmax: true,
  maxPool: true,
  maxPoolGradient: true,
  multiplyAdds: true,
  segmentSum: true,
  softmax: true,
  train: true,
  evaluate: true,
  optimize: true,
  dropoutMask: true,
  setKey: true,
  threefry4: true,
  lossAndGradient: true,
  listNonzeros: true,
  nonzerosBytes: true,
  skipScratch: true,
  skipZeros: true,
  skipZerosTransposed: true,
  multiHotProduct: true,
  multiHotGradient: true,
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
