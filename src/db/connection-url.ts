import { DatabaseError } from './database-error.ts';

/** The address of a database, in parts that may be shown. */
export interface DatabaseAddress {
  /** With the password: for connecting only. */
  readonly url: string;
  /** Without password and options: for texts and logs. */
  readonly shown: string;
  /** Replaces the password (as written and decoded) wherever it stands in a text. */
  redact(text: string): string;
}

/** Reads a database address; rejects anything but `postgresql://` or `postgres://` with a host, without repeating the input. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const expected = 'expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special characters percent-encoded';
  if (!URL.canParse(url)) throw new DatabaseError(`DATABASE_URL can't be read as an address: ${expected}.`);
  const parsed = new URL(url);
  if (parsed.protocol !== 'postgresql:' && parsed.protocol !== 'postgres:') {
    throw new DatabaseError(`DATABASE_URL begins with ${parsed.protocol}//: ${expected}.`);
  }
  const user = parsed.username === '' ? '' : `${parsed.username}@`;
  const shown = `postgresql://${user}${parsed.host}${parsed.pathname}`;
  // node-postgres also takes them from the query.
  const secrets = [
    parsed.password,
    parsed.searchParams.get('password') ?? '',
    parsed.searchParams.get('sslpassword') ?? '',
  ]
    .flatMap((secret) => [secret, decoded(secret)])
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length);
  return {
    url,
    shown,
    redact: (text) =>
      secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text.replaceAll(url, shown)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
