import { formatScore, metricWords } from '@stepwell/metrics/names';
import { openingOf, outcomeOf } from '@stepwell/workflow/headline';
import { describeLayers, type Report } from '@stepwell/workflow';
import { curveSvg, TONES } from '@stepwell/workflow/share';
import { html, raw } from 'hono/html';
import type { StoredCheck } from '../storage/checks.ts';
import { checkWords, WHOSE_WORD } from './check-words.ts';
import { numberPart, PAGE_STYLE } from './embed-page.ts';
import type { SharedRun } from './run-to-share.ts';

/** Renders the report of a run as one self-contained HTML page. */
export function reportPage({ title, report, curve }: SharedRun, checks: readonly StoredCheck[]) {
  const tone = TONES[outcomeOf(report)].slice('f-'.length);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${raw(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>
            <strong style="color:var(--${tone})">${openingOf(outcomeOf(report)) ?? ''}</strong>
            ${report.summary ?? report.verdict}
          </p>
          ${numberPart(report)}
          <figure>${raw(curveSvg(curve, { title, status: report.run.status, untitled: true }, 'auto'))}</figure>
          ${table('Numbers', ['', ''], factsOf(report))}
          ${table('Decisions', ['stage', 'choice', 'why'], decisionsOf(report))}
          ${table('Findings in the data', ['', ''], findingsOf(report))}
          ${table('Trials', ['trial', 'layers', 'optimizer', 'dropout', 'L1, L2', 'score', 'epoch', 'status'], trialsOf(report))}
          ${checked(checks)}
          <h2>Asked for</h2>
          <pre>${JSON.stringify(report.spec, null, 2)}</pre>
          <p class="foot">
            Run ${report.run.id}, seed ${report.run.seed}, ${report.run.steps} steps:
            <a href="${report.run.url}">${report.run.url}</a>
          </p>
        </main>
      </body>
    </html>`;
}

function checked(checks: readonly StoredCheck[]) {
  if (checks.length === 0) return '';
  return html`<h2>Checks</h2>
    <ul>
      ${checks.map((check) => html`<li>${checkWords(check)}</li>`)}
    </ul>
    <p>${WHOSE_WORD}</p>`;
}

function table(caption: string, head: string[], rows: (string | number)[][]) {
  if (rows.length === 0) return '';
  const named = head.some((name) => name !== '');
  return html`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      ${
        named
          ? html`<thead>
              <tr>
                ${head.map((name) => html`<th scope="col">${name}</th>`)}
              </tr>
            </thead>`
          : ''
      }
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function factsOf({ dataset, problem, measure, protocol, baselines, gate, test, model }: Report): string[][] {
  const show = (value: number) => (measure === null ? String(value) : formatScore(measure.name, value));
  const facts: string[][] = [['rows, columns', `${dataset.rows}, ${dataset.columns}`]];
  if (problem !== null) facts.push(['problem', problem.type], ['inputs', problem.inputs.join(', ')]);
  if (measure !== null) facts.push(['measure', measure.expression ?? metricWords[measure.name]]);
  if (protocol !== null) {
    const { kind, k, iterations, order, rows } = protocol;
    facts.push([
      'protocol',
      `${k === null ? kind : `${k} folds × ${iterations}`}, order ${order}; ${rows.train} training, ${rows.validation} validation, ${rows.test} test rows`,
    ]);
  }
  for (const { name, score } of baselines ?? []) facts.push([`baseline: ${name}`, show(score)]);
  if (gate !== null)
    facts.push(['gate', `${gate.verdict}, small model ${show(gate.score)}, p ${gate.p.toPrecision(2)}`]);
  if (test !== null) {
    facts.push(['test', `${show(test.value)} (95 %: ${show(test.ci[0])} to ${show(test.ci[1])})`]);
    for (const [name, value] of Object.entries(test.metrics)) facts.push([`test ${name}`, value.toPrecision(4)]);
  }
  if (model !== null) facts.push(['parameters', String(model.params)], ['weights sha256', model.sha256]);
  return [...facts, ['dataset fingerprint', dataset.sha256]];
}

function decisionsOf({ decisions }: Report): string[][] {
  return decisions.map(({ stage, choice, why, by }) => [
    stage,
    by === 'user' ? `${choice} (set by user)` : choice,
    why,
  ]);
}

function findingsOf({ dataset }: Report): string[][] {
  return dataset.audit.map(({ severity, finding }) => [severity, finding]);
}

function trialsOf({ tune, measure }: Report): (string | number)[][] {
  if (tune === null || measure === null) return [];
  return tune.trials.map(({ id, config, score, sd, bestEpoch, status }) => [
    id === tune.best ? `${id} (chosen)` : id,
    describeLayers(config),
    `${config.optimizer} ${config.learningRate}`,
    config.dropout,
    `${config.l1}, ${config.l2}`,
    score === null ? '' : formatScore(measure.name, score) + (sd === null ? '' : ` ± ${sd.toPrecision(2)}`),
    bestEpoch ?? '',
    status,
  ]);
}

const REPORT_STYLE = `${PAGE_STYLE}main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem}
h2,caption{font-size:1.125rem;font-weight:600;text-align:left;margin:0;padding:1.5rem 0 .5rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem}
td,th{border-top:1px solid var(--line);padding:.375rem .75rem .375rem 0;text-align:left;vertical-align:top;font-variant-numeric:tabular-nums}
th{color:var(--soft);font-weight:400}
pre{overflow-x:auto;font-size:.8125rem;background:none;border:1px solid var(--line);border-radius:6px;padding:.75rem}
.foot{color:var(--soft);font-size:.875rem;padding-top:1rem}
`;
