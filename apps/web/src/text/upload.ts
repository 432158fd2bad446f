/** The words of what is sent, and of what can't be. */
export const uploadText = {
  bring: {
    title: 'Bring your own',
    file: 'Choose a file',
    drop: "or drop it here: a table with a header line, Keras's .npz, idx files, or a zip of images in class folders.",
    limits: 'Up to 96\u00a0MB of text, 32\u00a0MB of anything packed.',
    paste: 'Paste a table instead',
    pasteLabel: 'Table as text',
    usePasted: 'Use this table',
    pastedName: 'pasted table',
    uploading: (name: string) => `Reading ${name}…`,
    private: 'It goes to this service and nowhere else. Who has the link can see the run, not the file.',
  },
  upload: {
    nothing: 'There are no images, idx files, arrays or tables in it. Images lie in folders called like their classes.',
    apart: (name: string) =>
      `"${name}" can't be sent together with others. Several files go together as idx files, .npy arrays or a folder of images; choose any other file by itself.`,
    unreadable: 'It could not be read. A folder has to be packed as a zip first; a file may have been moved or locked.',
    tooLarge: (bytes: number) =>
      `It has ${Math.ceil(bytes / 1e6)}\u00a0MB. Up to 96\u00a0MB of text are taken, and 32\u00a0MB of what is packed or binary: send a random sample of the rows, smaller images, or a text packed by gzip.`,
    draw: (share: number) => `Draw ${shareWords(share)} of the rows at random`,
    drawn: (share: number) => `${capital(shareWords(share))} of the file's rows, drawn at random`,
  },
} as const;

const SHARES: Record<string, string> = { 0.5: 'half', 0.25: 'a quarter', 0.125: 'an eighth', 0.0625: 'a sixteenth' };

/** "half", "a quarter", "1 in 32". */
function shareWords(share: number): string {
  return SHARES[share] ?? `1 in ${Math.round(1 / share)}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
