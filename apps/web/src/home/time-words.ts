/** @returns an estimated time in words, rounded coarsely: "under 10 seconds", "about 3 minutes". */
export function timeWords(seconds: number): string {
  if (seconds < 10) return 'under 10 seconds';
  if (seconds < 55) return `about ${10 * Math.round(seconds / 10)} seconds`;
  if (seconds < 90) return 'about a minute';
  const minutes = seconds / 60;
  if (minutes < 10) return `about ${Math.round(minutes)} minutes`;
  if (minutes < 57.5) return `about ${5 * Math.round(minutes / 5)} minutes`;
  if (minutes < 90) return 'about an hour';
  return `about ${Math.round(minutes / 60)} hours`;
}
