import { describe, test } from 'vitest';
import { downloadsOf } from './downloads.ts';

describe('downloadsOf', () => {
  test('offers predictions only if there are any', ({ expect }) => {
    const hrefs = (tested: boolean, open = true) => downloadsOf('abc', 'cars', tested, open).map(({ href }) => href);
    expect(hrefs(false)).not.toContain('/api/runs/abc/predictions');
    expect(hrefs(true)).toContain('/api/runs/abc/predictions');
    expect(hrefs(true)).toContain('/api/runs/abc/model.zip');
    expect(hrefs(true)).toHaveLength(9);
    expect(hrefs(true, false)).toEqual(hrefs(true).filter((href) => !href.endsWith('/model.zip')));
  });

  test("file names are safe, whatever the run's name", ({ expect }) => {
    const first = (name: string) => downloadsOf('abc', name, false, true)[0]!.file;
    expect(first('cars')).toBe('cars-card.png');
    expect(first('../Zoë’s <table>, 2026.csv')).toBe('Zoë-s-table-2026.csv-card.png');
    expect(first('///')).toBe('run-card.png');
    expect(first('x'.repeat(200))).toBe(`${'x'.repeat(60)}-card.png`);
  });
});
