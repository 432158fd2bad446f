const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });

/** Text for the share dialog. Loaded with the dialog. */
export const shareText = {
  title: 'Share this run',
  what: "Anyone with this link can see the run, its curves and its report, without an account. They can't change anything: the edit key stays in this browser.",
  link: 'Link',
  copy: 'Copy link',
  sheet: 'Share via another app',
  code: 'QR code of the link. Scan it to open the run.',
  markdown: 'Copy as Markdown',
  embed: 'Copy embed code',
  copied: {
    link: 'Link copied.',
    markdown: 'Markdown copied. Paste it into a README or an issue.',
    embed: 'Embed code copied. Paste it into the HTML of a page.',
  },
  byHand: "This browser doesn't let the page copy. Copy it manually:",
  links: {
    title: 'Expiring links',
    what: "An expiring link shows the same run until it expires or you revoke it. It doesn't reveal the link above.",
    expiry: 'Expires',
    expires: (days: number | null) => (days === null ? 'only when revoked' : `in ${days} days`),
    make: 'Create a link',
    state: (at: number | null, alive: boolean) =>
      at === null ? 'valid until revoked' : `${alive ? 'expires' : 'expired'} ${DAY.format(at)}`,
    copy: 'Copy',
    revoke: 'Revoke',
    remove: 'Remove',
  },
  downloads: 'Downloads',
  files: {
    card: 'Preview card (PNG)',
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
