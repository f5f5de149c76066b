/**
 * Something in a recording that can't be used. One such error stands for the whole recording: the cluster it would
 * have been is not served, all others are.
 */
export class RecordingError extends Error {
  /** The recording's directory as it was given. */
  readonly directory: string;
  /** The file or directory at fault, relative to the recording; empty for the directory itself. */
  readonly file: string;
  /** What is wrong with it and what would be right. */
  readonly reason: string;

  constructor(
    where: { readonly directory: string; readonly file: string },
    reason: string,
    options: { cause?: unknown } = {},
  ) {
    const place = where.file === '' ? where.directory : `${where.directory}: ${where.file}`;
    super(`Recording ${place}: ${reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RecordingError';
    this.directory = where.directory;
    this.file = where.file;
    this.reason = reason;
  }
}
