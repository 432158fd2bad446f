import { env } from 'cloudflare:workers';
import { describe, test } from 'vitest';
import { app } from '../../apps/api/src/app.ts';
import { createLog, takenPoints } from './logged.ts';
import { once } from './once.ts';
import { postJson, request } from './service.ts';

const HOSTILE = '</title><script>alert(1)</script>';
const PAGE = '<!DOCTYPE html><html><head><title>Stepwell</title></head><body></body></html>';
const withPage = { ...env, ASSETS: { ...env.ASSETS, fetch: async () => new Response(PAGE) } };

const logged = once(async () => {
  const run = await createLog({ project: 'digits', name: HOSTILE });
  const points = Array.from({ length: 20 }, (_, step) => ({
    step,
    values: { lr: 0.1, loss: step === 7 ? 'NaN' : 1 / (step + 1), val_loss: 2 / (step + 1), '<svg onload=x>': 1 },
  }));
  await takenPoints(run, 1, points);
  await postJson(`/api/logs/${run.id}/finish`, {}, run.key);
  return run;
});

describe('a logged run outside of the dashboard', () => {
  test('is a picture of its loss, training beside validation, with a gap and a mark', async ({ expect }) => {
    const run = await logged();
    const answer = await request(`/l/${run.id}/curve.svg`);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    const svg = await answer.text();
    expect(svg).not.toContain('<script');
    expect(svg).toContain('training 0.0500');
    expect(svg).toContain('validation 0.100');
    expect(svg).toContain('Finished: 20 points to step 19.');
    const [training = '', validation = ''] = Array.from(
      svg.matchAll(/<path d="([^"]+)" class="s-curve"/g),
      ([, d]) => d,
    );
    // Interrupted once, and not at all.
    expect([training.split('M').length - 1, validation.split('M').length - 1]).toEqual([2, 1]);
    expect(svg.split('class="s-soft"').length - 1).toBe(1);
    const dark = await (await request(`/l/${run.id}/curve.svg?theme=dark`)).text();
    expect(dark).not.toBe(svg);
  });

  test('is a card, an embedded page and an oEmbed', async ({ expect }) => {
    const run = await logged();
    const card = await request(`/l/${run.id}/card.png?v=1.2.finished`);
    const bytes = new Uint8Array(await card.arrayBuffer());
    expect(Array.from(bytes.subarray(1, 4), (byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
    expect(new DataView(bytes.buffer).getUint32(16)).toBe(1200);
    expect(card.headers.get('cache-control')).toContain('immutable');
    expect((await request(`/l/${run.id}/card.png?v=1.1.finished`)).headers.get('cache-control')).not.toContain(
      'immutable',
    );
    const embed = await request(`/l/${run.id}/embed`);
    const page = await embed.text();
    expect(page).not.toContain('<script');
    expect(page).toContain(`http://localhost/l/${run.id}`);
    expect(embed.headers.get('content-security-policy')).toContain('frame-ancestors *');
    const url = encodeURIComponent(`http://localhost/l/${run.id}`);
    expect(await (await request(`/oembed?url=${url}`)).json()).toMatchObject({
      title: `${HOSTILE} (digits)`,
      html: expect.stringContaining(`/l/${run.id}/embed`),
      thumbnail_url: `http://localhost/l/${run.id}/card.png?v=1.2.finished`,
    });
  });

  test('is a page with its own tags', async ({ expect }) => {
    const run = await logged();
    const answer = await app.request(`/l/${run.id}`, {}, withPage);
    const page = await answer.text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain(`<meta property="og:url" content="http://localhost/l/${run.id}" />`);
    expect(page).toContain('Trained elsewhere, logged here; no verdict.');
    expect(page).toContain(`/l/${run.id}/card.png?v=1.2.finished`);
    for (const none of ['a'.repeat(22), 'x']) {
      expect((await app.request(`/l/${none}`, {}, withPage)).status).toBe(404);
      for (const path of ['card.png', 'curve.svg', 'embed']) {
        expect((await request(`/l/${none}/${path}`)).status).toBe(404);
      }
    }
    expect((await app.request(`/r/${run.id}`, {}, withPage)).status).toBe(404);
  });

  test('has pictures before its first point, of points that are all the same, and of none that is finite', async ({
    expect,
  }) => {
    const empty = await createLog({ project: 'empty' });
    expect(await (await request(`/l/${empty.id}/curve.svg`)).text()).toContain(
      'The curve appears with the first points.',
    );
    const odd = await createLog({ project: 'odd' });
    await takenPoints(odd, 1, [{ step: 5, values: { loss: 'NaN' } }]);
    const svg = await (await request(`/l/${odd.id}/curve.svg`)).text();
    expect(svg).toContain('NaN');
    expect(svg).not.toMatch(/="[^"]*(?:NaN|Infinity)[^"]*"/);
    await takenPoints(odd, 2, [{ step: 5, values: { loss: 3 } }]);
    expect(await (await request(`/l/${odd.id}/curve.svg`)).text()).not.toMatch(/="[^"]*(?:NaN|Infinity)[^"]*"/);
    for (const run of [empty, odd]) expect((await request(`/l/${run.id}/card.png`)).status).toBe(200);
  });
});
