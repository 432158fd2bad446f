/**
 * A channel multiplier is worked off on one image at a time: with each input channel repeated so often, in scratch,
 * there are as many channels in as out.
 */

/** @returns bytes of scratch: one image of the input with as many channels as the output, unless it has them. */
export function depthwiseScratch(inPixels: i32, inChannels: i32, outChannels: i32): usize {
  return inChannels == outChannels ? 0 : (<usize>inPixels * outChannels) << 2;
}

/** Repeats each channel `times`: [pixels, channels] to [pixels, channels · times]. */
export function spreadChannels(pixels: i32, channels: i32, times: i32, from: usize, to: usize): void {
  for (let i = pixels * channels; i > 0; i--, from += 4) {
    const value = load<f32>(from);
    for (let j = 0; j < times; j++, to += 4) store<f32>(to, value);
  }
}

/** Sums each `times` channels into one: [pixels, channels · times] to [pixels, channels]. */
export function foldChannels(pixels: i32, channels: i32, times: i32, from: usize, to: usize): void {
  for (let i = pixels * channels; i > 0; i--, to += 4) {
    let sum: f32 = 0;
    for (let j = 0; j < times; j++, from += 4) sum += load<f32>(from);
    store<f32>(to, sum);
  }
}
