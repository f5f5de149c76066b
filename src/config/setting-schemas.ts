import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { RecordingConfig } from './config.ts';
import { parseRecordings } from './recording-setting.ts';

/** From the text of a variable to its value; each issue's message is a whole sentence that says what was wrong. */
export type SettingSchema<T> = z.ZodType<T, string>;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Quoted and cut, so that a stray value cannot flood the terminal or write control characters into it. */
function shown(value: string): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}

/** A schema from a function that returns the value, or every problem it found. */
function parsed<T>(parse: (text: string) => { value: T } | { problems: readonly string[] }): SettingSchema<T> {
  return z.string().transform((text, context) => {
    const result = parse(text);
    if ('value' in result) return result.value;
    for (const message of result.problems) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function listOf(
  parseItem: (item: string) => { value: string } | { problem: string },
): SettingSchema<readonly string[]> {
  return parsed((text) => {
    const results = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map(parseItem);
    const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
    if (problems.length > 0) return { problems };
    return { value: [...new Set(results.flatMap((result) => ('value' in result ? [result.value] : [])))] };
  });
}

function isHost(text: string): boolean {
  // All digits and dots but no address (1.2.3, 999.1.1.1): resolvers read such names in surprising ways.
  return isIP(text) !== 0 || (HOST_NAME.test(text) && !/^[\d.]+$/.test(text));
}

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly W[]): SettingSchema<W> {
  return parsed((text) => {
    const word = words.find((candidate) => candidate === text);
    return word === undefined ? { problems: [`${shown(text)} is none of them.`] } : { value: word };
  });
}

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number): SettingSchema<number> {
  return parsed((text) => {
    if (!/^\d{1,15}$/.test(text)) return { problems: [`${shown(text)} is not a whole number.`] };
    const value = Number(text);
    return value < least || value > most ? { problems: [`${text} is out of range.`] } : { value };
  });
}

/** `true` or `false`. */
export const trueOrFalse: SettingSchema<boolean> = oneOf('true', 'false').transform((word) => word === 'true');

/** An address or a host name to listen on. */
export const listenHost: SettingSchema<string> = parsed((text) => {
  const host = text.toLowerCase();
  return isHost(host) ? { value: host } : { problems: [`${shown(text)} is neither an IP address nor a host name.`] };
});

/** A path, made absolute; nothing has to be there yet. */
export const path: SettingSchema<string> = z.string().transform((text) => resolve(text));

/** A file that is there and can be read, as an absolute path. */
export const readableFile: SettingSchema<string> = parsed((text) => {
  try {
    if (!statSync(text).isFile()) return { problems: [`${shown(text)} is not a file.`] };
    accessSync(text, constants.R_OK);
    return { value: resolve(text) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { problems: [`${shown(text)} can't be read (${code}).`] };
  }
});

/** A Postgres connection string. No problem repeats any part of it: it holds a password. */
export const databaseUrl: SettingSchema<string> = parsed((text) => {
  if (!/^postgres(ql)?:\/\//.test(text)) return { problems: ['It does not begin with postgres:// or postgresql://.'] };
  if (!URL.canParse(text))
    return { problems: ['It is not a URL; characters such as @ : / ? # in the password must be percent-encoded.'] };
  return { value: text };
});

/** Recordings to serve. */
export const recordings: SettingSchema<readonly RecordingConfig[]> = parsed((text) => {
  const result = parseRecordings(text);
  return result.problems.length > 0 ? { problems: result.problems } : { value: result.recordings };
});

/** Host names as they stand in a Host header, without the port. */
export const hostNames: SettingSchema<readonly string[]> = listOf((item) => {
  const bare = item.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (isHost(bare)) return { value: bare };
  return { problem: `${shown(item)} is not a host name${/:\d+$/.test(item) ? ' (leave the port out)' : ''}.` };
});

/** Origins as browsers write them. */
export const origins: SettingSchema<readonly string[]> = listOf((item) => {
  if (item === '*') return { problem: '"*" would let every page on the web in; name each origin.' };
  const origin = URL.canParse(item) ? new URL(item).origin : 'null';
  if (!/^https?:\/\//.test(origin)) return { problem: `${shown(item)} is not an http or https origin.` };
  return origin === item
    ? { value: item }
    : { problem: `${shown(item)} is not an exact origin; browsers write ${shown(origin)}.` };
});
