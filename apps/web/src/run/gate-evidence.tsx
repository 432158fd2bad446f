import { formatGain, formatScore, metricWords } from '@stepwell/workflow/format';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { ScoreRows } from '../figures/score-rows.tsx';

const words = text.gate;

/** Props of the section. */
export interface GateEvidenceProps {
  power: NonNullable<RunReport['power']>;
  measure: NonNullable<RunReport['measure']>;
  /** Whether the run stopped here: then all findings are expanded. */
  stopped: boolean;
}

/** What the gate found: the small model and its controls, whether more rows would help, and all findings. */
export function GateEvidence({ power, measure, stopped }: GateEvidenceProps) {
  const { name } = measure;
  const format = (value: number) => formatScore(name, value);
  const gain = (value: number) => formatGain(name, value);
  const { learningCurve } = power;
  const controls = [
    { label: words.guessing, score: power.baseline.score, main: false },
    ...(power.shuffled === null ? [] : [{ label: words.shuffled, score: power.shuffled, main: false }]),
    ...(power.linear === null ? [] : [{ label: words.linear, score: power.linear, main: false }]),
    { label: words.small, score: power.score, main: true },
  ];
  const shares = (learningCurve?.points ?? []).map(({ rows, score }) => ({
    label: words.rowCount(rows),
    score,
    main: true,
  }));
  const axis = [...controls, ...shares].map(({ score }) => score);
  return (
    <section aria-labelledby="gate" className="flex flex-col gap-3">
      <h2 id="gate" className="font-semibold">
        {words.title}
      </h2>
      <ScoreRows caption={words.scores(metricWords[name])} rows={controls} axis={axis} format={format} />
      {learningCurve !== null && (
        <>
          <ScoreRows caption={words.rows} rows={shares} axis={axis} format={format} />
          <p className="text-small">
            {words.doubling(
              gain(learningCurve.lastDoubling.gain),
              gain(learningCurve.lastDoubling.ci[0]),
              gain(learningCurve.lastDoubling.ci[1]),
              learningCurve.moreRowsHelp,
            )}
          </p>
        </>
      )}
      <details open={stopped}>
        <summary className="tap w-fit text-accent">{words.sentences(power.evidence.length)}</summary>
        <ul className="list-disc pl-5" data-testid="gate-findings">
          {power.evidence.map((sentence) => (
            <li key={sentence} className="py-1">
              {unbroken(sentence)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
