import { describe, test } from 'vitest';
import { z } from 'zod';
import page from '../../../../docs/measures.md?raw';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { score, METRIC_NAMES } from '../index.ts';
import { asked, classes, labelSets, numbers, probabilities, twoClasses, type Case } from '../testing/cases.ts';

const list = z.array(z.union([z.number(), z.array(z.number())]));

/** The rows of the table of differences. */
const rows = page
  .split('\n')
  .filter((line) => line.includes(', truth `'))
  .map((line) => {
    const [measure, scikitLearn, here, why, example] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [truth, predicted] = Array.from(example!.matchAll(/`([^`]+)`/g), ([, cell]) =>
      list.parse(JSON.parse(cell!)),
    ) as [z.infer<typeof list>, z.infer<typeof list>];
    return {
      measure: z.enum(METRIC_NAMES).parse(measure),
      scikitLearn: scikitLearn!,
      here: here!,
      why: why!,
      truth,
      predicted,
    };
  });

/** The example as predictions and targets. */
function caseOf(kind: string, width: number, truth: z.infer<typeof list>, predicted: z.infer<typeof list>): Case {
  const [known, said] = [truth.flat(), predicted.flat()];
  if (kind === 'labels') return labelSets(said, known, width);
  if (kind === 'number') return numbers(said, known, width);
  // A class beyond those that were trained is unknown.
  const codes = known.map((code) => (code < width ? code : -1));
  return width === 2
    ? twoClasses(said, codes)
    : { predictions: probabilities(said, width), target: classes(codes, width) };
}

/** A value as the page writes it: four significant digits. */
function written(value: number | string): string {
  if (typeof value === 'string') return value;
  return Number.isNaN(value) ? 'undefined' : String(Number(value.toPrecision(4)));
}

test('the page has a row for every difference that the fixtures know, with the same example', ({ expect }) => {
  expect(rows.map(({ measure, truth, predicted }) => ({ measure, truth, predicted }))).toEqual(
    reference.edges.map(({ measure, truth, predicted }) => ({ measure, truth, predicted })),
  );
});

describe.for(rows.map((row, i) => ({ ...row, edge: reference.edges[i]!, i })))(
  'row $i of the page, $measure',
  ({ measure, scikitLearn, here, why, truth, predicted, edge }) => {
    test("gives scikit-learn's number, ours and the reason", ({ expect }) => {
      const { predictions, target } = caseOf(edge.kind, edge.width, truth, predicted);
      expect(here).toBe(written(score(asked(measure), predictions, target)));
      expect(scikitLearn).toBe(written(edge.scikitLearn));
      expect(here).not.toBe(scikitLearn);
      expect(why.length).toBeGreaterThan(0);
    });
  },
);
