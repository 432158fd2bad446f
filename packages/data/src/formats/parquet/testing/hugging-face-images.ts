import { encode } from 'fast-png';
import { parquetWriteBuffer } from 'hyparquet-writer';

/**
 * Gray images with classes, as Hugging Face writes them: PNGs in a struct, and the names of the classes in the metadata. A row
 * without pixels has no image. With weights, a column of them stands beside the images.
 */
export function huggingFaceImages(
  images: { pixels: Uint8Array | null; side: number; label: number; weight?: number }[],
  names: readonly string[],
): Uint8Array {
  const features = { image: { _type: 'Image' }, label: { names, _type: 'ClassLabel' } };
  const png = (data: Uint8Array, side: number) => encode({ width: side, height: side, channels: 1, data });
  const weights = images.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  const hasWeights = weights.length > 0;
  const file = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: hasWeights ? 3 : 2 },
      { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
      ...(hasWeights ? [{ name: 'weight', type: 'DOUBLE' as const, repetition_type: 'OPTIONAL' as const }] : []),
    ],
    columnData: [
      {
        name: 'image',
        data: images.map(({ pixels, side }) => (pixels === null ? null : { bytes: png(pixels, side), path: 'a.png' })),
      },
      { name: 'label', data: images.map(({ label }) => BigInt(label)) },
      ...(hasWeights ? [{ name: 'weight', data: weights }] : []),
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
  });
  return new Uint8Array(file);
}
