import { heroOf, heroWords, openingOf, outcomeOf } from '@stepwell/workflow/headline';
import { curveSvg, intervalPicture, pageColours, styleSheet, TONES } from '@stepwell/workflow/share';
import { html, raw } from 'hono/html';
import type { SharedRun } from './run-to-share.ts';

/** Texts of an embedded run. */
const words = { open: 'Open the run', made: 'Stepwell' } as const;

const INTERVAL = { left: 0, top: 4, width: 320, font: 14 };

/** Renders an embeddable page without scripts: verdict, score, curve, and a link to the run. */
export function embedPage({ title, report, curve }: SharedRun, link: string) {
  const tone = TONES[outcomeOf(report)].slice('f-'.length);
  const opening = openingOf(outcomeOf(report)) ?? '';
  const { status } = report.run;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="canonical" href="${link}" />
        <style>
          ${raw(EMBED_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1><a href="${link}" target="_blank" rel="noopener">${title}</a></h1>
          <p><strong style="color:var(--${tone})">${opening}</strong> ${report.verdict}</p>
          ${numberPart(report)}
          <figure>${raw(curveSvg(curve, { title, status, untitled: true }, 'auto'))}</figure>
          <p class="foot"><a href="${link}" target="_blank" rel="noopener">${words.open}</a> · ${words.made}</p>
        </main>
      </body>
    </html>`;
}

/** Renders the score with its interval; empty until it's known. */
export function numberPart(report: SharedRun['report']) {
  const hero = heroOf(report);
  if (hero === null || hero.estimate === null) return '';
  const { estimate, format } = hero;
  const label = `${format(estimate.value)}, ${heroWords.interval(format(estimate.low), format(estimate.high))}; ${hero.reference.label} ${format(hero.reference.value)}`;
  return html`<div class="number">
    <p><b>${format(estimate.value)}</b> ${hero.caption}</p>
    <svg viewBox="-8 0 336 50" width="336" height="50" role="img" aria-label="${label}">
      ${raw(intervalPicture(hero, INTERVAL))}
    </svg>
  </div>`;
}

/** Styles of the embedded page and the report page. */
export const PAGE_STYLE = `${pageColours()}${styleSheet('auto')}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}
h1{font-size:1.25rem;line-height:1.4;margin:0 0 .5rem}
p{margin:0 0 .75rem}
a{color:inherit}
figure{margin:0 0 .75rem}
svg{max-width:100%;height:auto;display:block}
.number p{margin:0;color:var(--soft)}
.number b{font-size:2.75rem;line-height:1.2;color:var(--ink);font-variant-numeric:tabular-nums}
.number svg{overflow:visible;margin-bottom:.75rem}
`;

const EMBED_STYLE = `${PAGE_STYLE}main{padding:1rem;max-width:48rem;margin:0 auto}
h1 a{text-decoration:none}
.foot{color:var(--soft);font-size:.875rem;margin:0}
.foot a{display:inline-block;padding:.75rem 0}
`;
