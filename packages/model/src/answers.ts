import { namedClass, type Predictions } from '@stepwell/metrics';
import type { Model } from './model.ts';

/** A row's prediction in words. */
export type Answer =
  | { class: string; probabilities: Record<string, number> }
  | { labels: string[]; probabilities: Record<string, number> }
  | { numbers: Record<string, number> };

/** Predictions as answers, row by row. */
export function answersOf({ question, threshold }: Model, predictions: Predictions): Answer[] {
  const { values } = predictions;
  const names = question.classes ?? question.labels ?? question.target;
  const width = names.length;
  return Array.from({ length: values.length / width }, (_, row): Answer => {
    const of = Object.fromEntries(names.map((name, i) => [name, values[row * width + i]!]));
    switch (predictions.kind) {
      case 'number':
        return { numbers: of };
      case 'labels':
        return { labels: names.filter((name) => of[name]! >= 0.5), probabilities: of };
      case 'probabilities':
        return { class: names[namedClass(values, width, row, threshold)]!, probabilities: of };
    }
  });
}
