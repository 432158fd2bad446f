/** What is known of some rows of a forecast before any model: what they are learned relative to, and the naive forecasts. All float64. */
export interface Anchors {
  /** [rows, width]: what the row's own past lets expect of each step: forecasts are learned as the distance from it. */
  expected: Float64Array;
  /** [rows, width]: what the seasonal naive forecast says of each step; the last value where there is no season. */
  naive: Float64Array;
  /** [rows]: how far values of the row's own past were from those one season before, on average. Above 0. */
  scales: Float64Array;
  /** [rows]: the last known value. */
  last: Float64Array;
  /** [rows]: the mean change from one step to the next since the series began. */
  slopes: Float64Array;
  /** [rows]: the mean absolute error of the seasonal naive forecast on the series' development values. Above 0. */
  units: Float64Array;
  /** [rows]: how many steps of time each row lies from the first. Rows with overlapping targets are near each other. */
  steps: Float64Array;
}

/** What numbers are relative to. */
export type Relation = Pick<Anchors, 'expected' | 'scales'>;

/** Numbers of several rows, each with what it is relative to. */
interface Numbers {
  width: number;
  values: Float64Array;
}

/** @returns the anchors of some rows, in their order. */
export function anchorsAt(anchors: Anchors, rows: Int32Array): Anchors {
  const width = anchors.naive.length / Math.max(1, anchors.last.length);
  const cells = (values: Float64Array) => {
    const taken = new Float64Array(rows.length * width);
    rows.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
    return taken;
  };
  const at = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return {
    expected: cells(anchors.expected),
    naive: cells(anchors.naive),
    scales: at(anchors.scales),
    last: at(anchors.last),
    slopes: at(anchors.slopes),
    units: at(anchors.units),
    steps: at(anchors.steps),
  };
}

/** @returns the anchors of several parts, one behind the other. */
export function joinAnchors(parts: readonly Anchors[]): Anchors {
  const join = (of: (anchors: Anchors) => Float64Array) => {
    const all = new Float64Array(parts.reduce((sum, part) => sum + of(part).length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(of(part), at);
      at += of(part).length;
    }
    return all;
  };
  return {
    expected: join(({ expected }) => expected),
    naive: join(({ naive }) => naive),
    scales: join(({ scales }) => scales),
    last: join(({ last }) => last),
    slopes: join(({ slopes }) => slopes),
    units: join(({ units }) => units),
    steps: join(({ steps }) => steps),
  };
}

/** @returns numbers as their distance from what the row's past lets expect, in units of the row's own scale: what forecasts are learned as. */
export function toRelative<T extends Numbers>(numbers: T, { expected, scales }: Relation): T {
  const { width, values } = numbers;
  return { ...numbers, values: values.map((value, i) => (value - expected[i]!) / scales[Math.floor(i / width)]!) };
}

/** @returns numbers in their own unit: the inverse of `toRelative`. */
export function fromRelative<T extends Numbers>(numbers: T, { expected, scales }: Relation): T {
  const { width, values } = numbers;
  return { ...numbers, values: values.map((value, i) => value * scales[Math.floor(i / width)]! + expected[i]!) };
}
