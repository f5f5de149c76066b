import pino, { type DestinationStream, type LevelWithSilent, type Logger } from 'pino';

const REDACTED = '[redacted]';

/**
 * Applied to each finished line. pino's own `redact` was measured and rejected: paths that reach three levels deep cost
 * 140 µs a line, these 3 µs, and they reach any depth and the texts of other people's errors.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Fields by name.
  [
    /"(authorization|cookie|set-cookie|token|password|passwd|secret|connectionString|databaseUrl|DATABASE_URL|PGPASSWORD)":"(?:[^"\\]|\\.)*"/gi,
    `"$1":"${REDACTED}"`,
  ],
  // The password of a connection string; user and host help to understand the error.
  [/(\bpostgres(?:ql)?:\/\/[^\s:@/"\\]*):[^\s"\\]*@/g, `$1:${REDACTED}@`],
  [/\bkc_[A-Za-z0-9_-]{43}/g, REDACTED],
  [/\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REDACTED}`],
];

function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/**
 * Makes the logger: JSON, one object a line, fields first (`log.info({ run }, 'Run finished')`). The server logs to
 * standard output (1), as containers expect; commands whose output is read by programs log to standard error (2).
 * Whatever looks like a secret is replaced, in fields and in texts.
 */
export function createLogger(options: {
  readonly level: LevelWithSilent;
  readonly to: 1 | 2 | DestinationStream;
}): Logger {
  const { level, to } = options;
  const settings: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: withoutSecrets },
  };
  if (typeof to !== 'number') return pino(settings, to);
  // Synchronous: a crash must not lose its last lines.
  const destination = pino.destination({ dest: to, sync: true });
  // A reader that went away (`npm start | head`) is no reason to end the server.
  destination.on('error', () => {});
  return pino(settings, destination);
}
