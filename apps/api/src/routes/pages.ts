import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import { cleanText } from '@stepwell/workflow/share';
import { Hono } from 'hono';
import type { Env } from '../env.ts';
import { reportOf, runUrl } from '../report-of.ts';
import { cardText } from '../share/card.ts';
import { firstView } from '../share/first-view.ts';
import { UNFRAMED } from '../share/headers.ts';
import { runById, titleOfReport, versionOf } from '../share/run-to-share.ts';
import { withTags, type Tags } from '../share/tags.ts';

/**
 * Serves the run page: one static file for all runs, which reads the id from its address. Adds the tags for link previews and the verdict;
 * an unknown run gets the same page with status 404 or 410.
 */
export const pages = new Hono<{ Bindings: Env }>().get('/r/:id', async (c) => {
  const [asset, tags] = await Promise.all([
    c.env.ASSETS.fetch(new URL('/r', c.req.url).href),
    tagsOrStatus(c.env, c.req.url, c.req.param('id')),
  ]);
  const found = typeof tags !== 'number';
  const page = new Response(await asset.arrayBuffer(), {
    status: found ? asset.status : tags,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      ...UNFRAMED,
      ...policyOf(asset.headers),
    },
  });
  return found ? withTags(page, tags.tags, tags.first) : page;
});

/** Keeps the content security policy of the built page. */
function policyOf(headers: { get(name: string): string | null }): Record<string, string> {
  const policy = headers.get('content-security-policy');
  return policy === null ? {} : { 'content-security-policy': policy };
}

/** @returns the tags for a link preview and the verdict, or the status for a link without a run. */
async function tagsOrStatus(
  env: Env,
  requestUrl: string,
  id: string,
): Promise<{ tags: Tags; first: string } | 404 | 410> {
  try {
    const run = await runById(env, id);
    const report = await reportOf(env, requestUrl, run);
    const url = runUrl(requestUrl, run.shownId);
    const title = titleOfReport(report);
    const tags = {
      title,
      description: cleanText(report.verdict),
      url,
      image: { url: `${url}/card.png?v=${versionOf(run)}`, alt: cardText({ title, report }) },
      oembed: new URL(`/oembed?${new URLSearchParams({ url, format: 'json' }).toString()}`, requestUrl).href,
    };
    return { tags, first: await firstView(report, title) };
  } catch (thrown) {
    if (!(thrown instanceof StepwellError)) throw thrown;
    const { status } = ERROR_CODES[thrown.code];
    if (status === 404 || status === 410) return status;
    throw thrown;
  }
}
