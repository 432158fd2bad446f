import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { dropLiveRun } from '../../apps/api/src/live/live-run.ts';
import { firstView } from '../../apps/api/src/share/first-view.ts';
import { withTags } from '../../apps/api/src/share/tags.ts';
import { formatScore } from '@stepwell/metrics/names';
import type { RunSpecInput } from '@stepwell/workflow';
import { once } from './once.ts';
import { createRun, request, runToEnd } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

const QUICK: Omit<RunSpecInput, 'dataset'> = { target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 7 };
const HOSTILE = `</title><script>alert("1")</script> & 'x' \u0000`;
const NOBODY = 'a'.repeat(22);

const hostile = once(async () => {
  const run = await createRun(noiseCsv(300), { ...QUICK, target: ['label'], name: HOSTILE });
  return { run, report: await runToEnd(run) };
});
const finished = once(async () => {
  const run = await createRun(learnableCsv(120), { ...QUICK, name: 'small table', model: { epochs: 12 } });
  return { run, report: await runToEnd(run) };
});

/** Every address that a page would load from or lead to. */
const addressesIn = (page: string) =>
  [...page.matchAll(/\b(?:src|href|srcset|action|data)="([^"]*)"/g)].map(([, to]) => to);

describe('the verdict in the page', () => {
  test('is the one of the report, with its number and interval', async ({ expect }) => {
    const { report } = await finished();
    const first = await firstView(report, 'y from small table');
    expect(first).toContain('<h1 class="heading">y from small table</h1>');
    expect(first).toContain('<strong class="text-good">Works. </strong>Predicts &quot;y&quot; within ');
    const [low, high] = report.test!.ci.map((end) => formatScore('mae', end));
    expect(first).toContain(
      `95\u00a0%: ${low} to ${high}; guessing ${formatScore('mae', report.test!.baseline.value)}`,
    );
    expect(first).toContain(`>${formatScore('mae', report.test!.value)}</span>`);
  });

  test('names of the data stay text', async ({ expect }) => {
    const { report } = await hostile();
    const first = await firstView(report, HOSTILE);
    expect(first).not.toContain('<script');
    expect(first).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(first).toContain('Too little data. </strong>');
    // What one can do has its own place, as on the page: the verdict doesn't say it as well.
    const advice = report.gate!.advice!;
    const [verdict, notice] = first.split('<strong class="block">What you can do</strong>');
    expect(verdict).not.toContain(advice.slice(0, 30));
    expect(notice).toContain(advice.slice(0, 30));
  });
});

describe('tags for previews', () => {
  const PAGE =
    '<!DOCTYPE html><html><head><title>Stepwell</title><meta name="description" content="old"/></head><body><title>svg</title><section id="first-view"></section></body></html>';

  test('are written into the head, hostile names escaped', async ({ expect }) => {
    const tags = {
      title: HOSTILE,
      description: 'Predicts "y" & more.',
      url: 'https://stepwell.example/r/abc',
      image: { url: 'https://stepwell.example/r/abc/card.png?v=1.9', alt: 'A "card"' },
      oembed: 'https://stepwell.example/oembed?url=x&format=json',
    };
    const page = await (
      await withTags(new Response(PAGE, { headers: { 'content-type': 'text/html' } }), tags, '<b>2.1</b>')
    ).text();
    const head = page.slice(0, page.indexOf('</head>'));
    expect(page).toContain('<section id="first-view"><b>2.1</b></section>');
    expect(head.match(/<title>/g)).toHaveLength(1);
    expect(page).not.toContain('<script');
    expect(head).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(head).not.toContain('content="old"');
    expect(head).toContain('<meta name="description" content="Predicts &quot;y&quot; &amp; more." />');
    expect(head).toContain('<link rel="canonical" href="https://stepwell.example/r/abc" />');
    expect(head).toContain('<meta property="og:image" content="https://stepwell.example/r/abc/card.png?v=1.9" />');
    expect(head).toContain('<meta property="og:image:width" content="1200" />');
    expect(head).toContain('<meta property="og:image:height" content="630" />');
    expect(head).toContain('<meta property="og:image:alt" content="A &quot;card&quot;" />');
    expect(head).toContain('<meta name="twitter:card" content="summary_large_image" />');
    expect(head).toContain(
      'type="application/json+oembed" href="https://stepwell.example/oembed?url=x&amp;format=json"',
    );
  });

  test('come with a page that sets no cookie and may not be framed; without a run it is not found', async ({
    expect,
  }) => {
    const { run } = await finished();
    const page = await request(`/r/${run.id}`);
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    for (const id of [NOBODY, 'short', '%3Cscript%3E']) {
      const none = await request(`/r/${id}`);
      expect(none.status, id).toBe(404);
      expect(none.headers.get('content-type')).toContain('text/html');
      expect(none.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });
});

describe('the page to be framed', () => {
  test('has verdict, number and curve, runs nothing, and leads to the run alone', async ({ expect }) => {
    const { run, report } = await finished();
    const response = await request(`/r/${run.id}/embed`);
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    const page = await response.text();
    expect(page).not.toContain('<script');
    expect(page).toContain('Works.');
    expect(page).toContain(report.test!.value.toPrecision(3));
    expect(page).toContain('<polyline points=');
    expect(new Set(addressesIn(page))).toEqual(new Set([report.run.url]));
  });

  test('keeps a hostile name as text', async ({ expect }) => {
    const { run } = await hostile();
    const page = await (await request(`/r/${run.id}/embed`)).text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('oEmbed', () => {
  const ask = (query: Record<string, string>) => request(`/oembed?${new URLSearchParams(query).toString()}`);

  test('answers a rich frame, no larger than there is room', async ({ expect }) => {
    const { run, report } = await finished();
    const response = await ask({ url: report.run.url });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const link = `http://localhost/r/${run.id}`;
    expect(await response.json()).toEqual({
      version: '1.0',
      type: 'rich',
      provider_name: 'Stepwell',
      provider_url: 'http://localhost/',
      title: 'y from small table',
      html: `<iframe src="${link}/embed" title="y from small table" width="640" height="820" style="border:0;max-width:100%" loading="lazy"></iframe>`,
      width: 640,
      height: 820,
      cache_age: 300,
      thumbnail_url: expect.stringMatching(new RegExp(`^${link}/card\\.png\\?v=1\\.\\d+$`)),
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
    const small = (await (
      await ask({ url: `${link}?stage=tune`, maxwidth: '320', maxheight: '240' })
    ).json()) as object;
    expect(small).toMatchObject({ width: 320, height: 240 });
    expect(small).not.toHaveProperty('thumbnail_url');
  });

  test('refuses other formats, and links that are no run of this origin', async ({ expect }) => {
    const { report } = await finished();
    const { url } = report.run;
    expect((await ask({ url, format: 'xml' })).status).toBe(501);
    for (const other of [
      'https://elsewhere.example/r/' + report.run.id,
      'http://localhost/',
      `http://localhost/r/${NOBODY}`,
      `http://localhost/api/runs/${report.run.id}`,
      'javascript:alert(1)',
      'not a link',
    ]) {
      expect((await ask({ url: other })).status, other).toBe(404);
    }
    expect((await ask({})).status).toBe(400);
    expect((await ask({ url, maxwidth: 'wide' })).status).toBe(400);
  });
});

/** A line with its three numbers to the six digits that a curve travels with; the CSV has them all. */
function asDrawn(line: string): string {
  const [fit, trial, fold, epoch, ...values] = line.split(',');
  const rounded = values.map((value) => (value === '' ? '' : String(Number(Number(value).toPrecision(6)))));
  return [fit, trial, fold, epoch, ...rounded].join(',');
}

/** Text as HTML writes it. */
function escaped(text: string): string {
  return text.replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

describe('a run as files', () => {
  test('the CSV has every point of the curve, in order', async ({ expect }) => {
    const run = await createRun(learnableCsv(20), { ...QUICK, ignoreGate: true, model: { epochs: 8 } });
    await runToEnd(run);
    // More pages than one read of the curve brings.
    const insert = env.DB.prepare('INSERT INTO curve_pages (run_id, seq, fit_id, points) VALUES (?1, ?2, ?3, ?4)');
    const pages = Array.from({ length: 450 }, (_, i) => {
      const point = { epoch: i + 1, trainLoss: Math.sqrt(i + 2), validationLoss: i % 3 === 0 ? null : 1 / (i + 7) };
      const points = JSON.stringify([{ ...point, validationScore: i % 3 === 0 ? null : Math.sqrt(i + 0.5) / 1e4 }]);
      return insert.bind(run.id, 1_000 + i, `tune-9/fold-${i % 2}`, points);
    });
    await env.DB.batch(pages);
    // They came past the service.
    dropLiveRun(run.id);
    const response = await request(`/api/runs/${run.id}/curve.csv`);
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const [header, ...lines] = (await response.text()).trimEnd().split('\n');
    expect(header).toBe('fit,trial,fold,epoch,train_loss,validation_loss,validation_score');
    const expected: string[] = [];
    let reads = 0;
    for (let after = 0, more = true; more;) {
      const answer = (await (await request(`/api/runs/${run.id}/curve?after=${after}`)).json()) as {
        pages: { fit: string; points: Record<string, number | null>[] }[];
        more: boolean;
        next: number;
      };
      for (const { fit, points } of answer.pages) {
        // Folds are numbered; a fit by itself says on which rows it is: `final/all`.
        const [trial, fold] = fit.replace('/fold-', '/').split('/');
        for (const { epoch, trainLoss, validationLoss, validationScore } of points) {
          expected.push([fit, trial, fold, epoch, trainLoss, validationLoss ?? '', validationScore ?? ''].join(','));
        }
      }
      ({ next: after, more } = answer);
      reads++;
    }
    expect(reads).toBeGreaterThan(1);
    expect(lines.length).toBeGreaterThan(450);
    expect(lines.map(asDrawn)).toEqual(expected);
  });

  test('of a run that has not begun the CSV has its header', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    expect((await (await request(`/api/runs/${run.id}/curve.csv`)).text()).split('\n')).toHaveLength(2);
  });

  test('the HTML report needs nothing else, and leads nowhere but to the run', async ({ expect }) => {
    for (const { run, report } of [await finished(), await hostile()]) {
      const response = await request(`/api/runs/${run.id}/report.html`);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="report-${run.id}.html"`);
      const page = await response.text();
      expect(page).not.toMatch(/<script|@import|url\(/);
      expect(addressesIn(page)).toEqual([report.run.url]);
      expect(page).toContain('<caption>');
      expect(page).toContain(report.dataset.sha256);
      for (const { choice } of report.decisions) expect(page).toContain(escaped(choice));
      expect(page.includes(report.model?.sha256 ?? 'Decisions')).toBe(true);
    }
  });
});
