import { formatScore, metricWords } from '@stepwell/metrics/names';
import type { RunReport } from '../api/client.ts';
import { ScoreRows } from './score-rows.tsx';
import { text } from '../text.ts';

const words = text.figure.baselines;

/** The baselines from best to worst, on one axis. */
export function BaselinesFigure({ report }: { report: RunReport }) {
  const { baselines, measure } = report;
  const [best] = baselines ?? [];
  if (baselines === null || measure === null || best === undefined) return null;
  const format = (score: number) => formatScore(measure.name, score);
  const name = (baseline: string) => words.names[baseline] ?? baseline;
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{words.title}</h3>
      <p className="text-small text-soft">{words.sentence(name(best.name), format(best.score))}</p>
      <ScoreRows
        caption={metricWords[measure.name]}
        rows={baselines.map(({ name: of, score }, i) => ({ label: name(of), score, main: i === 0 }))}
        axis={baselines.map(({ score }) => score)}
        format={format}
      />
    </section>
  );
}
