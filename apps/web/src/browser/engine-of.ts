/** A browser's engine. */
export interface BrowserEngine {
  name: 'Chromium' | 'Firefox' | 'Safari' | 'WebKit';
  version: string;
}

/** In this order: each also names some of those after it. */
const ENGINES: readonly (readonly [name: BrowserEngine['name'], version: RegExp])[] = [
  ['Firefox', /\bFirefox\/(\d+)/],
  ['Chromium', /(?:\b|Headless)Chrom(?:e|ium)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+(?:\.\d+)?)\S* (?:Mobile\/\S+ )?Safari\//],
  // Other browsers on an iPhone.
  ['WebKit', /\bAppleWebKit\/(\d+)/],
];

/** @returns the engine that a user agent string names; null if it names none that is known. */
export function engineOf(userAgent: string): BrowserEngine | null {
  for (const [name, pattern] of ENGINES) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return { name, version };
  }
  return null;
}
