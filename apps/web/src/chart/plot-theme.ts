/** The colours of a chart: a canvas does not read style sheets. */
export interface PlotTheme {
  ink: string;
  soft: string;
  line: string;
  curve: string;
  paper: string;
}

/** @returns the colours that hold for an element now. */
export function themeOf(element: Element): PlotTheme {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  return {
    ink: colour('ink'),
    soft: colour('soft'),
    line: colour('line'),
    curve: colour('curve'),
    paper: colour('paper'),
  };
}

/** Text on the canvas. */
export const PLOT_FONT = '12px system-ui, sans-serif';
