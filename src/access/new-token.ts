import { randomBytes } from 'node:crypto';
import { type TokenEntry, tokenEntrySchema } from './parse-tokens.ts';
import { tokenHash } from './token-hash.ts';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What was asked for, as it was typed. */
export interface TokenRequest {
  readonly name: string;
  readonly role: string;
  readonly clusters: string | undefined;
  readonly namespaces: string | undefined;
  /** `30d`, `12h`, `45m` or an RFC 3339 time. */
  readonly expires: string | undefined;
}

function list(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function expiry(text: string, now: Date): string {
  const span = /^(\d{1,5})([mhd])$/.exec(text);
  if (span === null) return text;
  return new Date(now.getTime() + Number(span[1]) * UNITS[span[2] as keyof typeof UNITS]).toISOString();
}

/**
 * Makes a token and its entry for the tokens file, or says what is wrong with the request. The token begins with `kc_`,
 * so that scanners and our log redaction recognise it, and has 256 random bits.
 */
export function newToken(
  request: TokenRequest,
  now: Date,
): { readonly token: string; readonly entry: TokenEntry } | { readonly errors: readonly string[] } {
  const token = `kc_${randomBytes(32).toString('base64url')}`;
  const [clusters, namespaces] = [list(request.clusters), list(request.namespaces)];
  const result = tokenEntrySchema.safeParse({
    name: request.name,
    sha256: tokenHash(token).toString('hex'),
    role: request.role.toUpperCase(),
    ...(clusters === undefined ? {} : { clusters }),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(request.expires === undefined ? {} : { expires: expiry(request.expires, now) }),
  });
  if (!result.success)
    return { errors: result.error.issues.map((issue) => `--${issue.path[0]?.toString()} ${issue.message}.`) };
  const { expires } = result.data;
  if (expires !== undefined && Date.parse(expires) <= now.getTime())
    return { errors: [`--expires ${expires} has passed already.`] };
  return { token, entry: result.data };
}
