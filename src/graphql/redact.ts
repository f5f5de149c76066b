const SECRET_KEY = /token|secret|passw|authorization|credential|cookie|private|api[-_]?key/i;
// A bearer header, a JSON web token, a PEM block: secrets that stand where nobody expects them.
const SECRET_VALUE = /^(bearer|basic) +\S|^ey[\w-]{10,}\.[\w-]+\.|-----BEGIN /i;
const REDACTED = '[redacted]';

const MOST_CHARACTERS = 500;
const MOST_ITEMS = 50;
const MOST_LEVELS = 6;

function redactText(text: string): string {
  if (SECRET_VALUE.test(text)) return REDACTED;
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/**
 * A copy of a mutation's arguments for the audit: whatever is or may be a secret replaced by `[redacted]`, long strings,
 * lists and deep parts cut. Bounded, whatever comes in.
 */
export function redact(value: unknown, level = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return '[cut]';
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST_ITEMS).map((item) => redact(item, level + 1));
    return value.length > MOST_ITEMS ? [...kept, `[${value.length - MOST_ITEMS} more]`] : kept;
  }
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, SECRET_KEY.test(key) ? REDACTED : redact(item, level + 1)]),
  );
}
