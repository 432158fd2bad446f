import type { RunCurve, Chart } from './chart.ts';
import { drawPanel, roomBeside } from './panel.ts';
import { rounded, textElement } from './text-element.ts';
import { shortened, wrapped } from './text-width.ts';
import { styleSheet, type Theme } from './theme.ts';
import { shareWords } from './words.ts';
import { escapeXml } from './xml.ts';

/** The text of a curve picture. */
export interface CurveText {
  title: string;
  /** Why there is nothing to draw, where there is nothing. */
  status: 'running' | 'finished' | 'stopped' | 'failed';
  /** Whether the title is shown elsewhere and only needed as a text alternative. */
  untitled?: boolean;
}

/** Fonts that are there already. */
export const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif";

const WIDTH = 560;
const FONT = 15;
const TITLE = 17;
const EDGE = 20;
/** Of a chart, without what is written above it. */
const HEIGHT = 160;
const ABOVE = 34;
const BELOW = 30;
/** Whatever font is there: none that is usual is wider by more than this than the one that is measured. */
const WIDER = 1.15;

/** A run's curve as a standalone picture: the measure and guessing above, the losses below, on one axis of epochs. */
export function curveSvg(curve: RunCurve, text: CurveText, theme: Theme): string {
  const charts = [curve.score, curve.loss].filter((chart) => chart !== null);
  const { head, written } = heading(curve, text, charts.length > 0);
  const height = head + Math.max(1, charts.length) * (ABOVE + HEIGHT) + BELOW + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="curve-title curve-text" font-family="${escapeXml(FONTS)}">`,
    `<title id="curve-title">${escapeXml(text.title)}</title><desc id="curve-text">${escapeXml(describe(curve, text))}</desc>`,
    `<style>${styleSheet(theme)}</style><rect width="${WIDTH}" height="${height}" rx="6" class="f-paper"/>`,
    written,
    charts.length === 0 ? nothing(curve, text, head) : panels(charts, head),
    '</svg>',
  ].join('');
}

/** What is written above the charts, and where they begin. */
function heading(curve: RunCurve, { title, untitled }: CurveText, drawn: boolean): { head: number; written: string } {
  const room = (WIDTH - 2 * EDGE) / WIDER;
  const top = untitled === true ? EDGE - 8 : EDGE + TITLE - 2;
  const heading = textElement(shortened(title, TITLE, room), EDGE, top, { size: TITLE, fill: 'f-ink', bold: true });
  const about = drawn ? wrapped(`${curve.name}. ${shareWords.folds(curve.folds)}`, FONT, room, 2) : [];
  const below = about.map((line, i) => textElement(line, EDGE, top + 22 * (i + 1), { size: FONT, fill: 'f-soft' }));
  return { head: top + 22 * about.length + 8, written: [...(untitled === true ? [] : [heading]), ...below].join('') };
}

function panels(charts: readonly Chart[], head: number): string {
  const last = charts.length - 1;
  const style = (i: number) => ({ font: FONT, stroke: 2, epochs: i === last });
  const rooms = charts.map((chart, i) => roomBeside(chart, HEIGHT, style(i)));
  const left = rounded(EDGE + WIDER * Math.max(...rooms.map((room) => room.left)));
  const width = rounded(WIDTH - EDGE - WIDER * Math.max(...rooms.map((room) => room.right)) - left);
  return charts
    .map((chart, i) =>
      drawPanel(chart, { left, top: head + ABOVE + i * (ABOVE + HEIGHT), width, height: HEIGHT }, style(i)),
    )
    .join('');
}

function nothing(curve: RunCurve, { status }: CurveText, head: number): string {
  const { empty } = shareWords;
  const why = status === 'running' ? empty.running : curve.trial === null ? empty.ended : empty.diverged;
  return textElement(why, WIDTH / 2, head + (ABOVE + HEIGHT) / 2, { size: FONT, fill: 'f-soft', anchor: 'middle' });
}

/** A text alternative for the curve. */
function describe(curve: RunCurve, { status }: CurveText): string {
  const charts = [curve.score, curve.loss].filter((chart) => chart !== null);
  if (charts.length === 0) return status === 'running' ? shareWords.empty.running : shareWords.empty.ended;
  const said = charts.map((chart) => {
    const values = chart.lines.flatMap(({ role, line }) => {
      const value = line.mean.findLast((mean) => mean !== null);
      return value === null || value === undefined ? [] : [`${shareWords[role]} ${chart.tick(value)}`];
    });
    const guess = chart.reference === null ? [] : [`${shareWords.guessing} ${chart.tick(chart.reference)}`];
    const mark = chart.mark === null ? [] : [chart.mark.label];
    return shareWords.at(chart.quantity, [...values, ...guess, ...mark].join(', '), chart.epochs);
  });
  return shareWords.described(curve.name, said.join(' '), shareWords.folds(curve.folds));
}
