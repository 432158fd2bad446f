/** A run as it is shown away from its page: pictures and words of what is known, with no platform and no clock. */
export { cardSvg, CARD, titleOf, TONES, type CardInput } from './card-svg.ts';
export { curveOf, trialOf, type Chart, type RunCurve } from './chart.ts';
export { curveSvg, type CurveText } from './curve-svg.ts';
export type { Point } from './fold-line.ts';
export { intervalPicture } from './interval-picture.ts';
export { sparkSvg } from './spark-svg.ts';
export { embedCode, EMBED } from './share-text.ts';
export { shortVerdict } from './short-verdict.ts';
export { pageColours, styleSheet, type Theme } from './theme.ts';
export { cleanText, escapeXml } from './xml.ts';
