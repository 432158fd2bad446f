/** The place of a chart's lines, without its labels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
