import { isIP } from 'node:net';

/** Whether an address or host name (no port, no brackets) reaches this machine alone: 127.0.0.0/8, ::1, localhost, *.localhost. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) === 4) return name.startsWith('127.');
  if (isIP(name) === 6) return name === '::1' || name === '0:0:0:0:0:0:0:1' || /^::ffff:127\.\d+\.\d+\.\d+$/.test(name);
  // RFC 6761 reserves the whole top-level name, so nobody can point a name below it elsewhere.
  return name === 'localhost' || name.endsWith('.localhost');
}
