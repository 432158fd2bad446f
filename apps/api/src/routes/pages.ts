import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import { cleanText } from '@stepwell/workflow/share';
import { Hono } from 'hono';
import type { Env } from '../env.ts';
import { logUrl, titleOfLog } from '../logs/log-view.ts';
import { sentenceOf, versionOfLog } from '../logs/shared-log.ts';
import { checkId, reportOf, runUrl } from '../report-of.ts';
import { cardText } from '../share/card.ts';
import { firstView } from '../share/first-view.ts';
import { UNFRAMED } from '../share/headers.ts';
import { runById, titleOfReport, versionOf } from '../share/run-to-share.ts';
import { loadLog } from '../storage/logs.ts';
import { withTags, type Tags } from '../share/tags.ts';

/**
 * Serves the run page: one static file for all runs, which reads the id from its address, and one for all logged runs. Adds
 * the tags for link previews, and to a run's page the verdict; an unknown run gets the same page with status 404 or 410.
 */
export const pages = new Hono<{ Bindings: Env }>()
  .get('/r/:id', (c) => pageOf(c.env, c.req.url, '/r', () => writtenOfRun(c.env, c.req.url, c.req.param('id'))))
  .get('/l/:id', (c) => pageOf(c.env, c.req.url, '/l', () => writtenOfLog(c.env, c.req.url, c.req.param('id'))));

/** What is written into a page before it is sent. */
interface Written {
  tags: Tags;
  /** The verdict as HTML; empty for logged runs, which have none. */
  first: string;
}

/** @param shell the file that serves all pages of this kind. */
async function pageOf(env: Env, requestUrl: string, shell: string, read: () => Promise<Written>): Promise<Response> {
  const [asset, written] = await Promise.all([
    env.ASSETS.fetch(new URL(shell, requestUrl).href),
    writtenOrStatus(read),
  ]);
  const found = typeof written !== 'number';
  const page = new Response(await asset.arrayBuffer(), {
    status: found ? asset.status : written,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      ...UNFRAMED,
      ...policyOf(asset.headers),
    },
  });
  return found ? withTags(page, written.tags, written.first) : page;
}

/** Keeps the content security policy of the built page. */
function policyOf(headers: { get(name: string): string | null }): Record<string, string> {
  const policy = headers.get('content-security-policy');
  return policy === null ? {} : { 'content-security-policy': policy };
}

/** @returns what is written into a page, or the status for a link without a run. */
async function writtenOrStatus(read: () => Promise<Written>): Promise<Written | 404 | 410> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof StepwellError)) throw thrown;
    const { status } = ERROR_CODES[thrown.code];
    if (status === 404 || status === 410) return status;
    throw thrown;
  }
}

async function writtenOfRun(env: Env, requestUrl: string, id: string): Promise<Written> {
  const run = await runById(env, id);
  const report = await reportOf(env, requestUrl, run);
  const url = runUrl(requestUrl, run.shownId);
  const title = titleOfReport(report);
  const tags = {
    title,
    description: cleanText(report.verdict),
    url,
    image: { url: `${url}/card.png?v=${versionOf(run)}`, alt: cardText({ title, report }) },
    oembed: oembedUrl(requestUrl, url),
  };
  return { tags, first: await firstView(report, title) };
}

async function writtenOfLog(env: Env, requestUrl: string, id: string): Promise<Written> {
  const log = await loadLog(env.DB, checkId(id));
  const [title, description] = [cleanText(titleOfLog(log)), sentenceOf(log, Date.now())];
  const url = logUrl(requestUrl, log.id);
  const tags = {
    title,
    description,
    url,
    image: { url: `${url}/card.png?v=${versionOfLog(log)}`, alt: `${title}. ${description}` },
    oembed: oembedUrl(requestUrl, url),
  };
  return { tags, first: '' };
}

function oembedUrl(requestUrl: string, url: string): string {
  return new URL(`/oembed?${new URLSearchParams({ url, format: 'json' }).toString()}`, requestUrl).href;
}
