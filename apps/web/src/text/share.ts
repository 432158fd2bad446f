const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** The words of the share dialog, which are read with it. */
export const shareText = {
  title: 'Share this run',
  what: 'Whoever has this link can see the run, its curves and its report, without an account. They can change nothing: the edit key stays in this browser.',
  link: 'Link',
  copy: 'Copy link',
  sheet: 'Send by another app',
  code: 'QR code of the link; point a camera at it to open the run.',
  markdown: 'Copy as Markdown',
  embed: 'Copy embed code',
  copied: {
    link: 'Link copied.',
    markdown: 'Markdown copied: paste it into a README or an issue.',
    embed: 'Embed code copied: paste it into the HTML of a page.',
  },
  byHand: 'This browser does not let the page copy. Copy it by hand:',
  links: {
    title: 'Links that end',
    what: 'Such a link reads what the one above reads, until its day or until you take it back. It does not give away the one above.',
    lasting: 'How long it lasts',
    lasts: (days: number | null) => (days === null ? 'until it is taken back' : `${days} days`),
    make: 'Make a link that expires',
    ends: (at: number | null, alive: boolean) =>
      at === null ? 'until it is taken back' : `${alive ? 'until' : 'ended on'} ${DAY.format(at)}`,
    copy: 'Copy',
    revoke: 'Take back',
    remove: 'Remove',
  },
  downloads: 'Downloads',
  files: {
    card: 'Card for previews (PNG)',
    curveSvg: 'Curve (SVG)',
    curvePng: 'Curve (PNG)',
    curveCsv: 'All curve points (CSV)',
    html: 'Report (HTML)',
    markdown: 'Report (Markdown)',
    json: 'Report (JSON)',
    predictions: 'Predictions (CSV)',
  },
  close: 'Close',
} as const;
