import type { DatePart } from '@stepwell/workflow/training';
import { cos, sin } from '@stepwell/base/exact';
import type { Graph, Value } from './graph.ts';

export const MS_PER_DAY = 86_400_000;
/** The farthest moment of JavaScript's calendar. */
const FARTHEST = 8.64e15;
const FULL_TURN = 2 * Math.PI;

/**
 * Sine and cosine of where in its cycle a moment is, as `onCircle(turnOf(part, moment))`.
 *
 * @param moment [rows, 1], float64: milliseconds since 1970.
 * @returns [rows, 2], float32.
 */
export function sineAndCosine(graph: Graph, part: DatePart, moment: Value): Value {
  const at = (op: string, left: Value, right: number) => graph.node(op, [left, graph.double(right)]);
  const floor = (value: Value) => graph.node('Floor', [value]);
  const whole = floor(at('Min', at('Max', moment, -FARTHEST), FARTHEST));
  const day = floor(at('Div', whole, MS_PER_DAY));
  switch (part) {
    case 'hour-of-day': {
      const within = graph.node('Sub', [whole, at('Mul', day, MS_PER_DAY)]);
      const angle = at('Mul', at('Div', within, MS_PER_DAY), FULL_TURN);
      // Sine alone: not every runtime has a cosine of float64.
      const both = [graph.node('Sin', [angle]), graph.node('Sin', [at('Add', angle, Math.PI / 2)])];
      return graph.cast(graph.node('Concat', both, { axis: 1 }), 'float');
    }
    case 'day-of-week': {
      // 1970 began on a Thursday.
      const since = at('Add', day, 4);
      return looked(graph, graph.node('Sub', [since, at('Mul', floor(at('Div', since, 7)), 7)]), 7);
    }
    case 'month-of-year':
      return looked(graph, monthOf(graph, day), 12);
  }
}

/** Sines and cosines of `count` places on the circle, by the place. */
function looked(graph: Graph, place: Value, count: number): Value {
  const table = Float32Array.from({ length: 2 * count }, (_, i) => {
    const angle = (Math.floor(i / 2) / count) * FULL_TURN;
    return i % 2 === 0 ? sin(angle) : cos(angle);
  });
  const isNumber = graph.node('Equal', [place, place]);
  const index = graph.cast(graph.node('Where', [isNumber, place, graph.double(0)]), 'int64');
  const flat = graph.node('Reshape', [index, graph.integers([-1])]);
  return graph.node('Gather', [graph.floats(table, [count, 2]), flat], { axis: 0 });
}

/**
 * Months from 0 of days since 1970, in the Gregorian calendar.
 *
 * @see https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
function monthOf(graph: Graph, day: Value): Value {
  const at = (op: string, left: Value, right: number) => graph.node(op, [left, graph.double(right)]);
  const whole = (value: Value, by: number) => graph.node('Floor', [at('Div', value, by)]);
  const less = (left: Value, right: Value) => graph.node('Sub', [left, right]);
  const plus = (left: Value, right: Value) => graph.node('Add', [left, right]);
  // Years begin in March, and eras of 400 years in March of year 0.
  const since = at('Add', day, 719_468);
  const dayOfEra = less(since, at('Mul', whole(since, 146_097), 146_097));
  const leapless = less(
    plus(less(dayOfEra, whole(dayOfEra, 1_460)), whole(dayOfEra, 36_524)),
    whole(dayOfEra, 146_096),
  );
  const year = whole(leapless, 365);
  const daysBefore = less(plus(at('Mul', year, 365), whole(year, 4)), whole(year, 100));
  const dayOfYear = less(dayOfEra, daysBefore);
  const fromMarch = whole(at('Add', at('Mul', dayOfYear, 5), 2), 153);
  const fromJanuary = at('Add', fromMarch, 2);
  return graph.node('Where', [
    graph.node('Less', [fromJanuary, graph.double(12)]),
    fromJanuary,
    at('Sub', fromJanuary, 12),
  ]);
}
