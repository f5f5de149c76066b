/** The database can't be used as asked. Its text is for the operator: what was wrong, where, what would be right; never a password. */
export class DatabaseError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}
