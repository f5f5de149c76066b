/** Seconds from one RFC 3339 time to another; undefined where either is missing or unreadable. */
export function secondsBetween(from: string | undefined, to: string | Date | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const seconds = ((typeof to === 'string' ? Date.parse(to) : to.getTime()) - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** Whether a time lies at most so many seconds before `now`. A missing time is not recent; one ahead of `now` (clocks differ) is. */
export function isWithin(time: string | undefined, seconds: number, now: Date): boolean {
  const age = secondsBetween(time, now);
  return age !== undefined && age <= seconds;
}

/** Whether an object was created less than so many seconds ago. */
export function isYoungerThan(
  object: { readonly metadata: { readonly creationTimestamp: string } },
  seconds: number,
  now: Date,
): boolean {
  const age = secondsBetween(object.metadata.creationTimestamp, now);
  return age !== undefined && age < seconds;
}

/** The latest of several times; unreadable and missing ones do not count. */
export function latestOf(...times: readonly (string | undefined)[]): string | undefined {
  let latest: string | undefined;
  for (const time of times) {
    if (time === undefined || Number.isNaN(Date.parse(time))) continue;
    if (latest === undefined || Date.parse(time) > Date.parse(latest)) latest = time;
  }
  return latest;
}

/** How a person says a span: `45 s`, `12 min`, `5 h`, `3 days`; rounded down, negative spans are `0 s`. */
export function spanOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 2 * 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 2 * 86_400) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86_400)} days`;
}

/** An RFC 3339 time without fractions of a second, as a sentence shows it. */
export function toTheSecond(time: string): string {
  return time.replace(/\.\d+(?=Z|[+-]\d\d:\d\d$)/, '');
}
