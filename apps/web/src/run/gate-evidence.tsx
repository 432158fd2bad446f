import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import { useId } from 'react';
import type { RunReport } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { ScoreRows } from '../figures/score-rows.tsx';
import { scoresOf, worthwhileScore } from './gate-scores.ts';

const words = text.gate;

/** Props of the section. */
export interface GateEvidenceProps {
  gate: NonNullable<RunReport['gate']>;
  measure: NonNullable<RunReport['measure']>;
  /** Whether the run stopped here: then all findings are expanded. */
  stopped: boolean;
}

/** What the gate found: the small model and its controls, whether more rows would help, and all findings. */
export function GateEvidence({ gate, measure, stopped }: GateEvidenceProps) {
  const id = useId();
  const { name, greaterIsBetter } = measure;
  const needed = worthwhileScore(gate, greaterIsBetter);
  const format = (value: number) => formatScore(name, value);
  const gain = (value: number) => formatGain(name, value);
  const { learningCurve, branches } = gate;
  const controls = [
    { label: words.guessing, score: gate.baseline.score, main: false },
    ...(gate.shuffled === null ? [] : [{ label: words.shuffled, score: gate.shuffled, main: false }]),
    ...(gate.linear === null ? [] : [{ label: words.linear, score: gate.linear, main: false }]),
    { label: words.small, score: gate.score, main: true, interval: scoresOf(gate, greaterIsBetter) },
  ];
  const shares = (learningCurve?.points ?? []).map(({ rows, score }) => ({
    label: words.rowCount(rows),
    score,
    main: true,
  }));
  const alone =
    branches === null
      ? []
      : [
          { label: words.branches.front[branches.kind], score: branches.scores.front, main: false },
          { label: words.branches.columns, score: branches.scores.columns, main: false },
          { label: words.branches.joint, score: branches.scores.joint, main: true },
        ];
  const added = ({ gain: by, ci }: { gain: number; ci: [number, number] }) =>
    words.branches.gain(gain(by), gain(ci[0]), gain(ci[1]));
  const axis = [...controls, ...alone, ...shares].map(({ score }) => score);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h3 id={id} className="font-semibold">
        {words.title}
      </h3>
      <ScoreRows
        caption={words.scores(metricWords[name])}
        rows={controls}
        axis={axis}
        worthwhile={needed === null ? null : { score: needed, label: words.worthwhile(format(needed)) }}
        format={format}
      />
      {branches !== null && (
        <div className="flex flex-col gap-3" data-testid="branches">
          <ScoreRows caption={words.branches.caption[branches.kind]} rows={alone} axis={axis} format={format} />
          <p className="text-small">
            {words.branches.add[branches.kind](added(branches.columnsAdd), added(branches.frontAdds))}
          </p>
        </div>
      )}
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
        <summary className="tap w-fit text-accent">{words.sentences(gate.evidence.length)}</summary>
        <ul className="list-disc pl-5" data-testid="gate-findings">
          {gate.evidence.map((sentence) => (
            <li key={sentence} className="py-1">
              {unbroken(sentence)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
