import type { StageName } from '@stepwell/workflow/decisions';
import type { Mark } from '../chart/draw-labels.ts';
import { MOST_BANDS, type Spread, type TrialCurves } from '../chart/lines.ts';
import { text } from '../text.ts';

/** Props of the caption. */
export interface CurveCaptionProps {
  stage: StageName;
  trial: string | null;
  curves: readonly TrialCurves[];
  /** How many folds the mean is over. */
  folds: number;
  kind: 'loss' | 'score' | 'both';
  spread: Spread;
  marks: readonly Mark[];
}

/** Explains the lines, bands and marks; below the chart. */
export function CurveCaption({ stage, trial, curves, folds, kind, spread, marks }: CurveCaptionProps) {
  const words = text.chart;
  const [first] = curves;
  if (first === undefined) return null;
  const several = curves.length > 1;
  const all = first.train.each.length;
  const banded = several ? spread !== 'each' && curves.length <= MOST_BANDS : spread === 'each' || folds > 1;
  const around = words.bands[banded && all > 1 ? spread : 'mean'];
  const rings = marks.flatMap(({ series, label }) => {
    const name = series === null ? undefined : curves[series]?.name;
    return name === undefined ? [] : [words.overlay.from(name, label)];
  });
  return (
    <p className="text-small text-soft">
      {stage === 'test'
        ? words.noScore
        : several
          ? `${words.overlay.caption(curves.length)}${around}`
          : words.folds(folds, all, around)}
      {rings.length > 0 && kind !== 'score' && ` ${words.overlay.rings(rings.join(', '))}`}
      {trial?.startsWith('late-') === true && kind !== 'loss' && ` ${words.late}`}
    </p>
  );
}
