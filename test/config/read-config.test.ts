import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatConfigErrors, readConfig } from '#src/config/read-config.ts';
import { tempDir } from '#test/harness/temp-dir.ts';

type Environment = Readonly<Record<string, string>>;

function config(env: Environment) {
  const result = readConfig(env);
  if ('errors' in result) throw new Error(formatConfigErrors(result.errors));
  return result;
}

/** What is wrong, as `VARIABLE: problem`. */
function problems(env: Environment): string[] {
  const result = readConfig(env);
  return 'errors' in result ? result.errors.map((error) => `${error.variable}: ${error.problem}`) : [];
}

describe('settings that are right', () => {
  it('has a default for everything: loopback only, nobody named, nothing to serve', () => {
    expect(readConfig({ PATH: '/usr/bin', HOME: '/root' })).toEqual({
      host: '127.0.0.1',
      port: 4000,
      logLevel: 'info',
      dataDir: resolve('.kubeclinic'),
      databaseUrl: undefined,
      recordings: [],
      tokensFile: undefined,
      allowAnonymous: false,
      allowedHosts: [],
      corsOrigins: [],
      rateLimit: 600,
    });
  });

  it('reads each variable', () => {
    const directory = tempDir();
    mkdirSync(join(directory, 'shop', '2-during'), { recursive: true });
    writeFileSync(join(directory, 'tokens.json'), '[]');
    expect(
      readConfig({
        KUBECLINIC_HOST: '0.0.0.0',
        KUBECLINIC_PORT: '0',
        KUBECLINIC_LOG_LEVEL: 'debug',
        KUBECLINIC_DATA_DIR: '/var/lib/kubeclinic',
        DATABASE_URL: 'postgresql://kc:s3cret@db:5432/kc?sslmode=require',
        KUBECLINIC_RECORDINGS: ` ${join(directory, 'shop')}:2-during , ${directory}`,
        KUBECLINIC_TOKENS_FILE: join(directory, 'tokens.json'),
        KUBECLINIC_ALLOW_ANONYMOUS: 'true',
        KUBECLINIC_ALLOWED_HOSTS: 'Clinic.Example,[fd00::7],10.0.0.7',
        KUBECLINIC_CORS_ORIGINS: 'https://portal.example,http://localhost:3000',
        KUBECLINIC_RATE_LIMIT: '0',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 0,
      logLevel: 'debug',
      dataDir: '/var/lib/kubeclinic',
      databaseUrl: 'postgresql://kc:s3cret@db:5432/kc?sslmode=require',
      recordings: [
        { directory: join(directory, 'shop'), moment: '2-during' },
        { directory, moment: undefined },
      ],
      tokensFile: join(directory, 'tokens.json'),
      allowAnonymous: true,
      allowedHosts: ['clinic.example', 'fd00::7', '10.0.0.7'],
      corsOrigins: ['https://portal.example', 'http://localhost:3000'],
      rateLimit: 0,
    });
  });

  it('takes an empty value for unset, as compose files write it', () => {
    expect(config({ KUBECLINIC_PORT: '', DATABASE_URL: ' ', KUBECLINIC_HOST: '' })).toMatchObject({
      port: 4000,
      databaseUrl: undefined,
      host: '127.0.0.1',
    });
  });

  it('is not disturbed by what a kubelet sets for Services named kubeclinic and kubeclinic-db', () => {
    const injected = {
      KUBECLINIC_SERVICE_HOST: '10.96.0.7',
      KUBECLINIC_SERVICE_PORT: '4000',
      KUBECLINIC_SERVICE_PORT_HTTP: '4000',
      KUBECLINIC_PORT: 'tcp://10.96.0.7:4000',
      KUBECLINIC_PORT_4000_TCP: 'tcp://10.96.0.7:4000',
      KUBECLINIC_PORT_4000_TCP_PROTO: 'tcp',
      KUBECLINIC_PORT_4000_TCP_PORT: '4000',
      KUBECLINIC_PORT_4000_TCP_ADDR: '10.96.0.7',
      KUBECLINIC_DB_SERVICE_HOST: '10.96.0.8',
      KUBECLINIC_DB_SERVICE_PORT: '5432',
      KUBECLINIC_DB_PORT: 'tcp://10.96.0.8:5432',
      KUBECLINIC_DB_PORT_5432_TCP_ADDR: '10.96.0.8',
    };
    expect(config(injected).port).toBe(4000);
    expect(config({ ...injected, KUBECLINIC_PORT: '8080' }).port).toBe(8080);
    expect(problems({ KUBECLINIC_PORT: 'tcp://10.96.0.7:4000' })).toEqual([
      'KUBECLINIC_PORT: "tcp://10.96.0.7:4000" is not a whole number.',
    ]);
  });
});

describe('settings that are wrong', () => {
  it('tells all errors at once, each with the variable, what was wrong and what is accepted', () => {
    const result = readConfig({
      KUBECLINIC_PORT: '70000',
      KUBECLINIC_LOG_LEVEL: 'loud',
      KUBECLINIC_ALLOW_ANONYMOUS: 'yes',
      KUBECLINIC_RATE_LIMITS: '5',
      KUBECLINIC_CORS_ORIGINS: '*,https://a.example/,ftp://b.example,null,https://c.example:443',
      KUBECLINIC_ALLOWED_HOSTS: 'clinic.example:4000,http://x',
      KUBECLINIC_TOKENS_FILE: '/nowhere/tokens.json',
    });
    expect('errors' in result && formatConfigErrors(result.errors)).toBe(
      [
        'Kubeclinic was not started: 12 problems with its settings.',
        '  KUBECLINIC_RATE_LIMITS: There is no such setting; the nearest one is KUBECLINIC_RATE_LIMIT. Accepted: a variable beginning with KUBECLINIC_ only where the settings list it.',
        '  KUBECLINIC_PORT: 70000 is out of range. Accepted: a whole number from 0 to 65535.',
        '  KUBECLINIC_LOG_LEVEL: "loud" is none of them. Accepted: fatal, error, warn, info, debug, trace or silent.',
        '  KUBECLINIC_TOKENS_FILE: "/nowhere/tokens.json" can\'t be read (ENOENT). Accepted: a JSON file that can be read, an array of entries as `npm run token` prints them.',
        '  KUBECLINIC_ALLOW_ANONYMOUS: "yes" is none of them. Accepted: true or false.',
        '  KUBECLINIC_ALLOWED_HOSTS: "clinic.example:4000" is not a host name (leave the port out). Accepted: host names without port, separated by commas.',
        '  KUBECLINIC_ALLOWED_HOSTS: "http://x" is not a host name. Accepted: host names without port, separated by commas.',
        '  KUBECLINIC_CORS_ORIGINS: "*" would let every page on the web in; name each origin. Accepted: exact origins such as https://portal.example, separated by commas; no path, no *.',
        '  KUBECLINIC_CORS_ORIGINS: "https://a.example/" is not an exact origin; browsers write "https://a.example". Accepted: exact origins such as https://portal.example, separated by commas; no path, no *.',
        '  KUBECLINIC_CORS_ORIGINS: "ftp://b.example" is not an http or https origin. Accepted: exact origins such as https://portal.example, separated by commas; no path, no *.',
        '  KUBECLINIC_CORS_ORIGINS: "null" is not an http or https origin. Accepted: exact origins such as https://portal.example, separated by commas; no path, no *.',
        '  KUBECLINIC_CORS_ORIGINS: "https://c.example:443" is not an exact origin; browsers write "https://c.example". Accepted: exact origins such as https://portal.example, separated by commas; no path, no *.',
      ].join('\n'),
    );
  });

  it.each([
    ['mysql://kc:s3cret@db/kc', 'It does not begin with postgres:// or postgresql://.'],
    [
      'postgres://kc:s3/cret@db/kc',
      'It is not a URL; characters such as @ : / ? # in the password must be percent-encoded.',
    ],
  ])('never shows DATABASE_URL (%s)', (value, problem) => {
    expect(problems({ DATABASE_URL: value })).toEqual([`DATABASE_URL: ${problem}`]);
  });

  it.each([
    ['-1', '"-1" is not a whole number.'],
    ['4000.5', '"4000.5" is not a whole number.'],
    ['0x10', '"0x10" is not a whole number.'],
    ['65536', '65536 is out of range.'],
  ])('refuses the port %s', (value, problem) => {
    expect(problems({ KUBECLINIC_PORT: value })).toEqual([`KUBECLINIC_PORT: ${problem}`]);
  });

  it.each(['127.0.0.1:4000', '[::1]', 'a b', 'http://x', '999.1.1.1', '1.2.3'])('refuses to listen on %s', (value) => {
    expect(problems({ KUBECLINIC_HOST: value })).toEqual([
      `KUBECLINIC_HOST: "${value}" is neither an IP address nor a host name.`,
    ]);
  });
});

describe('who may reach the server', () => {
  const open = (host: string) =>
    `KUBECLINIC_HOST: "${host}" can be reached from other machines, and nothing says who may come in.`;

  it.each(['0.0.0.0', '::', '192.168.1.5', 'clinic.example', '::ffff:10.0.0.1', 'localhost.example'])(
    'refuses to listen on %s without tokens or permission, in the same list as other errors',
    (host) => {
      expect(problems({ KUBECLINIC_HOST: host, KUBECLINIC_PORT: 'x' })).toEqual([
        'KUBECLINIC_PORT: "x" is not a whole number.',
        open(host),
      ]);
      expect(problems({ KUBECLINIC_HOST: host, KUBECLINIC_ALLOW_ANONYMOUS: 'false' })).toEqual([open(host)]);
      expect(problems({ KUBECLINIC_HOST: host, KUBECLINIC_ALLOW_ANONYMOUS: 'true' })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1'])(
    'needs nothing to listen on %s',
    (host) => {
      expect(problems({ KUBECLINIC_HOST: host })).toEqual([]);
    },
  );

  it('accepts any address with a tokens file, and tells of each wrong entry in it without its hash', () => {
    const file = join(tempDir(), 'tokens.json');
    writeFileSync(file, '[]');
    expect(problems({ KUBECLINIC_HOST: '0.0.0.0', KUBECLINIC_TOKENS_FILE: file })).toEqual([]);
    writeFileSync(file, JSON.stringify([{ name: 'ci', sha256: 'kc_pasted-by-mistake', role: 'ROOT' }]));
    expect(problems({ KUBECLINIC_TOKENS_FILE: file })).toEqual([
      "KUBECLINIC_TOKENS_FILE: Tokens file, entry 1 (ci): sha256 must be the token's SHA-256 in 64 hexadecimal digits.",
      'KUBECLINIC_TOKENS_FILE: Tokens file, entry 1 (ci): role must be one of VIEWER, OPERATOR, ADMIN.',
    ]);
    expect(problems({ KUBECLINIC_TOKENS_FILE: tempDir() })[0]).toMatch(/is not a file\.$/);
  });
});
