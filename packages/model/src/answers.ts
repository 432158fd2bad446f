import { intervalAt, setAt, type Anchor } from '@stepwell/metrics/certainty';
import { namedClass, type Predictions } from '@stepwell/metrics';
import type { Table } from '@stepwell/data/table';
import type { Relation } from '@stepwell/metrics/targets';
import type { Model } from './model.ts';
import { relationOf } from './relation-of.ts';

/** A row's prediction in words. `intervals` and `set` are absent where the model has none. */
export type Answer =
  /** `set`: the classes that it may be, the most probable first. */
  | { class: string; probabilities: Record<string, number>; set?: string[] }
  | { labels: string[]; probabilities: Record<string, number> }
  /** `intervals`: both ends for each number. */
  | { numbers: Record<string, number>; intervals?: Record<string, [number, number]> };

/** Predictions as answers, row by row. @param table the rows; needed of forecasts, whose intervals are relative to them. */
export function answersOf(
  { question, threshold, certainty }: Pick<Model, 'question' | 'threshold' | 'certainty'>,
  predictions: Predictions,
  table?: Table,
): Answer[] {
  const { values } = predictions;
  const names = question.classes ?? question.labels ?? question.target;
  const width = names.length;
  const bands = certainty?.bands;
  const relation = question.forecast === undefined ? null : relationOf({ question }, table!);
  return Array.from({ length: values.length / width }, (_, row): Answer => {
    const at = (i: number) => values[row * width + i]!;
    const of = Object.fromEntries(names.map((name, i) => [name, at(i)]));
    switch (predictions.kind) {
      case 'number': {
        if (bands?.kind !== 'intervals') return { numbers: of };
        const ends = names.map((name, i) => [
          name,
          intervalAt(bands, at(i), i, question.bounds, anchorAt(relation, row, i, width)),
        ]);
        return { numbers: of, intervals: Object.fromEntries(ends) };
      }
      case 'labels':
        return { labels: names.filter((name) => of[name]! >= 0.5), probabilities: of };
      case 'probabilities': {
        const answer = { class: names[namedClass(values, width, row, threshold)]!, probabilities: of };
        if (bands?.kind !== 'sets') return answer;
        return { ...answer, set: setAt(bands, values, width, row).map((code) => names[code]!) };
      }
    }
  });
}

function anchorAt(relation: Relation | null, row: number, i: number, width: number): Anchor | undefined {
  return relation === null
    ? undefined
    : { expected: relation.expected[row * width + i]!, scale: relation.scales[row]! };
}
