/** Which light a picture is made for; `auto` follows the reader's. */
export type Theme = 'auto' | 'light' | 'dark';

/** The colours of the dashboard, by name. */
interface Colours {
  paper: string;
  ink: string;
  soft: string;
  line: string;
  curve: string;
  good: string;
  unsure: string;
  bad: string;
}

const LIGHT: Colours = {
  paper: '#faf9f6',
  ink: '#1d1c1a',
  soft: '#5c5851',
  line: '#dcd8cf',
  curve: '#0072b2',
  good: '#0b5d4b',
  unsure: '#7a5200',
  bad: '#a3271d',
};
const DARK: Colours = {
  paper: '#161514',
  ink: '#ece9e3',
  soft: '#aba69c',
  line: '#3a3835',
  curve: '#56b4e9',
  good: '#6cc9ae',
  unsure: '#e0b050',
  bad: '#f09080',
};

/** What is filled, by class. */
const FILLS = ['paper', 'ink', 'soft', 'curve', 'good', 'unsure', 'bad'] as const;
/** What is drawn as a line, by class. */
const STROKES = ['soft', 'line', 'curve'] as const;

/** The style sheet of a picture: `f-curve` fills and `s-curve` draws in the colour of curves. */
export function styleSheet(theme: Theme): string {
  if (theme === 'light') return rules(LIGHT);
  if (theme === 'dark') return rules(DARK);
  return `${rules(LIGHT)}@media (prefers-color-scheme:dark){${rules(DARK)}}`;
}

function rules(colours: Colours): string {
  return [
    ...FILLS.map((name) => `.f-${name}{fill:${colours[name]}}`),
    ...STROKES.map((name) => `.s-${name}{stroke:${colours[name]};fill:none}`),
  ].join('');
}

/** The same colours for a page, as custom properties. */
export function pageColours(): string {
  const properties = (colours: Colours) =>
    Object.entries(colours)
      .map(([name, value]) => `--${name}:${value}`)
      .join(';');
  return `:root{color-scheme:light dark;${properties(LIGHT)}}@media (prefers-color-scheme:dark){:root{${properties(DARK)}}}`;
}
