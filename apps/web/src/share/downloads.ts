import { shareText } from '../text/share.ts';

/** A file of a run to download. */
export interface Download {
  name: string;
  href: string;
  /** The name to save it under. */
  file: string;
}

/**
 * A run's files to download.
 *
 * @param tested whether there are predictions for the test rows.
 * @param open whether a link is enough to get the model: what is downloaded sends no key.
 */
export function downloadsOf(id: string, name: string, tested: boolean, open: boolean): Download[] {
  const words = shareText.files;
  const page = `/r/${id}`;
  const api = `/api/runs/${id}`;
  const called = (ending: string) => `${fileName(name)}-${ending}`;
  return [
    { name: words.card, href: `${page}/card.png`, file: called('card.png') },
    { name: words.curveSvg, href: `${page}/curve.svg`, file: called('curve.svg') },
    { name: words.curvePng, href: `${page}/curve.png`, file: called('curve.png') },
    { name: words.curveCsv, href: `${api}/curve.csv`, file: called('curve.csv') },
    { name: words.html, href: `${api}/report.html`, file: called('report.html') },
    { name: words.markdown, href: `${api}/report.md`, file: called('report.md') },
    { name: words.json, href: `${api}/report`, file: called('report.json') },
    ...(tested ? [{ name: words.predictions, href: `${api}/predictions`, file: called('predictions.csv') }] : []),
    ...(tested && open ? [{ name: words.model, href: `${api}/model.zip`, file: called('model.zip') }] : []),
  ];
}

/** A run's name, made safe for file names. */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 60) || 'run';
}
