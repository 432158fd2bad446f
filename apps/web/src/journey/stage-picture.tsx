import type { StageName } from '@stepwell/workflow/decisions';
import type { ReactNode } from 'react';
import type { RunReport } from '../api/client.ts';
import { scoresOf } from '../run/gate-scores.ts';

const WIDTH = 96;
const HEIGHT = 32;
const MIDDLE = HEIGHT / 2;
const EDGE = 5;
const MOST_SQUARES = 8;
const MOST_FOLDS = 5;

/** What a stage came to as a small drawing; nothing where there is nothing to draw. The sentence beside it says the same. */
export function StagePicture({ stage, report }: { stage: StageName; report: RunReport }) {
  const drawn = drawing(stage, report);
  if (drawn === null) return null;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="hidden h-8 w-24 shrink-0 @min-[17rem]:block"
      aria-hidden="true"
      fill="none"
    >
      {drawn}
    </svg>
  );
}

function drawing(stage: StageName, report: RunReport): ReactNode {
  switch (stage) {
    case 'define':
      return report.problem && <Columns count={report.problem.inputs.length} />;
    case 'protocol':
      return report.protocol && <Split protocol={report.protocol} />;
    case 'baseline':
      return report.baselines && <Dots scores={report.baselines.map(({ score }) => score)} main={0} guess={null} />;
    case 'gate':
      return report.gate && report.measure && <Gain gate={report.gate} measure={report.measure} />;
    case 'scale-up':
      return report.scaleUp && <Losses rungs={report.scaleUp.rungs} />;
    case 'tune':
      return report.tune && <Trials tune={report.tune} guess={report.baselines?.[0]?.score ?? null} />;
    case 'test':
      return report.test && <Tested test={report.test} />;
    default:
      return null;
  }
}

/** Inputs as squares, the target as a filled one. */
function Columns({ count }: { count: number }) {
  const shown = Math.min(count, MOST_SQUARES);
  return (
    <>
      {Array.from({ length: shown }, (_, i) => (
        <rect key={i} x={2 + 8 * i} y={MIDDLE - 3} width="6" height="6" className="stroke-soft" />
      ))}
      <path d={`M${4 + 8 * shown} ${MIDDLE}h10m-3 -3l3 3l-3 3`} className="stroke-soft" />
      <rect x={18 + 8 * shown} y={MIDDLE - 4} width="8" height="8" className="fill-curve" />
    </>
  );
}

/** Each fold's validation rows filled, the sealed rows outlined at the end. */
function Split({ protocol: { k, rows } }: { protocol: NonNullable<RunReport['protocol']> }) {
  const all = Math.max(1, rows.train + rows.validation + rows.test);
  const known = ((WIDTH - 4) * (all - rows.test)) / all;
  const folds = Math.min(k ?? 1, MOST_FOLDS);
  const height = (HEIGHT - 4) / folds;
  const part = k === null ? (known * rows.validation) / Math.max(1, all - rows.test) : known / folds;
  return (
    <>
      {Array.from({ length: folds }, (_, i) => (
        <g key={i}>
          <rect x="2" y={2 + i * height} width={known} height={height - 1} className="fill-line" />
          <rect
            x={2 + (k === null ? known - part : i * part)}
            y={2 + i * height}
            width={part}
            height={height - 1}
            className="fill-curve"
          />
        </g>
      ))}
      {rows.test > 0 && (
        <rect x={3 + known} y="2.5" width={WIDTH - 6 - known} height={HEIGHT - 6} className="stroke-ink" />
      )}
    </>
  );
}

/** The gain of the small model over guessing, with its interval. */
function Gain({ gate, measure }: { gate: NonNullable<RunReport['gate']>; measure: NonNullable<RunReport['measure']> }) {
  const guess = gate.baseline.score;
  const ends = scoresOf(gate, measure.greaterIsBetter);
  const middle = guess + (measure.greaterIsBetter ? gate.gain : -gate.gain);
  const at = scale([guess, middle, ...ends]);
  return (
    <>
      <Axis />
      <Tick x={at(guess)} />
      <Interval from={at(ends[0])} to={at(ends[1])} x={at(middle)} />
    </>
  );
}

/** Training (dashed) and validation loss by rung. */
function Losses({ rungs }: { rungs: NonNullable<RunReport['scaleUp']>['rungs'] }) {
  const finite = rungs.flatMap(({ trainLoss, valLoss }) =>
    trainLoss === null || valLoss === null ? [] : [{ trainLoss, valLoss }],
  );
  if (finite.length === 0) return null;
  const at = scale(finite.flatMap(({ trainLoss, valLoss }) => [trainLoss, valLoss]));
  const y = (loss: number) => 3 + ((HEIGHT - 6) * (WIDTH - at(loss))) / WIDTH;
  const x = (i: number) => (finite.length === 1 ? WIDTH / 2 : EDGE + (i * (WIDTH - 2 * EDGE)) / (finite.length - 1));
  const line = (of: (rung: (typeof finite)[number]) => number) =>
    finite.map((rung, i) => `${x(i)},${y(of(rung))}`).join(' ');
  return (
    <>
      <polyline points={line((rung) => rung.trainLoss)} className="stroke-soft" strokeDasharray="3 3" />
      <polyline points={line((rung) => rung.valLoss)} className="stroke-curve" strokeWidth="2" />
      {finite.map((rung, i) => (
        <circle key={i} cx={x(i)} cy={y(rung.valLoss)} r="2.5" className="fill-curve" />
      ))}
    </>
  );
}

function Trials({ tune, guess }: { tune: NonNullable<RunReport['tune']>; guess: number | null }) {
  const scored = tune.trials.flatMap(({ id, score }) => (score === null ? [] : [{ id, score }]));
  const main = scored.findIndex(({ id }) => id === tune.best);
  return <Dots scores={scored.map(({ score }) => score)} main={main} guess={guess} />;
}

function Tested({ test: { value, ci, baseline } }: { test: NonNullable<RunReport['test']> }) {
  const at = scale([value, ci[0], ci[1], baseline.value]);
  return (
    <>
      <Axis />
      <Tick x={at(baseline.value)} />
      <Interval from={at(ci[0])} to={at(ci[1])} x={at(value)} />
    </>
  );
}

/** Scores on an axis, one of them filled; what guessing scores as a tick. */
function Dots({ scores, main, guess }: { scores: readonly number[]; main: number; guess: number | null }) {
  const at = scale([...scores, ...(guess === null ? [] : [guess])]);
  return (
    <>
      <Axis />
      {guess !== null && <Tick x={at(guess)} />}
      {scores.map((score, i) =>
        i === main ? null : <circle key={i} cx={at(score)} cy={MIDDLE} r="2.5" className="fill-paper stroke-soft" />,
      )}
      {scores[main] !== undefined && <circle cx={at(scores[main])} cy={MIDDLE} r="4" className="fill-curve" />}
    </>
  );
}

function Axis() {
  return <line x1="0" x2={WIDTH} y1={MIDDLE} y2={MIDDLE} className="stroke-line" />;
}

function Tick({ x }: { x: number }) {
  return <line x1={x} x2={x} y1={MIDDLE - 9} y2={MIDDLE + 9} className="stroke-soft" strokeWidth="2" />;
}

function Interval({ from, to, x }: { from: number; to: number; x: number }) {
  return (
    <>
      <line x1={from} x2={to} y1={MIDDLE} y2={MIDDLE} className="stroke-curve" strokeWidth="2.5" />
      <circle cx={x} cy={MIDDLE} r="4" className="fill-curve" />
    </>
  );
}

/** @returns where a value is between the edges. */
function scale(values: readonly number[]): (value: number) => number {
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  return (value) => EDGE + ((WIDTH - 2 * EDGE) * (value - least)) / range;
}
