import { describe, test } from 'vitest';
import { text } from '../text.ts';
import { shareText } from './share.ts';

describe('sentences', () => {
  test('agree with a count of one', ({ expect }) => {
    const sentences = [
      text.run.subtitle(1, 1),
      text.setup.size(1, 1),
      text.setup.sealed(1),
      text.setup.preview.work(1, 1),
      text.why.errs.rows(1),
      text.why.errs.looked(1),
      text.why.errs.none(1),
      text.figure.errors.sentence(1, 0),
      text.figure.labels.sentence(1),
      text.figure.vault.sealed(1),
      text.journey.protocol('Hold-out', 1),
      text.journey.test('0.5', 1),
      text.gate.rowCount(1),
      text.driver.fits('tune', 0, 1),
      shareText.check.progress(1, 1),
    ];
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(
        /\b1 (?:test )?(?:rows|columns|fits|steps|labels|groups|decisions)\b|\b1 \w+ were\b/,
      );
    }
  });

  test('begin with a capital letter, whatever they begin with', ({ expect }) => {
    const sentences = [
      text.driver.fits('scale-up', 1, 2),
      text.driver.deciding('measure'),
      text.driver.review('define'),
      text.driver.timeLeftSentence('under 10 seconds left'),
      text.chart.hint('mean absolute error'),
      text.yourRuns.gone,
      text.yourRuns.lost,
      ...Object.values(text.outcomes),
    ];
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z]/);
  });
});
