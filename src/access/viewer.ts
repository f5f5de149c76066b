/** What a viewer may do, from least to most: VIEWER reads, OPERATOR starts and schedules, ADMIN does all and reads the audit. */
export const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** The authenticated caller of one request. */
export interface Viewer {
  /** The token's name, `local` or `anonymous`. */
  readonly name: string;
  readonly via: 'LOCAL' | 'TOKEN' | 'ANONYMOUS' | 'SYSTEM';
  readonly role: Role;
  /** Names of the clusters it may see; undefined: all. */
  readonly clusters: readonly string[] | undefined;
  /** Namespaces it may see; undefined: all, and cluster-scoped objects too. */
  readonly namespaces: readonly string[] | undefined;
}
