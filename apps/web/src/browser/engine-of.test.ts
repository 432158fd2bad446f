import { test } from 'vitest';
import { engineOf } from './engine-of.ts';

test('engineOf names the engine, whatever the browser is called', ({ expect }) => {
  const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const blink =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)';
  for (const [userAgent, name, version] of [
    [blink, 'Chromium', '141'],
    [`${blink} Edg/141.0.0.0`, 'Chromium', '141'],
    [blink.replace('Chrome', 'HeadlessChrome'), 'Chromium', '141'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox', '144'],
    [`${mac} ${webKit} Version/18.1.1 Safari/605.1.15`, 'Safari', '18.1'],
    [`${phone} ${webKit} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari', '18.1'],
    [`${phone} ${webKit} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`, 'WebKit', '605'],
  ]) {
    expect(engineOf(userAgent!), userAgent).toEqual({ name, version });
  }
  expect(engineOf('curl/8.5.0')).toBeNull();
});
