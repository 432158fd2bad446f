import type { Question } from '../../question/index.ts';

/**
 * The hypothesis that the run tests, in words.
 *
 * @see Chollet, Deep Learning with Python, 4.5.1: that outputs can be predicted from inputs, and that the data say enough
 */
export function hypothesisOf(question: Question, inputs: string[]): string {
  const named = inputs.slice(0, 4).map((input) => `"${input}"`);
  const others = inputs.length - named.length;
  const subject = named.join(', ') + (others > 0 ? ` and ${others} more` : '');
  return `${subject} say enough about ${nameTarget(question.target)} to predict it on new rows better than ${GUESSES[question.type]}.`;
}

const GUESSES: Record<Question['type'], string> = {
  binary: 'always guessing the commonest class',
  multiclass: 'always guessing the commonest class',
  multilabel: 'always guessing how often each label occurs',
  'scalar-regression': 'always guessing the mean or the median',
  'vector-regression': 'always guessing the mean or the median of each',
};

/** What is predicted, as a sentence names it: '"mpg"', '"heating_load" and "cooling_load"', '"a", "b" and 4 more'. */
export function nameTarget(target: string[]): string {
  const quoted = target.map((name) => `"${name}"`);
  if (quoted.length <= 1) return quoted.join('');
  if (quoted.length === 2) return quoted.join(' and ');
  return `${quoted.slice(0, 2).join(', ')} and ${quoted.length - 2} more`;
}

/** What kind of problem it is, in a few words. */
export function describeQuestion({ type, classes, labels, target }: Question): string {
  switch (type) {
    case 'binary':
      return `tell "${classes![1]}" from "${classes![0]}"`;
    case 'multiclass':
      return `tell ${classes!.length} classes apart`;
    case 'multilabel':
      return `say which of ${labels!.length} labels a row has`;
    case 'scalar-regression':
      return 'predict a number';
    case 'vector-regression':
      return `predict ${target.length} numbers`;
  }
}
