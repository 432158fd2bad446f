/** x · x. Not `x ** 2`: engines compute powers to different last bits. */
export function square(x: number): number {
  return x * x;
}

/** x · x · x, for the same reason. */
export function cube(x: number): number {
  return x * x * x;
}
