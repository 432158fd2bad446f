import { CARD, EMBED, embedCode } from '@stepwell/workflow/share';

/** oEmbed of a run. @see https://oembed.com */
export interface OEmbed {
  version: '1.0';
  type: 'rich';
  provider_name: string;
  provider_url: string;
  title: string;
  html: string;
  width: number;
  height: number;
  /** In seconds. */
  cache_age: number;
  thumbnail_url?: string;
  thumbnail_width?: number;
  thumbnail_height?: number;
}

/** Maximum size in the request, in pixels. */
export interface Room {
  maxwidth?: number | undefined;
  maxheight?: number | undefined;
}

const CACHE_SECONDS = 300;

/**
 * Builds the oEmbed of a run.
 *
 * @param link of the run.
 * @param version version of its card, which is included only if it fits.
 */
export function oembedOf(link: string, title: string, version: string, { maxwidth, maxheight }: Room): OEmbed {
  const width = Math.min(EMBED.width, maxwidth ?? Infinity);
  const height = Math.min(EMBED.height, maxheight ?? Infinity);
  const fits = CARD.width <= (maxwidth ?? Infinity) && CARD.height <= (maxheight ?? Infinity);
  return {
    version: '1.0',
    type: 'rich',
    provider_name: 'Stepwell',
    provider_url: new URL('/', link).href,
    title,
    html: embedCode(link, title, { width, height }),
    width,
    height,
    cache_age: CACHE_SECONDS,
    ...(fits
      ? {
          thumbnail_url: `${link}/card.png?v=${version}`,
          thumbnail_width: CARD.width,
          thumbnail_height: CARD.height,
        }
      : {}),
  };
}

/** @returns the id in a link of this origin; null for another link. */
export function idInLink(link: string, requestUrl: string): string | null {
  const url = URL.parse(link);
  if (url === null || url.origin !== new URL(requestUrl).origin) return null;
  return /^\/[rl]\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? null;
}

/** @returns whether a link of this origin is that of a logged run. */
export function isLogLink(link: string): boolean {
  return URL.parse(link)?.pathname.startsWith('/l/') === true;
}
