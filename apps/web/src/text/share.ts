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
  predictions: {
    title: 'Predictions',
    on: 'Anyone with a link can use the model: predict rows of their own, and download it.',
    off: 'Only you can use the model, in this browser and with the key. Copies that others have downloaded remain.',
    switchOff: 'Switch off for others',
    switchOn: 'Switch on for everyone with a link',
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
    model: 'Model with a program that predicts (ZIP)',
  },
  check: {
    title: 'Check this run',
    what: 'Anyone with the file can check this run. It is made again in this browser, and every decision, every point of every curve and the bits of the weights are compared. Nothing is sent. It takes about as long as the run did.',
    choose: 'Choose its file',
    starting: 'Reading the file…',
    progress: (decisions: number, fits: number) =>
      `${decisions} ${decisions === 1 ? 'decision' : 'decisions'} and ${fits} ${fits === 1 ? 'fit' : 'fits'} are the same so far…`,
    same: (day: Date) => `Checked: same bits, ${DAY.format(day)}.`,
    different: 'Not the same.',
    otherFile: (name: string) =>
      `${name} isn't the file of this run, or was read with other options. On the command line, stepwell verify takes them.`,
    compared: (decisions: number, points: number, fits: number) =>
      `Compared: ${decisions} decisions, ${points} points of ${fits} curves.`,
    weights: 'Weights:',
    attach: 'Attach to the run',
    attachWhat:
      "You hold the key, so you can attach this check to the run. Its page and report then show it as your statement, with the day and this browser's engine.",
    attached: 'Attached. You can remove it on the page of the run.',
  },
  close: 'Close',
} as const;
