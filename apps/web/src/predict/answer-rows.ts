import { formatNumber } from '@stepwell/base/format';
import type { Signature } from '../api/client.ts';
import type { Answer } from './use-prediction.ts';

/** Classes and labels that are shown at most. */
export const MOST_BARS = 5;

/** A line of the answer: a class or label with its probability, or a target with its number. */
export interface AnswerRow {
  name: string;
  /** Null before the first answer. */
  value: number | null;
  /** Whether the model names this class or label. */
  isNamed: boolean;
}

/** @returns how many lines the answer has, whatever the row. */
export function answerLines({ classes, labels, target }: Pick<Signature, 'classes' | 'labels' | 'target'>): number {
  const names = classes ?? labels;
  return names === null ? target.length : Math.min(MOST_BARS, names.length);
}

/**
 * The lines of an answer.
 *
 * @returns numbers in the order of the targets; a few classes or labels in their own order, so that they keep their places while
 *   one changes the row; of more, the most probable.
 */
export function answerRows(of: Pick<Signature, 'classes' | 'labels' | 'target'>, answer: Answer | null): AnswerRow[] {
  const names = of.classes ?? of.labels ?? of.target;
  const rows = names.map((name): AnswerRow => {
    if (answer === null) return { name, value: null, isNamed: false };
    if ('numbers' in answer) return { name, value: answer.numbers[name] ?? null, isNamed: false };
    const isNamed = 'class' in answer ? answer.class === name : answer.labels.includes(name);
    return { name, value: answer.probabilities[name] ?? null, isNamed };
  });
  if (of.classes === null && of.labels === null) return rows;
  const shown = rows.length > MOST_BARS ? rows.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)) : rows;
  return shown.slice(0, MOST_BARS);
}

/** @returns a predicted number: four significant digits, or all digits before the point. */
export function predictedNumber(value: number): string {
  const size = Math.abs(value);
  if (!(size < 1e15) || (size < 1e-3 && size > 0)) return formatNumber(value);
  if (size < 1_000) return String(Number(value.toPrecision(4)));
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
