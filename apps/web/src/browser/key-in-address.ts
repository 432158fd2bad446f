/** A run's link that hands over its edit key: in the fragment, which no server gets to see. */
export function linkWithKey(link: string, key: string): string {
  return `${link}#key=${encodeURIComponent(key)}`;
}

/** @returns the edit key in a fragment; null if there is none. */
export function keyIn(hash: string): string | null {
  const key = new URLSearchParams(hash.replace(/^#/, '')).get('key');
  return key === null || key === '' ? null : key;
}
