import { text } from '../text.ts';
import { predictedNumber } from './answer-rows.ts';
import type { Answer } from './use-prediction.ts';

const words = text.predict;

/**
 * How far an answer may be off, in words: a line for each number, or the classes that it may be.
 *
 * @param level share of rows that intervals and sets are made for, in words.
 */
export function surenessLines(answer: Answer, target: readonly string[], level: string): string[] {
  if ('numbers' in answer) {
    return target.flatMap((name) => {
      const ends = answer.intervals?.[name]?.map(predictedNumber);
      if (ends === undefined) return [];
      const [low, high] = [ends[0]!, ends[1]!];
      return [target.length === 1 ? words.interval(level, low, high) : words.intervalOf(level, name, low, high)];
    });
  }
  if (!('set' in answer) || answer.set === undefined) return [];
  return [answer.set.length === 1 ? words.single(level) : words.set(answer.set.join(', '))];
}
