/** @returns what the predictions of a file are saved as: "predictions-cars.csv" for "cars.csv.gz". */
export function predictionsName(file: string): string {
  return `predictions-${file.replace(/(?<=.)\.[A-Za-z0-9]{1,7}(?:\.gz)?$/i, '')}.csv`;
}
