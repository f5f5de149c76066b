/** How much one caller may ask at once; the same on HTTP and WebSocket. */
export interface Limits {
  /** Tokens of a document; more are not even parsed. */
  readonly tokens: number;
  /** Fields inside fields. */
  readonly depth: number;
  /** Fields inside fields below `__schema` and `__type`: the introspection of GraphiQL has 15. */
  readonly introspectionDepth: number;
  /** `__schema` and `__type` of one operation. They have no other cost, so they are counted. */
  readonly introspections: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Fields of the answer if every list were as long as it may be. 50,000 take graphql-js about 0.1 s. */
  readonly cost: number;
  /** Items of one list among the arguments. */
  readonly listItems: number;
  /** Characters of one string among the arguments. */
  readonly stringLength: number;
  /** Lists and objects inside lists and objects among the arguments. */
  readonly inputDepth: number;
  /** From the start of execution to the answer, or to the first step of a subscription. */
  readonly executionMs: number;
  /** Errors of one answer; what is beyond is counted in `extensions.leftOut` of the last. */
  readonly errors: number;
}

export const DEFAULT_LIMITS: Limits = {
  tokens: 4_000,
  depth: 12,
  introspectionDepth: 20,
  introspections: 2,
  aliases: 30,
  rootFields: 20,
  directives: 30,
  cost: 50_000,
  listItems: 500,
  stringLength: 10_000,
  inputDepth: 20,
  executionMs: 15_000,
  errors: 100,
};

/** The text of every exceeded limit. `what` is a plural. */
export function exceeded(what: string, actual: number, limit: number): string {
  return `Too many ${what}: ${Math.min(actual, Number.MAX_SAFE_INTEGER)}; the limit is ${limit}.`;
}
