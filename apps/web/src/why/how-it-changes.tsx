'use client';
import type { RunReport, RunView } from '../api/client.ts';
import { useExplanation } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { DependenceCurve } from './dependence-curve.tsx';
import { OcclusionMaps } from './occlusion-maps.tsx';
import { WordTable } from './word-table.tsx';

const words = text.why;

/** Props of the details. */
export interface HowItChangesProps {
  view: RunView;
  report: RunReport;
  /** Whether columns are ranked by how much they matter. */
  isRanked: boolean;
}

/** How predictions change with a column, a word, or a part of an image. */
export function HowItChanges({ view, report, isRanked }: HowItChangesProps) {
  const { data, error } = useExplanation(view.id, true);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p className="text-soft">{words.loading}</p>;
  const { dependence, words: effects, occlusion } = data;
  const [first] = dependence;
  return (
    <div className="flex flex-col gap-6 pb-4">
      {!isRanked && effects.length === 0 && occlusion.length === 0 && <p>{words.matters.wide}</p>}
      {first !== undefined && (
        <section aria-label={words.curves.title} className="flex flex-col gap-3">
          <p className="text-small text-soft">{words.curves.sentence(first.line)}</p>
          <div className="grid gap-6 sm:grid-cols-2">
            {dependence.map((curve) => (
              <DependenceCurve key={curve.column} curve={curve} isShare={isShare(report)} />
            ))}
          </div>
        </section>
      )}
      {effects.length > 0 && <WordTable effects={effects} isShare={isShare(report)} />}
      {occlusion.length > 0 && <OcclusionMaps maps={occlusion} isClasses={report.problem?.classes != null} />}
    </div>
  );
}

/** @returns whether predictions are probabilities. */
function isShare({ problem }: RunReport): boolean {
  return problem !== null && (problem.classes !== null || problem.labels !== null);
}
