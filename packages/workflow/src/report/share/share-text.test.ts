import { describe, test } from 'vitest';
import { embedCode, shareMarkdown } from './share-text.ts';

const LINK = 'https://stepwell.example/r/abc';

describe('shareMarkdown', () => {
  test('is the curve as a picture that leads to the run, then title and verdict', ({ expect }) => {
    expect(shareMarkdown(LINK, 'mpg from cars', 'Predicts "mpg" within 2.1.')).toBe(
      `[![mpg from cars](${LINK}/curve.svg)](${LINK})\n\n**[mpg from cars](${LINK})** Predicts "mpg" within 2.1.\n`,
    );
  });

  test('what is the person’s own becomes no link, tag or emphasis', ({ expect }) => {
    const markdown = shareMarkdown(LINK, 'a](http://evil) <b>*x*\n# y', '');
    expect(markdown).toContain('a\\](http://evil) \\<b\\>\\*x\\* \\# y');
    expect(markdown.split('\n')).toHaveLength(4);
  });
});

test('embed code is a frame of the run’s own page, its title escaped', ({ expect }) => {
  expect(embedCode(LINK, '"><script>', { width: 400, height: 300 })).toBe(
    `<iframe src="${LINK}/embed" title="&quot;&gt;&lt;script&gt;" width="400" height="300" style="border:0;max-width:100%" loading="lazy"></iframe>`,
  );
});
