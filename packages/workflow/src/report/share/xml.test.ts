import { describe, test } from 'vitest';
import { cleanText, escapeXml } from './xml.ts';

describe('escapeXml', () => {
  test('text stays text', ({ expect }) => {
    expect(escapeXml(`<b a="1" c='2'>&amp;</b>`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;');
  });

  test('what XML has no place for is left out', ({ expect }) => {
    expect(escapeXml('a\u0000b\u001fc\ud800d\uffffe')).toBe('abcde');
    expect(escapeXml('😀 שלום')).toBe('😀 שלום');
  });
});

test('text on one line, with its unbreakable spaces, and nothing that turns its direction', ({ expect }) => {
  expect(cleanText(' a\r\n\tb\u202ec\u2067d\u00a0% ')).toBe('a bcd\u00a0%');
});
