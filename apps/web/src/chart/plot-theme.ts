/** The colors of a chart: a canvas can't use style sheets. */
export interface PlotTheme {
  ink: string;
  soft: string;
  line: string;
  curve: string;
  paper: string;
  /** One per trial. */
  series: string[];
}

/** How many trials can be told apart in one chart. */
export const MOST_SERIES = 6;

/** Trials differ by dash as well as by color; lengths in CSS pixels. */
export const SERIES_DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [11, 3, 2, 3], [5, 2], [1, 4, 6, 4]];

/** @returns an element's current colors. */
export function themeOf(element: Element): PlotTheme {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: color('--color-ink'),
    soft: color('--color-soft'),
    line: color('--color-line'),
    curve: color('--color-curve'),
    paper: color('--color-paper'),
    series: Array.from({ length: MOST_SERIES }, (_, i) => color(`--series-${i + 1}`)),
  };
}

/** The font on the canvas. */
export const PLOT_FONT = '12px system-ui, sans-serif';
