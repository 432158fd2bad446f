import { describe, test } from 'vitest';
import fc from 'fast-check';
import { dateLabel, looksLikeAmbiguousDate, parseDate } from './dates.ts';

describe('parseDate', () => {
  // Seconds since 1970 as GNU date 9.1 gives them: `date -u -d 2021-03-04 +%s`.
  test.for([
    ['1970-01-01', 0],
    ['2021-03-04', 1_614_816_000],
    ['2021/03/04', 1_614_816_000],
    ['2000-02-29', 951_782_400],
    ['1969-12-31', -86_400],
    ['1900-03-01', -2_203_891_200],
    ['0001-01-01', -62_135_596_800],
    ['9999-12-31T23:59:59', 253_402_300_799],
    ['2021-03-04T05:06', 1_614_834_360],
    ['2021-03-04 05:06:07', 1_614_834_367],
    ['2021-03-04T05:06:07Z', 1_614_834_367],
    ['2021-03-04T05:06:07+02:00', 1_614_827_167],
    ['2021-03-04T05:06:07-0330', 1_614_846_967],
    ['2021-03-04T05:06:07.5', 1_614_834_367.5],
    ['2021-03-04T05:06:07.089Z', 1_614_834_367.089],
    ['2021-03-04T05:06:07.123456', 1_614_834_367.123],
    ['2021/03/04 05:06:07', 1_614_834_367],
  ] as const)('reads %s', ([text, seconds], { expect }) => {
    expect(parseDate(text)).toBe(Math.round(seconds * 1_000));
  });

  test.for([
    '2021-02-29', '2021-02-30', '1900-02-29', '2021-04-31', '2021-13-01', '2021-00-10', '2021-01-00', '2021-01-32',
    '2021-03-04T24:00', '2021-03-04T23:60', '2021-03-04T23:59:60', '2021-03-04T12:00+24:00', '2021-03-04T12:00+01:60',
    '2021-03/04', '2021-3-4', '21-03-04', '03/04/2021', '04.03.2021', '2021-03', '2010-11', '2021', '20210304',
    '2021-03-04T', '2021-03-04T05', '2021-03-04Z', '2021-03-04T05:06:07.', '2021-03-04x', ' 2021-03-04', '',
    '0000-01-01T00:00+01:00', '9999-12-31T23:59:59-01:00', '12021-03-04', '-2021-03-04', '２０２１-03-04',
  ])('takes %s for no date', (text, { expect }) => {
    expect(parseDate(text)).toBeNaN();
  }); // prettier-ignore

  test("agrees with JavaScript's own calendar on every day of the years 1 to 9999", ({ expect }) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString();
          expect(parseDate(iso)).toBe(date.getTime());
          expect(parseDate(iso.slice(0, 10))).toBe(Date.parse(iso.slice(0, 10)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('never throws, and gives a whole number of milliseconds or none', ({ expect }) => {
    const pieces = fc.array(fc.constantFrom('2021', '-', '/', '03', '29', 'T', ' ', ':', '07', '.5', 'Z', '+', '99'));
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          const moment = parseDate(text);
          expect(Number.isNaN(moment) || Number.isSafeInteger(moment)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('dateLabel', () => {
  test('writes days as days and moments as moments', ({ expect }) => {
    expect(dateLabel(1_614_816_000_000)).toBe('2021-03-04');
    expect(dateLabel(1_614_834_367_089)).toBe('2021-03-04T05:06:07.089Z');
    expect(dateLabel(-86_400_000)).toBe('1969-12-31');
  });

  test('writes what parseDate reads as the same moment', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (moment) => {
        expect(parseDate(dateLabel(moment))).toBe(moment);
      }),
    );
  });

  test('writes the number where no year of four digits has it', ({ expect }) => {
    for (const moment of [1e300, -1e15, 253_402_300_800_000]) expect(dateLabel(moment)).toBe(String(moment));
  });
});

test('looksLikeAmbiguousDate knows days and months in either order', ({ expect }) => {
  for (const text of [
    '03/04/2021',
    '3/4/21',
    '04.03.2021',
    '25/12/2021',
    '12-25-2021',
    ' 1/2/2021 ',
    '3/4/2021 5:06',
  ]) {
    expect(looksLikeAmbiguousDate(text)).toBe(true);
  }
  for (const text of ['2021-03-04', '13/14/2021', '0/4/2021', '32/1/2021', '3/4', '1.2.3', '3/4-2021', 'x', '']) {
    expect(looksLikeAmbiguousDate(text)).toBe(false);
  }
});
