/** Numbers of one bucket. */
const WIDTH = 7;
/** Their places: number of the bucket; lowest and highest finite value with their steps; the first that is not finite. */
const [INDEX, LOW_STEP, LOW, HIGH_STEP, HIGH, ODD_STEP, ODD] = [0, 1, 2, 3, 4, 5, 6];

/**
 * Points of one metric by buckets of steps. The lowest and the highest value of each bucket stay, and the first NaN or
 * infinity, so that spikes and gaps survive at any resolution. The same points give the same buckets, in whatever order and
 * parts they come.
 */
export interface Buckets {
  /** Steps of a bucket: a power of two. */
  width: number;
  /** [buckets, 7], in order of steps. NaN where a bucket has no such value. */
  cells: Float64Array;
}

/** A line as it is drawn. */
export interface DrawnLine {
  /** In order; a step may come twice. */
  steps: number[];
  /** Null where a value is not finite: the line has a gap. */
  values: (number | null)[];
  /** The steps of the gaps, and what was there. */
  marks: [step: number, value: 'NaN' | 'Infinity' | '-Infinity'][];
}

/** @returns the buckets of points in any order, at most `most`: as narrow as that allows. */
export function bucketsOf(steps: Float64Array, values: Float64Array, most: number): Buckets {
  const order = orderOf(steps);
  let width = 1;
  while (countBuckets(steps, order, width) > most) width *= 2;
  const cells = new Float64Array(WIDTH * countBuckets(steps, order, width));
  let at = -WIDTH;
  for (let i = 0; i < steps.length; i++) {
    const point = order === null ? i : order[i]!;
    const step = steps[point]!;
    const index = Math.floor(step / width);
    if (at < 0 || cells[at + INDEX] !== index) {
      at += WIDTH;
      cells.fill(NaN, at, at + WIDTH);
      cells[at + INDEX] = index;
    }
    add(cells, at, step, values[point]!);
  }
  return { width, cells };
}

/** @returns the buckets of both, at most `most`. */
export function mergeBuckets(one: Buckets, other: Buckets, most: number): Buckets {
  let [a, b] = [one, other];
  while (a.width < b.width) a = coarsen(a);
  while (b.width < a.width) b = coarsen(b);
  const cells = new Float64Array(a.cells.length + b.cells.length);
  let [i, j, at] = [0, 0, 0];
  while (i < a.cells.length || j < b.cells.length) {
    const left = i < a.cells.length ? a.cells[i + INDEX]! : Infinity;
    const right = j < b.cells.length ? b.cells[j + INDEX]! : Infinity;
    cells.set(left <= right ? a.cells.subarray(i, i + WIDTH) : b.cells.subarray(j, j + WIDTH), at);
    if (left === right) addBucket(cells, at, b.cells, j);
    if (left <= right) i += WIDTH;
    if (right <= left) j += WIDTH;
    at += WIDTH;
  }
  return fit({ width: a.width, cells: cells.subarray(0, at) }, most);
}

/** @returns as many buckets as that, or fewer. */
export function fit(buckets: Buckets, most: number): Buckets {
  let fitting = buckets;
  while (fitting.cells.length > most * WIDTH) fitting = coarsen(fitting);
  return fitting;
}

/** @returns the line through the buckets. @param range only these steps. */
export function drawLine({ cells }: Buckets, range: { from: number; to: number }): DrawnLine {
  const line: DrawnLine = { steps: [], values: [], marks: [] };
  const append = (step: number, value: number | null) => {
    if (step < range.from || step > range.to) return;
    line.steps.push(step);
    line.values.push(value);
  };
  for (let at = 0; at < cells.length; at += WIDTH) {
    const [lowStep, highStep, oddStep] = [cells[at + LOW_STEP]!, cells[at + HIGH_STEP]!, cells[at + ODD_STEP]!];
    const [low, high] = [cells[at + LOW]!, cells[at + HIGH]!];
    const odd = () => {
      append(oddStep, null);
      if (oddStep >= range.from && oddStep <= range.to) line.marks.push([oddStep, nameOf(cells[at + ODD]!)]);
    };
    const isLowFirst = lowStep <= highStep;
    const [first, second] = isLowFirst ? [lowStep, highStep] : [highStep, lowStep];
    if (oddStep < first || Number.isNaN(first)) odd();
    if (!Number.isNaN(first)) append(first, isLowFirst ? low : high);
    if (oddStep >= first && oddStep < second) odd();
    if (!Number.isNaN(first) && (first !== second || low !== high)) append(second, isLowFirst ? high : low);
    if (oddStep >= second) odd();
  }
  return line;
}

/** @returns how many points a line through the buckets has. */
export function countDrawn({ cells }: Buckets): number {
  let count = 0;
  for (let at = 0; at < cells.length; at += WIDTH) {
    if (!Number.isNaN(cells[at + ODD_STEP]!)) count++;
    if (Number.isNaN(cells[at + LOW_STEP]!)) continue;
    count += cells[at + LOW_STEP] === cells[at + HIGH_STEP] && cells[at + LOW] === cells[at + HIGH] ? 1 : 2;
  }
  return count;
}

/** @returns the line with at most `most` points. */
export function drawAtMost(buckets: Buckets, most: number, range: { from: number; to: number }): DrawnLine {
  let drawn = buckets;
  while (countDrawn(drawn) > most) drawn = coarsen(drawn);
  return drawLine(drawn, range);
}

function coarsen({ width, cells }: Buckets): Buckets {
  const merged = new Float64Array(cells.length);
  let at = -WIDTH;
  for (let from = 0; from < cells.length; from += WIDTH) {
    const index = Math.floor(cells[from + INDEX]! / 2);
    if (at >= 0 && merged[at + INDEX] === index) {
      addBucket(merged, at, cells, from);
      continue;
    }
    at += WIDTH;
    merged.set(cells.subarray(from, from + WIDTH), at);
    merged[at + INDEX] = index;
  }
  return { width: width * 2, cells: merged.slice(0, at + WIDTH) };
}

function add(cells: Float64Array, at: number, step: number, value: number): void {
  if (!Number.isFinite(value)) {
    // The first one stays.
    if (!(cells[at + ODD_STEP]! <= step)) [cells[at + ODD_STEP], cells[at + ODD]] = [step, value];
    return;
  }
  // Of equal ones, the earlier step.
  const [low, high] = [cells[at + LOW]!, cells[at + HIGH]!];
  if (!(low <= value) || (low === value && step < cells[at + LOW_STEP]!)) {
    [cells[at + LOW_STEP], cells[at + LOW]] = [step, value];
  }
  if (!(high >= value) || (high === value && step < cells[at + HIGH_STEP]!)) {
    [cells[at + HIGH_STEP], cells[at + HIGH]] = [step, value];
  }
}

function addBucket(cells: Float64Array, at: number, from: Float64Array, place: number): void {
  const [low, high, odd] = [from[place + LOW]!, from[place + HIGH]!, from[place + ODD_STEP]!];
  if (!Number.isNaN(low)) add(cells, at, from[place + LOW_STEP]!, low);
  if (!Number.isNaN(high)) add(cells, at, from[place + HIGH_STEP]!, high);
  if (!Number.isNaN(odd)) add(cells, at, odd, from[place + ODD]!);
}

/** @returns the places of the steps in their order; null where they stand in order. */
function orderOf(steps: Float64Array): Uint32Array | null {
  let sorted = true;
  for (let i = 1; i < steps.length && sorted; i++) sorted = steps[i - 1]! <= steps[i]!;
  if (sorted) return null;
  return Uint32Array.from(steps, (_, i) => i).sort((a, b) => steps[a]! - steps[b]!);
}

function countBuckets(steps: Float64Array, order: Uint32Array | null, width: number): number {
  let count = 0;
  let last = NaN;
  for (let i = 0; i < steps.length; i++) {
    const index = Math.floor(steps[order === null ? i : order[i]!]! / width);
    if (index === last) continue;
    last = index;
    count++;
  }
  return count;
}

function nameOf(value: number): 'NaN' | 'Infinity' | '-Infinity' {
  if (value === Infinity) return 'Infinity';
  return value === -Infinity ? '-Infinity' : 'NaN';
}
