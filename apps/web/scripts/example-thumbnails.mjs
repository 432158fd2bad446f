// The thumbnail of each example, drawn from its own rows: marks between 0 and 1, each in one of a few groups.

const MOST_MARKS = 70;
const DIGIT_STEP = 2;
const SIDE = 28;

/** Rows as a scatter plot of two columns; `groupOf` gives a row's color. */
export function dots(rows, x, y, groupOf = () => 0) {
  const whole = rows.filter((row) => Number.isFinite(x(row)) && Number.isFinite(y(row)));
  const step = Math.max(1, Math.floor(whole.length / MOST_MARKS));
  const drawn = whole.filter((_, i) => i % step === 0).slice(0, MOST_MARKS);
  const [px, py] = [scale(drawn.map(x)), scale(drawn.map(y))];
  return { kind: 'dots', marks: drawn.map((row) => [px(x(row)), py(y(row)), groupOf(row)]) };
}

/** Texts as lines, longer for more words. */
export function lines(texts, groupOf) {
  const counts = texts.map((text) => text.split(/\s+/).length);
  const most = Math.max(...counts);
  const at = (i) => round((i + 0.5) / texts.length);
  return { kind: 'lines', marks: texts.map((_, i) => [round(Math.sqrt(counts[i] / most)), at(i), groupOf(i)]) };
}

/** Three digits side by side, every other pixel, with its darkness. */
export function pixels(digits) {
  const marks = [];
  digits.forEach((shares, digit) => {
    for (let row = 0; row < SIDE; row += DIGIT_STEP) {
      for (let column = 0; column < SIDE; column += DIGIT_STEP) {
        const dark = shares[row * SIDE + column];
        if (dark > 0.25)
          marks.push([round((digit + column / SIDE) / digits.length), round(1 - row / SIDE), round(dark)]);
      }
    }
  });
  return { kind: 'pixels', marks };
}

function scale(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => round((value - low) / (high - low || 1));
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
