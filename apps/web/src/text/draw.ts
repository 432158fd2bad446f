/** Text for showing a model of images a drawing or a picture; it comes with the panel. */
export const drawText = {
  what: 'Draw, or choose a picture, and see what the model answers. The model comes to this device first; the picture is never sent.',
  here: 'Draw, or choose a picture, and see what the model answers. The model is on this device now: nothing is sent, and it works offline.',
  beside: {
    what: 'Draw, or choose a picture, and set the values beside it; see what the model answers. The model comes to this device first; nothing of it is ever sent.',
    here: 'Draw, or choose a picture, and set the values beside it; see what the model answers. The model is on this device now: nothing is sent, and it works offline.',
    another: 'Other made-up values',
  },
  form: 'Drawing',
  canvas: 'Drawing area',
  hint: 'Draw here',
  nothing: 'Draw something, or choose a picture.',
  loading: 'Loading the model…',
  undo: 'Undo',
  clear: 'Clear',
  choose: 'Choose a picture',
  camera: 'Take a photo',
  reading: (name: string) => `Reading ${name}…`,
  pen: 'Pen',
  colours: { black: 'Black', white: 'White', red: 'Red', green: 'Green', blue: 'Blue', yellow: 'Yellow' },
  ground: { title: 'Tones', dark: 'Light on dark', light: 'Dark on light' },
  paper: { title: 'Paper', dark: 'Black', light: 'White' },
  place: { title: 'Place', centred: 'Centred', given: { drawing: 'As drawn', picture: 'As it is' } },
  seen: 'What the model sees',
  /** @param as whether all of that is as in training. */
  drawing: (size: string, isCentred: boolean, tones: string | null, as: boolean) =>
    `Your drawing is ${isCentred ? 'centred and ' : ''}shown to the model at ${size}${tones === null ? '' : `, ${tones}`}${as ? ', as the training images are' : ''}.`,
  strokes: (size: string, tones: string, as: boolean) =>
    `What is drawn in your picture is centred and shown to the model at ${size}, ${tones}${as ? ', as the training images are' : ''}.`,
  picture: (size: string, isSquare: boolean, isGrey: boolean) =>
    `The middle of your picture, ${isSquare ? 'a square' : 'in the shape of the training images'}, is shown to the model at ${size}${isGrey ? ', in grey' : ''}.`,
  exact: (size: string) => `Your picture has the size of the training images, ${size}, and is not cropped or resized.`,
  tones: { dark: 'light on dark', light: 'dark on light' },
  unknown:
    "This model was kept by an earlier version. It doesn't say what its training images look like, so that is assumed.",
} as const;
