import { formatShare } from '@stepwell/base/format';
import { memo } from 'react';
import type { Signature } from '../api/client.ts';
import { text } from '../text.ts';
import { unbroken } from '../text/unbroken.ts';
import { answerRows, MOST_BARS, predictedNumber, type AnswerRow } from './answer-rows.ts';
import { surenessLines } from './sureness-lines.ts';
import type { Prediction } from './use-prediction.ts';

const words = text.predict;
const LONG_NAME = 20;

/** Props of the view. */
export interface AnswerViewProps {
  signature: Signature;
  prediction: Prediction;
  /** What to say before the first answer. */
  waiting?: string;
}

/** The model's answer. It takes the same room before the first answer; an outdated one is greyed. */
export function AnswerView({ signature, prediction, waiting = words.waiting }: AnswerViewProps) {
  const { answer, isCurrent, error, retry } = prediction;
  return (
    <section
      aria-label={words.answer}
      aria-busy={!isCurrent && error === null}
      className="sticky top-12 z-5 flex flex-col gap-2 border-b border-line bg-paper py-2"
      data-testid="answer"
    >
      <AnswerBody
        signature={signature}
        answer={answer}
        error={error}
        isStale={error !== null && !isCurrent}
        retry={retry}
        waiting={waiting}
      />
    </section>
  );
}

interface AnswerBodyProps extends Pick<Prediction, 'answer' | 'error' | 'retry'> {
  signature: Signature;
  isStale: boolean;
  waiting: string;
}

/** What is in it. It is rendered when the answer changes, not when the row does. */
const AnswerBody = memo(function AnswerBody({ signature, answer, error, isStale, retry, waiting }: AnswerBodyProps) {
  const { classes, labels } = signature;
  const names = classes ?? labels;
  const rows = answerRows(signature, answer);
  const moves = answer?.moves;
  // Long names wrap on a phone.
  const height = names?.some((name) => name.length > LONG_NAME) === true ? 'min-h-14 sm:min-h-7' : 'min-h-7';
  const color = isStale ? 'text-soft' : '';
  return (
    <>
      <p role="status" className={`${height} text-title tabular-nums ${color}`}>
        {answer === null
          ? error === null && <span className="text-body text-soft">{waiting}</span>
          : headline(answer, signature).map(({ name, value }) => (
              <span key={name} className="mr-4 inline-block">
                <span className="text-body text-soft">{name} </span>
                <strong className="font-semibold">{value}</strong>
              </span>
            ))}
      </p>
      {names !== null && (
        <ul className={`flex flex-col text-small tabular-nums ${color}`}>
          {rows.map((row, i) => (
            <Bar key={i} row={row} isStale={isStale} />
          ))}
        </ul>
      )}
      {names !== null && names.length > MOST_BARS && (
        <p className="text-small text-soft">{words.others(names.length - MOST_BARS)}</p>
      )}
      {moves !== undefined && moves.length > 0 && (
        <p className={`text-small tabular-nums ${color}`} data-testid="moves">
          {words.moved(
            moves.map(({ column, change }) => unbroken(`${column} ${signed(change, names !== null)}`)).join(', '),
          )}
        </p>
      )}
      <Sureness signature={signature} answer={answer} className={isStale ? 'text-soft' : ''} />
      {error !== null && (
        <div className="flex flex-wrap items-center gap-x-4">
          <p role="alert" className="text-small text-bad">
            {error.message}
            {answer !== null && ` ${words.stale}`}
          </p>
          <button type="button" className="tap text-accent" onClick={retry}>
            {words.again}
          </button>
        </div>
      )}
    </>
  );
});

/** A change with its sign, of a probability in percent. */
function signed(change: number, isShare: boolean): string {
  const size = isShare ? formatShare(Math.abs(change)) : predictedNumber(Math.abs(change));
  return `${change < 0 ? '−' : '+'}${size}`;
}

/** How far the answer may be off. */
function Sureness({
  signature: { certainty, target, classes },
  answer,
  className,
}: {
  signature: Signature;
  answer: Prediction['answer'];
  className: string;
}) {
  if (certainty === null) return null;
  const lines =
    answer === null ? [] : surenessLines(answer, target, `${Math.round(100 * certainty.bands.level)}\u00a0%`);
  // The same room before the first answer.
  const count = Math.max(classes === null ? target.length : 1, lines.length);
  return (
    <div className={`text-small tabular-nums ${className}`} data-testid="sureness">
      {Array.from({ length: count }, (_, i) => (
        <p key={i}>{lines[i] ?? '\u00a0'}</p>
      ))}
    </div>
  );
}

/** How often the model's intervals or sets held on the test rows; nothing without any. */
export const HeldOnTest = memo(function HeldOnTest({ certainty }: Pick<Signature, 'certainty'>) {
  if (certainty === null || certainty.coverage === null) return null;
  const { bands, coverage, order } = certainty;
  const share = (of: number) => unbroken(formatShare(of));
  return (
    <p className="text-small text-soft">
      {words.held[bands.kind](share(coverage.value), share(coverage.ci[0]), share(coverage.ci[1]))}
      {words.caution[order]}
    </p>
  );
});

/** The answer in short: a class, labels, or numbers under their targets' names. */
function headline(
  answer: NonNullable<Prediction['answer']>,
  { target, query }: Pick<Signature, 'target' | 'query'>,
): { name: string; value: string }[] {
  if ('numbers' in answer && typeof query === 'string') {
    return target.map((name) => ({ name: words.score, value: predictedNumber(answer.numbers[name] ?? Number.NaN) }));
  }
  if ('numbers' in answer) {
    return target.map((name) => ({ name, value: predictedNumber(answer.numbers[name] ?? Number.NaN) }));
  }
  const value = 'class' in answer ? answer.class : answer.labels.join(', ') || words.noLabel;
  return [{ name: target.length > 3 ? '' : target.join(', '), value }];
}

/** A class or label with its probability as a bar from zero. */
function Bar({ row: { name, value, isNamed }, isStale }: { row: AnswerRow; isStale: boolean }) {
  return (
    <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_4rem] items-center gap-2">
      <span className={`truncate ${isNamed ? 'font-semibold' : ''}`}>{value === null ? '\u00a0' : name}</span>
      <svg className="h-3 w-full" aria-hidden="true">
        <rect width="100%" height="100%" className="fill-shade" />
        <rect
          width={`${100 * (value ?? 0)}%`}
          height="100%"
          className={isStale ? 'fill-line' : isNamed ? 'fill-curve' : 'fill-soft'}
        />
      </svg>
      <span className="text-right whitespace-nowrap">{value === null ? '' : unbroken(formatShare(value))}</span>
    </li>
  );
}
