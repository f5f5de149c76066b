/** Names of what must not be kept, wherever they stand in a key: `sessionToken`, `tls_key_data`. An idempotency key is none. */
const SECRET_KEY =
  /token|secret|passw|pwd|authorization|credential|cookie|private|bearer|signature|kubeconfig|api[-_]?key|(key|cert|certificate)[-_]?(data|material|pem)/i;
/** Secrets that stand where nobody expects them: an Authorization value, a JSON web token, a PEM block, credentials in an address. */
const SECRET_VALUE = /\b(bearer|basic) +[\w.~+/-]{6,}|\bey[\w-]{10,}\.[\w-]+\.|-----BEGIN |:\/\/[^/\s:@]+:[^/\s@]+@/i;

const REDACTED = '[redacted]';

const MOST_CHARACTERS = 500;
const MOST_ITEMS = 50;
const MOST_LEVELS = 6;

/** A text that Postgres takes (no NUL, no half characters), at most 500 characters, and no secret as far as can be told. */
export function boundText(text: string): string {
  if (SECRET_VALUE.test(text)) return REDACTED;
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return short.toWellFormed().replaceAll('\0', '\ufffd');
}

function redact(value: unknown, level: number): unknown {
  if (typeof value === 'string') return boundText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (level >= MOST_LEVELS) return '[cut]';
  if (Array.isArray(value)) {
    const { kept, more } = firstOf<unknown>(value, (last) => last);
    return [...kept.map((item) => redact(item, level + 1)), ...more];
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const { kept, more } = firstOf(entries, ([, last]) => last);
  const redacted = kept.map(([key, item]) => [
    boundText(key),
    SECRET_KEY.test(key) ? REDACTED : redact(item, level + 1),
  ]);
  return Object.fromEntries([...redacted, ...more.map((text) => ['…', text])]);
}

/** The first items and, in words, how many are left out; what was cut before keeps the number that it told then. */
function firstOf<T>(
  items: readonly T[],
  shownBy: (item: T) => unknown,
): { kept: readonly T[]; more: readonly string[] } {
  if (items.length <= MOST_ITEMS) return { kept: items, more: [] };
  const last = items.length === MOST_ITEMS + 1 ? items.at(-1) : undefined;
  const told = last === undefined ? undefined : shownBy(last);
  const isTold = typeof told === 'string' && /^\[\d+ more\]$/.test(told);
  return { kept: items.slice(0, MOST_ITEMS), more: [isTold ? told : `[${items.length - MOST_ITEMS} more]`] };
}

/**
 * A copy of an action's arguments that may be kept for ever: what is or may be a secret is `[redacted]`; long texts, long
 * lists and deep parts are cut. Plain JSON, bounded whatever comes in; redacting twice changes nothing.
 */
export function redactArguments(value: unknown): unknown {
  return redact(value, 0);
}
