import { heroOf } from '@stepwell/workflow/headline';
import { IntervalPlot } from '../run/interval-plot.tsx';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import sample from './sample-verdict.json' with { type: 'json' };

const words = text.sample;

/** What one gets: the verdict of an example, as its run's page shows it. */
export function SampleVerdict() {
  const { target, measure, value, ci, baseline, sentence } = sample;
  const hero = heroOf({
    run: { status: 'finished' },
    test: {
      metric: 'mae',
      value,
      ci: [ci[0]!, ci[1]!],
      baseline: { name: 'median', value: baseline },
      opened: 1,
      trial: '',
      rows: 0,
      metrics: {},
      gainCi: [0, 0],
      p: 0,
      repeats: 0,
      valToTestGap: 0,
      cost: null,
      coverage: null,
      calibration: null,
    },
    gate: null,
    baselines: null,
    problem: { target: [target] },
    measure: { name: 'mae', greaterIsBetter: measure.greaterIsBetter },
  })!;
  return (
    <figure aria-label={words.title} className="flex flex-col gap-2 rounded-md border border-line p-4">
      <figcaption className="text-small text-soft">{words.title}</figcaption>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-hero font-semibold tabular-nums">{hero.format(value)}</span>
        <span className="text-small text-soft">{hero.caption}</span>
      </p>
      <IntervalPlot hero={hero} />
      <p>
        <strong className="text-good">{text.outcomes.works}. </strong>
        {unbroken(sentence)}
      </p>
    </figure>
  );
}
