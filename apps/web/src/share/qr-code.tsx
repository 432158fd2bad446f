import { useMemo } from 'react';
import { encode } from 'uqr';
import { shareText } from '../text/share.ts';

/** White modules around the code, which cameras need. */
const QUIET = 4;

/** A link as a QR code, always dark on white: many cameras can't read it inverted. */
export function QrCode({ link, label = shareText.code }: { link: string; label?: string }) {
  const { size, path } = useMemo(() => drawn(link), [link]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      className="w-full max-w-48"
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** One square per dark module; adjacent ones are merged. */
function drawn(link: string): { size: number; path: string } {
  const { data, size } = encode(link, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return [];
      const end = row.indexOf(false, x);
      return [`M${x} ${y}h${(end === -1 ? size : end) - x}v1h-${(end === -1 ? size : end) - x}z`];
    }),
  );
  return { size, path: path.join('') };
}
