import { CARD } from '@stepwell/workflow/share';
import { html } from 'hono/html';

/** Content of a link preview. */
export interface Tags {
  title: string;
  /** The verdict, for the description. */
  description: string;
  /** The link itself. */
  url: string;
  image: { url: string; alt: string };
  /** Address of the oEmbed. */
  oembed: string;
}

/** The used part of Workers' HTMLRewriter. */
interface Rewriter {
  on(selector: string, handlers: { element: (element: RewrittenElement) => void }): Rewriter;
  transform(page: Response): Response;
}
interface RewrittenElement {
  setInnerContent(content: string, options?: { html: boolean }): void;
  append(content: string, options: { html: boolean }): void;
  remove(): void;
}
declare const HTMLRewriter: new () => Rewriter;

const SITE = 'Stepwell';

/**
 * Adds to a page the tags for link previews (Open Graph, Twitter cards, oEmbed) and the verdict.
 *
 * @param page its title and description are replaced.
 * @param first the verdict, for the element with the id `first-view`.
 * @see https://ogp.me
 */
export async function withTags(page: Response, tags: Tags, first: string): Promise<Response> {
  const head = String(await tagsOf(tags));
  return new HTMLRewriter()
    .on('title', { element: (element) => element.setInnerContent(`${tags.title} · ${SITE}`) })
    .on('meta[name="description"]', { element: (element) => element.remove() })
    .on('#first-view', { element: (element) => element.setInnerContent(first, { html: true }) })
    .on('head', { element: (element) => element.append(head, { html: true }) })
    .transform(page);
}

function tagsOf({ title, description, url, image, oembed }: Tags) {
  const named = (name: string, content: string) => html`<meta name="${name}" content="${content}" />`;
  const property = (name: string, content: string) => html`<meta property="${name}" content="${content}" />`;
  return html`${[
    named('description', description),
    html`<link rel="canonical" href="${url}" />`,
    html`<link rel="alternate" type="application/json+oembed" href="${oembed}" title="${title}" />`,
    property('og:type', 'website'),
    property('og:site_name', SITE),
    property('og:title', title),
    property('og:description', description),
    property('og:url', url),
    property('og:image', image.url),
    property('og:image:type', 'image/png'),
    property('og:image:width', String(CARD.width)),
    property('og:image:height', String(CARD.height)),
    property('og:image:alt', image.alt),
    named('twitter:card', 'summary_large_image'),
    named('twitter:title', title),
    named('twitter:description', description),
    named('twitter:image', image.url),
    named('twitter:image:alt', image.alt),
  ]}`;
}
