import { createHash } from 'node:crypto';

/** SHA-256 of a token's UTF-8 bytes. Tokens are 256 random bits, so a slow hash with salt would protect nothing more. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
