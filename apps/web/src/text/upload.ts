/** Text for uploads, and for why a file can't be uploaded. */
export const uploadText = {
  bring: {
    title: 'Use your own data',
    file: 'Choose a file',
    drop: 'or drop it here: a table (CSV, Excel, Parquet, JSON, ARFF, svmlight), a Keras .npz, idx files, or a zip of images in class folders or with a table that names them.',
    limits: 'Up to 96\u00a0MB of text, or 32\u00a0MB compressed or binary.',
    paste: 'Paste a table instead',
    pasteLabel: 'Table as text',
    usePasted: 'Use this table',
    pastedName: 'pasted table',
    url: {
      title: 'Fetch a file from the web instead',
      label: 'Address of the file',
      use: 'Fetch this file',
      how: 'Your browser fetches it, and the service gets the file only. The server has to allow that (CORS), as GitHub and Hugging Face do.',
      wrong: 'Enter an address that begins with https://.',
      unreachable: (host: string) =>
        `${host} didn't respond, or doesn't let web pages read its files (CORS). Download the file and choose it here.`,
      status: (host: string, status: number) =>
        `${host} answered with status ${status} instead of a file. Check the address.`,
      tooLarge: 'The file is larger than 96\u00a0MB, which is the limit. Download it, and choose a part of it.',
    },
    uploading: (name: string) => `Uploading ${name}…`,
    private: 'Your file goes to this service and nowhere else. Anyone with the link can see the run, but not the file.',
  },
  upload: {
    nothing:
      'No images, idx files, arrays or tables were found. Put images into folders named after their classes, or add a table with a column of their file names.',
    apart: (name: string) =>
      `"${name}" can't be combined with other files. You can choose several idx files, .npy arrays or a folder of images together; choose any other file on its own.`,
    unreadable: "The file can't be read. Zip a folder first; if it's a file, check that it wasn't moved or locked.",
    tooLarge: (bytes: number) =>
      `The upload is ${Math.ceil(bytes / 1e6)}\u00a0MB. The limit is 96\u00a0MB of text, or 32\u00a0MB compressed or binary. Try a random sample of the rows, smaller images, or text compressed with gzip.`,
    resize: (width: number, height: number) => `Resize all images to ${width}×${height}`,
    sample: (share: number) => `Use a random sample: ${shareWords(share)} of the rows`,
    sampled: (share: number) => `Random sample: ${shareWords(share)} of the file's rows`,
  },
} as const;

const SHARES: Record<string, string> = { 0.5: 'half', 0.25: 'a quarter', 0.125: 'an eighth', 0.0625: 'a sixteenth' };

/** "half", "a quarter", "1 in 32". */
function shareWords(share: number): string {
  return SHARES[share] ?? `1 in ${Math.round(1 / share)}`;
}
