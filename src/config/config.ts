/** Where a recording lies and which of its moments is served; undefined: the last. */
export interface RecordingConfig {
  /** Absolute. */
  readonly directory: string;
  readonly moment: string | undefined;
}

/** All settings, read once from the environment; nothing else reads it. */
export interface Config {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly recordings: readonly RecordingConfig[];
  /** Absolute. */
  readonly tokensFile: string | undefined;
  readonly allowAnonymous: boolean;
  /** Host names (lower case, without port) accepted beside loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Origins accepted beside our own, as browsers write them. */
  readonly corsOrigins: readonly string[];
  /** Requests and WebSocket operations that one viewer or address may make per minute; 0: no limit. */
  readonly rateLimit: number;
}
