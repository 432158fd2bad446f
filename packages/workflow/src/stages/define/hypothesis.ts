import type { Forecast, Question } from '../../question/index.ts';

/**
 * The hypothesis that the run tests, in words.
 *
 * @see Chollet, Deep Learning with Python, 4.5.1: that outputs can be predicted from inputs, and that the data is sufficient
 */
export function hypothesisOf(question: Question, inputs: string[]): string {
  const named = inputs.slice(0, 4).map((input) => `"${input}"`);
  const others = inputs.length - named.length;
  const subject = named.join(', ') + (others > 0 ? ` and ${others} more` : '');
  if (question.type === 'ranking') {
    return `${subject} can rank the rows of a "${question.query}" by ${nameTarget(question.target)}, for new ones, better than ${BASELINES.ranking}.`;
  }
  return `${subject} can predict ${nameTarget(question.target)} on new rows better than ${BASELINES[question.type]}.`;
}

/** What is asked for, for use in a sentence: the target, or the next values of it. */
export function nameQuestion({ target, forecast }: Pick<Question, 'target' | 'forecast'>): string {
  if (forecast === undefined) return nameTarget(target);
  const { horizon } = forecast;
  return horizon === 1
    ? `the next value of "${forecast.target}"`
    : `the next ${horizon} values of "${forecast.target}"`;
}

/** The hypothesis of a forecast. */
export function hypothesisOfForecast(forecast: Forecast, inputs: number): string {
  const { target, horizon, season } = forecast;
  const naive =
    season > 1
      ? 'repeating the season before, the last value or the mean change'
      : 'repeating the last value or the mean change';
  return `${inputs} inputs known at a moment can predict ${nameQuestion({ target: [target], forecast })} after it better than ${naive}, up to ${horizon} steps ahead.`;
}

const BASELINES: Record<Question['type'], string> = {
  binary: 'always guessing the most common class',
  multiclass: 'always guessing the most common class',
  ordinal: 'always guessing the most common or the middle level',
  multilabel: 'always guessing how often each label occurs',
  'scalar-regression': 'always guessing the mean or the median',
  'vector-regression': 'always guessing the mean or the median of each',
  ranking: 'the order in the file or a random one',
};

/** The target for use in a sentence: '"mpg"', '"heating_load" and "cooling_load"', '"a", "b" and 4 more'. */
export function nameTarget(target: string[]): string {
  const quoted = target.map((name) => `"${name}"`);
  if (quoted.length <= 1) return quoted.join('');
  if (quoted.length === 2) return quoted.join(' and ');
  return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more`;
}

/** The kind of problem, in a few words. */
export function describeQuestion({ type, classes, labels, target, query }: Question): string {
  switch (type) {
    case 'binary':
      return `classify as "${classes![0]}" or "${classes![1]}"`;
    case 'multiclass':
      return `classify into ${classes!.length} classes`;
    case 'ordinal':
      return `predict one of ${classes!.length} levels in order`;
    case 'multilabel':
      return `predict which of ${labels!.length} labels a row has`;
    case 'scalar-regression':
      return 'predict a number';
    case 'ranking':
      return `rank the rows of each "${query}"`;
    case 'vector-regression':
      return `predict ${target.length} numbers`;
  }
}
