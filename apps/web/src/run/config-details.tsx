import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import type { ReactNode } from 'react';
import type { RunReport, RunView } from '../api/client.ts';
import { text } from '../text.ts';
import { layersOfModel } from './layer-words.ts';

/** The run's configuration and results, down to the hash of its weights. */
export function ConfigDetails({ view, report }: { view: RunView; report: RunReport | undefined }) {
  const words = text.config;
  return (
    <details className="border-t border-line">
      <summary className="tap font-semibold">{text.run.config}</summary>
      <dl className="flex flex-col gap-2 text-small">
        <Row name={words.run}>{view.id}</Row>
        <Row name={words.effort}>{view.effort === 'single' ? words.single : view.effort}</Row>
        <Row name={words.seed}>{view.seed}</Row>
        <Row name={words.steps}>{view.steps}</Row>
        {report !== undefined && <Reached report={report} />}
      </dl>
      <p className="flex flex-wrap gap-x-6 pt-2">
        <a className="tap text-accent underline" href={`/api/runs/${view.id}/report`}>
          {text.run.report}
        </a>
        <a className="tap text-accent underline" href={`/api/runs/${view.id}/report.md`}>
          {text.run.markdown}
        </a>
        {view.status === 'finished' && (
          <a
            className="tap text-accent underline"
            href={`/api/runs/${view.id}/predictions`}
            download={`${view.name}-predictions.csv`}
          >
            {text.run.predictions}
          </a>
        )}
      </p>
    </details>
  );
}

function Reached({ report }: { report: RunReport }) {
  const words = text.config;
  const { dataset, problem, measure, protocol, tune, model, test } = report;
  const chosen = test?.trial ?? tune?.best;
  const decay = tune?.trials.find(({ id }) => id === chosen)?.config.decay;
  return (
    <>
      <Row name={words.dataset}>
        <code>{dataset.sha256}</code>
      </Row>
      {problem !== null && <Row name={words.inputs}>{problem.inputs.join(', ')}</Row>}
      {problem !== null && problem.leftOut.length > 0 && (
        <Row name={words.leftOut}>{problem.leftOut.map(({ column }) => column).join(', ')}</Row>
      )}
      {measure !== null && <Row name={words.measure}>{measure.expression ?? metricWords[measure.name]}</Row>}
      {protocol !== null && (
        <Row name={words.protocol}>
          {protocol.k === null ? protocol.kind : `${protocol.k}-fold`}
          {protocol.iterations > 1 && ` × ${protocol.iterations}`}
        </Row>
      )}
      {protocol !== null && <Row name={words.order}>{words.orders[protocol.order]}</Row>}
      {protocol !== null && (
        <Row name={words.rows}>{words.rowsOf(protocol.rows.train, protocol.rows.validation, protocol.rows.test)}</Row>
      )}
      {tune !== null && tune.optimism !== null && measure !== null && (
        <Row name={words.optimism}>{formatScore(measure.name, tune.optimism.corrected)}</Row>
      )}
      {tune !== null && tune.importance.length > 0 && (
        <Row name={words.importance}>
          {tune.importance
            .slice(0, 4)
            .map(({ name, share }) => `${name} ${(100 * share).toFixed(0)}\u00a0%`)
            .join(', ')}
        </Row>
      )}
      {tune !== null && tune.threshold !== null && <Row name={words.threshold}>{tune.threshold.value.toFixed(3)}</Row>}
      {test !== null && <Row name={words.gap}>{formatGain(test.metric, test.valToTestGap)}</Row>}
      {model !== null && (
        <>
          <Row name={words.layers}>{layersOfModel(model)}</Row>
          {model.fits !== undefined && <Row name={words.fits}>{model.fits}</Row>}
          <Row name={words.optimizer}>
            {model.spec.optimizer.name}, {model.spec.optimizer.learningRate}
            {decay !== undefined && words.falling(decay)}
          </Row>
          <Row name={words.epochs}>{model.epochs}</Row>
          <Row name={words.params}>{model.params}</Row>
          <Row name={words.weights}>
            <code data-testid="weights-sha256">{model.sha256}</code>
          </Row>
        </>
      )}
    </>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="break-all tabular-nums">{children}</dd>
    </div>
  );
}
