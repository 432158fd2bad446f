/** How a column can be read otherwise than the rules did. `missing:WORD` adds a word that counts as missing. */
export const READ_AS =
  /^(?:category|category:exact|text|number|number:decimal-comma|number:decimal-point|date|date:day-first|date:month-first|date:seconds|date:milliseconds|date:microseconds|date:nanoseconds|date:yyyymmdd|missing:.{1,100})$/s;
