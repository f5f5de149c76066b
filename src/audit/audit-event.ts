/** Who asked Kubeclinic for what, and what came of it. */
export interface AuditEvent {
  readonly id: string;
  readonly at: Date;
  readonly viewer: string;
  readonly via: string;
  readonly role: string;
  /** The mutation's field name, or what was refused, such as `http.request`. */
  readonly action: string;
  readonly cluster: string | undefined;
  /** Arguments with everything secret replaced by `[redacted]`. */
  readonly arguments: unknown;
  readonly outcome: 'SUCCESS' | 'REFUSED' | 'FAILED';
  /** A code, and our own words; never the message of an unknown error. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
  readonly correlationId: string;
}

export interface AuditFilter {
  readonly viewer?: string;
  readonly action?: string;
  readonly outcome?: AuditEvent['outcome'];
  readonly cluster?: string;
  readonly since?: Date;
  readonly until?: Date;
}
