import type { LoggedCurves, LoggedLine } from './logged-calls.ts';

/** @returns curves with the points that came later; these may be of earlier steps. */
export function joinCurves(known: LoggedCurves, later: LoggedCurves): LoggedCurves {
  const lines = new Map(known.lines.map((line) => [line.metric, line]));
  for (const line of later.lines) {
    const before = lines.get(line.metric);
    lines.set(line.metric, before === undefined ? line : joinLines(before, line));
  }
  return { whole: known.whole, after: later.after, lines: [...lines.values()] };
}

function joinLines(known: LoggedLine, later: LoggedLine): LoggedLine {
  const steps = [...known.steps, ...later.steps];
  const values = [...known.values, ...later.values];
  const inOrder = (known.steps.at(-1) ?? -Infinity) <= (later.steps[0] ?? Infinity);
  // Of points at one step, the earlier one stays first.
  const order = inOrder ? null : steps.map((_, i) => i).sort((a, b) => (steps[a] ?? 0) - (steps[b] ?? 0) || a - b);
  return {
    metric: known.metric,
    count: known.count + later.count,
    last: later.last.step >= known.last.step ? later.last : known.last,
    steps: order === null ? steps : order.map((i) => steps[i] ?? 0),
    values: order === null ? values : order.map((i) => values[i] ?? null),
    marks: [...known.marks, ...later.marks].sort(([a], [b]) => a - b),
  };
}
