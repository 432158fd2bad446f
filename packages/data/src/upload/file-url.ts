/**
 * @param address as a person copied it: a file's, or that of a page of GitHub or Hugging Face that shows the file.
 * @returns the file's own address; null if it isn't one of the web.
 */
export function fileUrl(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.hostname === 'github.com') {
    const [, repository, path] = /^\/([^/]+\/[^/]+)\/(?:blob|raw)\/(.+)$/.exec(url.pathname) ?? [];
    return path === undefined ? url : new URL(`https://raw.githubusercontent.com/${repository}/${path}`);
  }
  if (url.hostname === 'huggingface.co') url.pathname = url.pathname.replace('/blob/', '/resolve/');
  return url;
}

/** @returns the name of the file at an address: the last part of its path; the host where there is none. */
export function nameOfUrl(url: URL): string {
  const last = url.pathname.split('/').findLast((part) => part !== '');
  if (last === undefined) return url.hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
