import { cleanText, escapeXml } from './xml.ts';

/** The size of the frame that an embedded run is shown in, unless there is less room. */
export const EMBED = { width: 640, height: 820 } as const;

/**
 * HTML that shows a run on another page.
 *
 * @param link of the run.
 * @param size of the frame.
 */
export function embedCode(link: string, title: string, size: { width: number; height: number } = EMBED): string {
  return `<iframe src="${escapeXml(`${link}/embed`)}" title="${escapeXml(cleanText(title))}" width="${size.width}" height="${size.height}" style="border:0;max-width:100%" loading="lazy"></iframe>`;
}

/** A run as Markdown: its curve as a picture that leads to it, its title and its verdict. */
export function shareMarkdown(link: string, title: string, verdict: string): string {
  const heading = markdownText(title);
  return `[![${heading}](${link}/curve.svg)](${link})\n\n**[${heading}](${link})** ${markdownText(verdict)}\n`;
}

/** Escapes user text, so nothing in it becomes a link, a tag or emphasis. */
function markdownText(text: string): string {
  return cleanText(text)
    .replaceAll(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .trim();
}
