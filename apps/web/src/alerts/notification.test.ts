import { describe, test } from 'vitest';
import { pageOf, readNotification } from './notification.ts';

const RUN = 'a'.repeat(22);

describe('readNotification', () => {
  test('shows title and verdict, and opens the run', ({ expect }) => {
    const message = { event: 'finished', run: RUN, title: 'mpg from cars', verdict: 'Predicts "mpg".', link: 'x' };
    const notification = readNotification(JSON.stringify(message));
    expect(notification).toEqual({ title: 'mpg from cars', body: 'Predicts "mpg".', run: RUN });
    expect(pageOf(notification.run)).toBe(`/r/${RUN}`);
  });

  test.for([null, '', 'x', '[]', '7', 'null', '{"title":1,"run":"../x"}', '{"title":"","verdict":null}'])(
    'shows a general sentence for %s',
    (data, { expect }) => {
      const notification = readNotification(data);
      expect(notification).toEqual({ title: 'Stepwell', body: 'A run has ended.', run: null });
      expect(pageOf(notification.run)).toBe('/');
    },
  );
});
