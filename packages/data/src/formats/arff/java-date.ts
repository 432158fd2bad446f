/** What a letter of Java's SimpleDateFormat stands for, as digits. */
const FIELDS: Record<string, { name: string; digits: string }> = {
  y: { name: 'year', digits: '\\d{4}' },
  M: { name: 'month', digits: '\\d{1,2}' },
  d: { name: 'day', digits: '\\d{1,2}' },
  H: { name: 'hour', digits: '\\d{1,2}' },
  m: { name: 'minute', digits: '\\d{1,2}' },
  s: { name: 'second', digits: '\\d{1,2}' },
  S: { name: 'millisecond', digits: '\\d{1,3}' },
};

/**
 * How to turn dates of a format into ISO 8601.
 *
 * @param format of Java's SimpleDateFormat, as in `dd.MM.yyyy HH:mm`; letters that stand in quotes, and marks, are themselves.
 * @returns null for a format with anything but whole years, and months to milliseconds as numbers.
 */
export function javaDate(format: string): ((text: string) => string | null) | null {
  let pattern = '';
  const seen = new Set<string>();
  for (const [part] of format.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']/g)) {
    const field = FIELDS[part[0]!];
    if (field !== undefined) {
      const isYear = part.startsWith('y');
      if (seen.has(field.name) || (isYear ? part.length !== 4 : part.length > 3) || part === 'MMM') return null;
      seen.add(field.name);
      pattern += `(?<${field.name}>${field.digits})`;
    } else if (/^[A-Za-z]/.test(part)) return null;
    else
      pattern += (part === "''" ? "'" : part.replaceAll("'", '')).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  }
  if (!seen.has('year') || !seen.has('month') || !seen.has('day')) return null;
  const form = new RegExp(`^${pattern}$`);
  const hasTime = seen.has('hour');
  return (text) => {
    const found = form.exec(text)?.groups;
    if (found === undefined) return null;
    const two = (name: string) => (found[name] ?? '0').padStart(2, '0');
    const date = `${found['year']}-${two('month')}-${two('day')}`;
    if (!hasTime) return date;
    const rest = found['millisecond'] === undefined ? '' : `.${found['millisecond'].padStart(3, '0')}`;
    return `${date}T${two('hour')}:${two('minute')}:${two('second')}${rest}`;
  };
}
