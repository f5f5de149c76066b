import type { Requirement, SelectorFault } from './label-selector.ts';

/** The outcome of reading a selector's text. */
export type ParsedSelector =
  | { readonly ok: true; readonly requirements: readonly Requirement[] }
  | { readonly ok: false; readonly fault: SelectorFault };

interface Token {
  readonly type: 'word' | 'symbol' | 'end';
  readonly text: string;
  readonly position: number;
}

const TOKEN = /\s*(?:(==|!=|=|!|>|<|\(|\)|,)|([^\s=!<>(),]+))/y;

/** `prefix/name`; the prefix a DNS subdomain of at most 253, the name at most 63 characters. */
const KEY =
  /^(?:(?=.{1,253}\/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

class Fault extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const found = match[1] ?? match[2] ?? '';
    tokens.push({
      type: match[1] === undefined ? 'word' : 'symbol',
      text: found,
      position: TOKEN.lastIndex - found.length,
    });
  }
  tokens.push({ type: 'end', text: '', position: text.length });
  return tokens;
}

/** Reads `a=b, c!=d, e in (f,g), h notin (i), j, !k, l>1`; an empty text selects everything. */
export function parseLabelSelector(text: string): ParsedSelector {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { type: 'end', text: '', position: text.length };
  const take = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const shown = (token: Token): string => (token.type === 'end' ? 'the end' : `"${token.text}"`);

  function key(): string {
    const token = take();
    if (token.type !== 'word') throw new Fault(`expected a label key, found ${shown(token)}`, token.position);
    if (!KEY.test(token.text))
      throw new Fault(
        `"${token.text}" is no label key (optional DNS prefix and "/", then up to 63 letters, digits, "-", "_", ".")`,
        token.position,
      );
    return token.text;
  }

  function value(token: Token): string {
    if (!VALUE.test(token.text))
      throw new Fault(`"${token.text}" is no label value (up to 63 letters, digits, "-", "_", ".")`, token.position);
    return token.text;
  }

  /** A value may be empty: `a=` and `a in (b,)` are legal. */
  function scalar(): string {
    return peek().type === 'word' ? value(take()) : '';
  }

  function list(): string[] {
    const open = take();
    if (open.text !== '(') throw new Fault(`expected "(", found ${shown(open)}`, open.position);
    const values = [scalar()];
    for (;;) {
      const next = take();
      if (next.text === ')' && next.type === 'symbol') return values;
      if (next.text !== ',') throw new Fault(`expected "," or ")", found ${shown(next)}`, next.position);
      values.push(scalar());
    }
  }

  function integer(): string {
    const token = take();
    if (token.type !== 'word' || !/^-?\d+$/.test(token.text))
      throw new Fault(`expected an integer, found ${shown(token)}`, token.position);
    return token.text;
  }

  function requirement(): Requirement {
    if (peek().text === '!' && peek().type === 'symbol') {
      take();
      return { key: key(), operator: 'notExists', values: [] };
    }
    const name = key();
    const next = peek();
    if (next.type === 'end' || next.text === ',') return { key: name, operator: 'exists', values: [] };
    take();
    if (next.text === '=' || next.text === '==') return { key: name, operator: 'in', values: [scalar()] };
    if (next.text === '!=') return { key: name, operator: 'notIn', values: [scalar()] };
    if (next.text === '>') return { key: name, operator: 'gt', values: [integer()] };
    if (next.text === '<') return { key: name, operator: 'lt', values: [integer()] };
    if (next.text === 'in') return { key: name, operator: 'in', values: list() };
    if (next.text === 'notin') return { key: name, operator: 'notIn', values: list() };
    throw new Fault(`expected "=", "==", "!=", "in", "notin", "<", ">" or ",", found ${shown(next)}`, next.position);
  }

  try {
    const requirements: Requirement[] = [];
    if (peek().type === 'end') return { ok: true, requirements };
    for (;;) {
      requirements.push(requirement());
      const next = take();
      if (next.type === 'end') return { ok: true, requirements };
      if (next.text !== ',') throw new Fault(`expected "," or the end, found ${shown(next)}`, next.position);
    }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: { message: error.message, position: error.position } };
    throw error;
  }
}
