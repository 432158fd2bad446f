/** A run's link that hands over its edit key: in the fragment, which no server gets to see. */
export function linkWithKey(link: string, key: string): string {
  return `${link}#key=${encodeURIComponent(key)}`;
}

/** @returns what a fragment hands over as an edit key, unchecked; null if it hands over nothing. */
export function keyIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('key');
}

/** Whether it has the format of an edit key. Only the service knows whose it is. */
export function isEditKey(key: string): boolean {
  return /^[A-Za-z0-9_-]{1,100}$/.test(key);
}
