/** What a logged run may have. The answer that creates one tells them to its client. */
export const BOUNDS = {
  /** Points in one request. */
  pointsPerRequest: 10_000,
  /** Values in one request. */
  valuesPerRequest: 50_000,
  /** Bytes of the body of one request. */
  bytesPerRequest: 2_000_000,
  /** Names of metrics of one run. */
  metrics: 1_000,
  /** Characters of a metric's name. */
  nameLength: 200,
  /** Points and values of one run. */
  points: 10_000_000,
  values: 100_000_000,
  /** Bytes of the config, as JSON, and how deep it may be nested. */
  configBytes: 65_536,
  configDepth: 10,
} as const;

/** Characters of the name of a project or a run. */
export const TITLE_LENGTH = 200;

/** Time without points after which a run that was never finished counts as quiet. Milliseconds. */
export const QUIET_MS = 600_000;

/** Batches that may wait to be folded into a segment, and their bytes as stored. */
export const MOST_WAITING = 32;
export const MOST_WAITING_BYTES = 400_000;

/** A segment is closed once it has this many points, values, or batches. */
export const SEGMENT_POINTS = 65_536;
export const SEGMENT_VALUES = 500_000;
export const SEGMENT_BATCHES = 4_096;

/** Buckets that an overview keeps of one metric, and of all. */
export const BUCKETS_PER_METRIC = 2_000;
export const BUCKETS_OF_ALL = 200_000;

/** Most points of a line in an answer. */
export const POINTS_PER_LINE = 4_000;
/** Segments that are read for one answer; a wider range comes from the overview. */
export const SEGMENTS_READ = 16;
