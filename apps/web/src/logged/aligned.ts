import { Smoother } from '../chart/smoother.ts';

/** A line by steps of its own. */
export interface StepLine {
  steps: readonly number[];
  /** Null where the value is not finite. */
  values: readonly (number | null)[];
}

/** Lines over the same steps: undefined where a line has no point, null where it has a gap. */
export interface Aligned {
  steps: number[];
  columns: (number | null | undefined)[][];
}

/** Puts lines over the same steps, in order. A step comes as often as the line that has it most often. */
export function align(lines: readonly StepLine[]): Aligned {
  const steps: number[] = [];
  const columns: (number | null | undefined)[][] = lines.map(() => []);
  const at = lines.map(() => 0);
  for (;;) {
    let step = Infinity;
    lines.forEach((line, i) => (step = Math.min(step, line.steps[at[i] ?? 0] ?? Infinity)));
    if (step === Infinity) return { steps, columns };
    steps.push(step);
    lines.forEach((line, i) => {
      const place = at[i] ?? 0;
      const has = line.steps[place] === step;
      columns[i]?.push(has ? (line.values[place] ?? null) : undefined);
      if (has) at[i] = place + 1;
    });
  }
}

/** How much of the line before counts with each point. */
const SMOOTHING = 0.9;

/** @returns the line with each value averaged with those before it; gaps stay. */
export function smoothed({ steps, values }: StepLine): StepLine {
  const smoother = new Smoother(SMOOTHING);
  return { steps, values: values.map((value) => smoother.next(value)) };
}

/** @returns the line as a logarithmic axis can draw it: without values that are not positive. */
export function positive({ steps, values }: StepLine): StepLine {
  return { steps, values: values.map((value) => (value !== null && value > 0 ? value : null)) };
}

/** @returns the value of a column at an index, or the last one before it. */
export function valueAt(column: readonly (number | null | undefined)[], index: number): number | null {
  for (let i = index; i >= 0; i--) {
    const value = column[i];
    if (value !== undefined) return value;
  }
  return null;
}
