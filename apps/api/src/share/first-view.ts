import { formatCount } from '@stepwell/base/format';
import { heroOf, heroWords, openingOf, outcomeOf, waitingWord } from '@stepwell/workflow/headline';
import type { Report } from '@stepwell/workflow';
import { TONES } from '@stepwell/workflow/share';
import { html } from 'hono/html';

/**
 * The verdict as the run's page shows it, written into the page before any of its scripts run: it can be read at once, and
 * where scripts are off. Its classes are the page's own, so that nothing moves when the page takes over.
 */
export async function firstView(report: Report, title: string): Promise<string> {
  const { dataset, improvement, run } = report;
  const advice = run.stoppedBy === 'gate' ? (report.gate?.advice ?? null) : null;
  const verdict = advice === null ? report.verdict : withoutEnd(report.verdict, advice);
  const outcome = outcomeOf(report);
  const opening = openingOf(outcome);
  const hero = heroOf(report);
  const estimate = hero?.estimate ?? null;
  const number = hero === null || estimate === null ? '–' : hero.format(estimate.value);
  const ends = hero === null || estimate === null ? null : [hero.format(estimate.low), hero.format(estimate.high)];
  const compared = hero === null ? '' : `${hero.reference.label} ${hero.format(hero.reference.value)}`;
  return String(
    await html`<div>
        <h1 class="heading">${title}</h1>
        <p class="text-small text-soft">
          ${formatCount(dataset.rows, 'row')} · ${formatCount(dataset.columns, 'column')}
        </p>
      </div>
      <div class="flex flex-col gap-3">
        <div class="min-h-38 lg:grid lg:min-h-20 lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)] lg:items-center lg:gap-6">
          <p class="flex flex-wrap items-baseline gap-x-2">
            <span class="text-hero font-semibold tabular-nums ${estimate === null ? 'text-line' : ''}">${number}</span>
            <span class="text-small text-soft">${hero?.caption ?? heroWords[waitingWord(run.status)]}</span>
          </p>
          <p class="text-small text-soft">
            ${ends === null ? compared : `${heroWords.interval(ends[0]!, ends[1]!)}; ${compared}`}
          </p>
        </div>
        <p class="min-h-12 text-body">
          ${
            opening === null ? '' : html`<strong class="text-${TONES[outcome].slice('f-'.length)}">${opening} </strong>`
          }${unbroken(verdict)}
        </p>
        ${advice === null ? '' : notice('What you can do', advice)}
        ${improvement === null ? '' : notice('What would help most', improvement)}
      </div>`,
  );
}

function notice(title: string, sentence: string) {
  return html`<p class="notice"><strong class="block">${title}</strong>${unbroken(sentence)}</p>`;
}

/** The verdict without the advice at its end, which has its own place. */
function withoutEnd(sentence: string, end: string): string {
  return sentence.endsWith(end) ? sentence.slice(0, -end.length).trimEnd() : sentence;
}

/** Keeps a number and its percent sign on the same line. */
function unbroken(sentence: string): string {
  return sentence.replaceAll(' %', '\u00a0%');
}
