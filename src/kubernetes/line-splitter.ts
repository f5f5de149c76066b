const NEWLINE = 0x0a;

/** A line over the bound. */
export class LineTooLongError extends Error {
  constructor(maxBytes: number) {
    super(`a line of more than ${maxBytes} bytes`);
    this.name = 'LineTooLongError';
  }
}

/** Cuts a stream of bytes into lines of text. */
export interface LineSplitter {
  /** Takes the next bytes; calls back for each line that they complete. Throws a LineTooLongError. */
  push(chunk: Buffer): void;
  /** Bytes of a line that has not ended. */
  pending(): number;
}

/** Makes a splitter for UTF-8 lines of at most `maxBytes`; it keeps nothing of a line that was handed on. Empty lines are left out. */
export function createLineSplitter(maxBytes: number, onLine: (line: string) => void): LineSplitter {
  let parts: Buffer[] = [];
  let length = 0;

  function keep(part: Buffer): void {
    length += part.length;
    if (length > maxBytes) throw new LineTooLongError(maxBytes);
    // A part is a view of the whole chunk that it came in; the copy lets go of the other lines in it.
    if (part.length > 0) parts.push(Buffer.from(part));
  }

  function flush(): void {
    const line = Buffer.concat(parts, length).toString('utf8');
    parts = [];
    length = 0;
    if (line !== '' && line !== '\r') onLine(line);
  }

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        keep(chunk.subarray(start, end));
        flush();
        start = end + 1;
      }
      keep(chunk.subarray(start));
    },
    pending: () => length,
  };
}
