import { heroOf, heroWords, outcomeOf, waitingWord, type Hero, type Outcome } from '../headline.ts';
import type { Report } from '../report.ts';
import type { RunCurve } from './chart.ts';
import { intervalPicture } from './interval-picture.ts';
import { drawPanel, roomBeside } from './panel.ts';
import { shortVerdict } from './short-verdict.ts';
import { rounded, textElement } from './text-element.ts';
import { shortened, widthOf, wrapped } from './text-width.ts';
import { styleSheet } from './theme.ts';
import { shareWords } from './words.ts';
import { escapeXml } from './xml.ts';

/** What a card is written from. */
export type CardInput = Parameters<typeof heroOf>[0] & Parameters<typeof outcomeOf>[0];

/** The size of a card, as previews of links want it. */
export const CARD = { width: 1200, height: 630 } as const;

const EDGE = 60;
const TITLE = 38;
const VERDICT = 52;
const NUMBER = 124;
const CAPTION = 30;
const CHART = { font: 26, stroke: 5, epochs: true };
/** Where the number ends and the curve begins. */
const MIDDLE = 540;
const BODY = 256;
const SITE = 'Stepwell';

/** The colour of each verdict. */
export const TONES: Record<Outcome, 'f-good' | 'f-unsure' | 'f-bad' | 'f-soft'> = {
  works: 'f-good',
  luck: 'f-unsure',
  fails: 'f-bad',
  'no-signal': 'f-bad',
  'too-little': 'f-unsure',
  'wrong-measure': 'f-unsure',
  drifting: 'f-bad',
  leak: 'f-unsure',
  failed: 'f-bad',
  running: 'f-soft',
  stopped: 'f-unsure',
};

/**
 * A run as a card of 1200 × 630: title, verdict, the one number with its interval, the curve beside guessing. Large enough
 * to be read at a quarter of its size.
 */
export function cardSvg(title: string, report: CardInput, curve: RunCurve): string {
  const room = CARD.width - 2 * EDGE;
  const hero = heroOf(report);
  const chart = curve.score ?? curve.loss;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}" viewBox="0 0 ${CARD.width} ${CARD.height}" font-family="sans-serif">`,
    `<style>${styleSheet('light')}</style><rect width="${CARD.width}" height="${CARD.height}" class="f-paper"/>`,
    textElement(shortened(title, TITLE, room - 220), EDGE, EDGE + 28, { size: TITLE, fill: 'f-soft', bold: true }),
    textElement(SITE, CARD.width - EDGE, EDGE + 28, { size: 30, fill: 'f-soft', anchor: 'end' }),
    verdictLines(report, room),
    numberOf(report, hero),
    chart === null ? '' : chartOf(chart),
    '</svg>',
  ].join('');
}

/** The verdict on one or two lines, its word in the colour of what it says. */
function verdictLines(report: CardInput, room: number): string {
  const { word, rest } = shortVerdict(report);
  const lines = wrapped(`${word} ${rest}`, VERDICT, room, 2);
  return lines
    .map((line, i) => {
      const y = EDGE + 98 + i * 1.15 * VERDICT;
      const coloured = i === 0 ? word : '';
      const plain = i === 0 ? line.slice(word.length) : line;
      return `<text x="${EDGE}" y="${rounded(y)}" font-size="${VERDICT}" font-weight="600" class="f-ink"><tspan class="${TONES[outcomeOf(report)]}">${escapeXml(coloured)}</tspan>${escapeXml(plain)}</text>`;
    })
    .join('');
}

/** The number, what it counts, and its interval beside guessing. */
function numberOf(report: CardInput, hero: Hero | null): string {
  const width = MIDDLE - EDGE - 40;
  const estimate = hero?.estimate ?? null;
  const number = hero === null || estimate === null ? '–' : hero.format(estimate.value).replace(' %', '\u00a0%');
  const size = Math.floor(Math.min(NUMBER, (NUMBER * width) / widthOf(number, NUMBER)));
  const caption = hero?.caption ?? heroWords[waitingWord(report.run.status)];
  const lines = wrapped(caption, CAPTION, width, 3);
  const top = BODY + 0.8 * NUMBER;
  return [
    textElement(number, EDGE - 6, top, { size, fill: estimate === null ? 'f-soft' : 'f-ink', bold: true }),
    ...lines.map((line, i) => textElement(line, EDGE, top + 44 + i * 36, { size: CAPTION, fill: 'f-soft' })),
    hero === null ? '' : intervalPicture(hero, { left: EDGE, top: top + 26 + lines.length * 36, width, font: 26 }),
  ].join('');
}

function chartOf(chart: NonNullable<RunCurve['score']>): string {
  const top = BODY + 54;
  const height = CARD.height - top - EDGE - CHART.font;
  const { left, right } = roomBeside(chart, height, CHART);
  const from = MIDDLE + left;
  return drawPanel(chart, { left: rounded(from), top, width: rounded(CARD.width - 44 - right - from), height }, CHART);
}

/** @returns what a run is called: what it predicts, and from what. */
export function titleOf({ dataset, spec }: Pick<Report, 'dataset' | 'spec'>): string {
  return shareWords.title(spec.target.join(', '), dataset.name);
}
