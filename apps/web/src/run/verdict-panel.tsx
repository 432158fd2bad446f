import { heroOf, openingOf, outcomeOf, type Outcome } from '@stepwell/workflow/headline';
import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { IntervalPlot } from './interval-plot.tsx';

/** Text colors of the outcomes. */
export const COLORS: Record<Outcome, string> = {
  works: 'text-good',
  luck: 'text-unsure',
  fails: 'text-bad',
  'no-signal': 'text-bad',
  'too-little': 'text-unsure',
  'wrong-measure': 'text-unsure',
  drifting: 'text-bad',
  leak: 'text-unsure',
  failed: 'text-bad',
  running: 'text-soft',
  stopped: 'text-unsure',
};

/** The number with its interval, then the verdict. Its height is the same before and after the test. */
export function VerdictPanel({ view, report }: { view: RunView; report: RunReport | undefined }) {
  const hero = report === undefined ? null : heroOf(report);
  const estimate = hero?.estimate ?? null;
  const outcome = report === undefined || report.run.status !== view.status ? 'running' : outcomeOf(report);
  const opening = openingOf(outcome);
  const stopped = view.stoppedBy === 'gate' ? (report?.gate ?? null) : null;
  const advice = stopped?.advice ?? null;
  return (
    <div className="flex flex-col gap-3">
      <div className="min-h-38 lg:grid lg:min-h-20 lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)] lg:items-center lg:gap-6">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={`text-hero font-semibold tabular-nums ${estimate === null ? 'text-line' : ''}`}>
            {hero === null || estimate === null ? '–' : hero.format(estimate.value)}
          </span>
          <span className="text-small text-soft">{hero?.caption ?? waitingFor(view, report)}</span>
        </p>
        {hero !== null && <IntervalPlot hero={hero} />}
      </div>
      <p data-testid="verdict" className="min-h-12 text-body">
        {opening !== null && <strong className={COLORS[outcome]}>{opening} </strong>}
        {unbroken(advice === null ? view.verdict : withoutEnd(view.verdict, advice))}
      </p>
      {advice !== null && (
        <p data-testid="advice" className="notice">
          <strong className="block">{text.run.advice}</strong>
          {unbroken(advice)}
        </p>
      )}
      {/* A view that was kept offline by an earlier version lacks it. */}
      {view.improvement != null && (
        <p data-testid="improvement" className="notice">
          <strong className="block">{text.run.improvement}</strong>
          {unbroken(view.improvement)}
        </p>
      )}
      {report?.test != null && report.test.opened > 1 && (
        <p className="notice border-unsure text-unsure">{text.run.opened(report.test.opened)}</p>
      )}
    </div>
  );
}

/** Why there is no number yet. */
function waitingFor({ status }: RunView, report: RunReport | undefined): string {
  if (status === 'running') return text.hero.waiting;
  return report === undefined ? text.run.readingReport : text.hero.stopped;
}

/** The verdict without the advice at its end, which is shown separately. */
function withoutEnd(sentence: string, end: string): string {
  return sentence.endsWith(end) ? sentence.slice(0, -end.length).trimEnd() : sentence;
}
