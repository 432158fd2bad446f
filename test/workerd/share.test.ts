import { describe, test } from 'vitest';
import { cardSvg, curveSvg } from '@stepwell/workflow/share';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { env } from 'cloudflare:workers';
import type { RunSpecInput } from '@stepwell/workflow';
import { rasterise } from '../../apps/api/src/share/rasterise.ts';
import { shareRun } from '../../apps/api/src/share/run-to-share.ts';
import { loadRun } from '../../apps/api/src/storage/runs.ts';
import { once } from './once.ts';
import { widthOf } from '../../packages/workflow/src/report/share/text-width.ts';
import { createRun, request, runToEnd, step, type TestRun } from './service.ts';
import { learnableCsv, noiseCsv } from './tables.ts';

const QUICK: Omit<RunSpecInput, 'dataset'> = { target: ['y'], effort: 'quick', protocol: 'hold-out', seed: 7 };
const HOSTILE = `<img src=x onerror=alert(1)> & "quotes" 'שלום' 😀 \u0007\u202e${'long '.repeat(40)}`.slice(0, 200);
const NOBODY = 'a'.repeat(22);

const finished = once(async () => {
  const run = await createRun(learnableCsv(120), { ...QUICK, name: 'small table', model: { epochs: 12 } });
  return { run, report: await runToEnd(run) };
});
const stopped = once(async () => {
  const run = await createRun(noiseCsv(300), { ...QUICK, target: ['label'], name: HOSTILE });
  return { run, report: await runToEnd(run) };
});

const get = (run: TestRun, path: string, headers: Record<string, string> = {}) =>
  request(`/r/${run.id}/${path}`, { headers });

/** Where pixels of a colour are, in a picture: how many, and between which rows and columns. */
function pixelsOf(png: Uint8Array, [red, green, blue]: [number, number, number]) {
  const { width, height, data, channels } = decode(png);
  const seen = { count: 0, left: width, right: 0, top: height, bottom: 0 };
  for (let i = 0; i < width * height; i++) {
    const at = i * channels;
    if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) continue;
    seen.count++;
    seen.left = Math.min(seen.left, i % width);
    seen.right = Math.max(seen.right, i % width);
    seen.top = Math.min(seen.top, Math.floor(i / width));
    seen.bottom = Math.max(seen.bottom, Math.floor(i / width));
  }
  return seen;
}

const CURVE = [0x00, 0x72, 0xb2] as [number, number, number];
const PAPER = [0xfa, 0xf9, 0xf6] as [number, number, number];

describe('the card of a run', () => {
  test('is a PNG of 1200 by 630 with the curve, the number and the verdict on it', async ({ expect }) => {
    const { run } = await finished();
    const response = await get(run, 'card.png');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    const png = new Uint8Array(await response.arrayBuffer());
    expect(png.slice(0, 8)).toEqual(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a));
    const head = new DataView(png.buffer, 16, 8);
    expect([head.getUint32(0), head.getUint32(4)]).toEqual([1200, 630]);
    const paper = pixelsOf(png, PAPER);
    expect(paper.count).toBeGreaterThan(0.7 * 1200 * 630);
    expect(paper.count).toBeLessThan(0.97 * 1200 * 630);
    // The interval starts on the left half, the curve goes on to its name on the right.
    const curve = pixelsOf(png, CURVE);
    expect(curve.count).toBeGreaterThan(1500);
    expect(curve.left).toBeLessThan(500);
    expect(curve.right).toBeGreaterThan(1000);
    expect(curve.top).toBeGreaterThan(240);
    expect(curve.bottom).toBeLessThan(600);
    // "Works." is written in its own colour, above all of that.
    const word = pixelsOf(png, [0x0b, 0x5d, 0x4b]);
    expect(word.count).toBeGreaterThan(300);
    expect(word.bottom).toBeLessThan(240);
    expect(pixelsOf(png, [0xa3, 0x27, 0x1d]).count).toBe(0);
  });

  test('is kept under its version, and for good only where the address names it', async ({ expect }) => {
    const { run } = await finished();
    const first = await get(run, 'card.png');
    const stored = await loadRun(env.DB, run.id);
    const version = `1.${stored.version}`;
    const kept = await env.OBJECTS.get(`runs/${run.id}/card/${version}`);
    expect(new Uint8Array(await kept!.arrayBuffer())).toEqual(new Uint8Array(await first.arrayBuffer()));
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    const named = await get(run, `card.png?v=${version}`);
    expect(named.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const other = await get(run, 'card.png?v=1.1');
    expect(other.headers.get('cache-control')).toBe('public, max-age=300');
    const again = await get(run, 'card.png', { 'if-none-match': first.headers.get('etag')! });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('of a running run is drawn anew and kept for a minute', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    const before = await get(run, 'card.png');
    expect(before.headers.get('cache-control')).toBe('public, max-age=60');
    expect(decode(new Uint8Array(await before.arrayBuffer())).width).toBe(1200);
    for (let i = 0; i < 8; i++) await step(run);
    const after = await get(run, 'card.png');
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect((await env.OBJECTS.list({ prefix: `runs/${run.id}/card/` })).objects).toEqual([]);
    await after.arrayBuffer();
  });

  test('survives any name', async ({ expect }) => {
    const { run } = await stopped();
    const png = new Uint8Array(await (await get(run, 'card.png')).arrayBuffer());
    expect(decode(png).width).toBe(1200);
    expect(pixelsOf(png, CURVE).count).toBeGreaterThan(500);
    const { title, report, curve } = await shareRun(env, 'http://localhost/', await loadRun(env.DB, run.id));
    expect(title).not.toContain('\u202e');
    // The rasteriser reads XML strictly: what is not well formed is an error.
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (name) => {
        expect(decode(await rasterise(cardSvg(name, report, curve))).width).toBe(1200);
        expect(decode(await rasterise(curveSvg(curve, { title: name, status: 'stopped' }, 'light'))).width).toBe(560);
      }),
      { numRuns: 12 },
    );
  });
});

test('no line of text is wider than it is measured to be', async ({ expect }) => {
  const lines = [
    'Works. 3.3 times closer than always guessing',
    'WWWWWWMMMMMM@@@@@@%%%%%%',
    'iiiiiiiiiillllllllll.,:;!',
    'Łódź, Ærø, Straße, naïve, Ångström',
    'Ωμέγα και Привет, Щукин',
    '0123456789 95\u00a0% ± 1\u202f000',
  ];
  for (const line of lines) {
    for (const weight of [400, 600]) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="80"><rect width="1600" height="80" fill="#ffffff"/><text x="0" y="55" font-size="40" font-weight="${weight}" font-family="sans-serif">${line}</text></svg>`;
      const { width, height, data, channels } = decode(await rasterise(svg));
      let right = 0;
      for (let i = 0; i < width * height; i++) if (data[i * channels]! < 255) right = Math.max(right, (i % width) + 1);
      const measured = widthOf(line, 40);
      expect(right, line).toBeLessThanOrEqual(Math.ceil(measured) + 1);
      expect(right, line).toBeGreaterThan(0.55 * measured);
    }
  }
});

describe('the curve of a run', () => {
  test('is an SVG that runs nothing and loads nothing', async ({ expect }) => {
    const { run, report } = await finished();
    const response = await get(run, 'curve.svg');
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const svg = await response.text();
    expect(svg).toContain('<title id="curve-title">y from small table</title>');
    expect(svg).toContain('The chosen trial.');
    expect(svg).not.toMatch(/<script|href|url\(|@import/);
    const best = report.tune!.trials.find(({ id }) => id === report.tune!.best)!;
    expect(best.status).toBe('finished');
    expect(svg.length).toBeLessThan(40_000);
    const same = await get(run, 'curve.svg', { 'if-none-match': response.headers.get('etag')! });
    expect(same.status).toBe(304);
  });

  test('is there in one light, and as pixels twice as fine', async ({ expect }) => {
    const { run } = await finished();
    expect(await (await get(run, 'curve.svg?theme=dark')).text()).toContain('.f-paper{fill:#161514}');
    expect((await get(run, 'curve.svg?theme=pink')).status).toBe(400);
    const png = new Uint8Array(await (await get(run, 'curve.png')).arrayBuffer());
    expect(decode(png).width).toBe(1120);
    expect(pixelsOf(png, CURVE).count).toBeGreaterThan(2000);
    const dark = new Uint8Array(await (await get(run, 'curve.png?theme=dark')).arrayBuffer());
    expect(pixelsOf(dark, [0x16, 0x15, 0x14]).count).toBeGreaterThan(100_000);
  });

  test('in the size of a word, with what guessing scores; empty before the first epoch', async ({ expect }) => {
    const { run } = await finished();
    const response = await get(run, 'spark.svg');
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    const svg = await response.text();
    expect(svg.match(/<polyline/g)).toHaveLength(1);
    expect(svg).toContain('stroke-dasharray="2 3"');
    const points = [...svg.matchAll(/(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [x, y] of points) {
      expect(x).toBeLessThanOrEqual(96);
      expect(y).toBeLessThanOrEqual(32);
    }
    const begun = await createRun(learnableCsv(120), QUICK);
    expect(await (await get(begun, 'spark.svg')).text()).not.toMatch(/<polyline|<line|NaN|Infinity/);
  });

  test('of a run without any says so', async ({ expect }) => {
    const run = await createRun(learnableCsv(120), QUICK);
    expect(await (await get(run, 'curve.svg')).text()).toContain('The curve appears after the first epoch.');
  });
});

test('a link to no run is answered as such everywhere, and never as a fault of ours', async ({ expect }) => {
  const run = { id: NOBODY, key: '' };
  for (const path of ['card.png', 'card.png?v=1.3', 'curve.svg', 'spark.svg', 'curve.png', 'embed']) {
    const response = await get(run, path);
    expect(response.status, path).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_run' } });
  }
  for (const path of [`/r/${'%00'.repeat(3)}/card.png`, `/r/..%2f/embed`, `/r/${'x'.repeat(3000)}/curve.svg`]) {
    expect((await request(path)).status, path).toBe(404);
  }
  for (const path of ['curve.csv', 'report.html']) {
    expect((await request(`/api/runs/${NOBODY}/${path}`)).status, path).toBe(404);
  }
});
