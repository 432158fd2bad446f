import type { RunReport, RunView } from '../api/client.ts';
import { useExplanation } from '../queries/run-queries.ts';
import { text } from '../text.ts';
import { DependenceCurve } from './dependence-curve.tsx';
import { ImportanceBars } from './importance-bars.tsx';
import { MissList } from './miss-list.tsx';
import { OcclusionMaps } from './occlusion-maps.tsx';
import { SliceTable } from './slice-table.tsx';
import { WordTable } from './word-table.tsx';

const words = text.why;

/** Props of the details. */
export interface WhyDetailsProps {
  view: RunView;
  report: RunReport;
  explanation: NonNullable<RunReport['explanation']>;
  editKey: string | null;
}

/** The content of the panel: what the report has at once, and what is read with it. */
export function WhyDetails({ view, report, explanation, editKey }: WhyDetailsProps) {
  const { data, error } = useExplanation(view.id, true);
  const isImage = explanation.importance.length === 0 && (data?.occlusion.length ?? 0) > 0;
  return (
    <div className="flex flex-col gap-6 pb-4">
      <p className="text-small text-soft">{words.what(explanation.base.rows.toLocaleString('en'))}</p>
      {!isImage && <ImportanceBars explanation={explanation} measure={report.measure} />}
      {error !== null && <p role="alert">{error.message}</p>}
      {data === undefined && error === null && <p className="text-soft">{words.loading}</p>}
      {data !== undefined && data.dependence.length > 0 && (
        <section aria-label={words.curves.title} className="flex flex-col gap-3">
          <h3 className="font-semibold">{words.curves.title}</h3>
          <p className="text-small text-soft">{words.curves.sentence(data.dependence[0]!.line)}</p>
          <div className="grid gap-6 sm:grid-cols-2">
            {data.dependence.map((curve) => (
              <DependenceCurve key={curve.column} curve={curve} isShare={isShare(report)} />
            ))}
          </div>
        </section>
      )}
      {data !== undefined && data.words.length > 0 && <WordTable effects={data.words} isShare={isShare(report)} />}
      {data !== undefined && data.occlusion.length > 0 && (
        <OcclusionMaps maps={data.occlusion} isClasses={report.problem?.classes != null} />
      )}
      <SliceTable explanation={explanation} />
      {editKey !== null && <MissList id={view.id} editKey={editKey} />}
    </div>
  );
}

/** @returns whether predictions are probabilities. */
function isShare({ problem }: RunReport): boolean {
  return problem !== null && (problem.classes !== null || problem.labels !== null);
}
