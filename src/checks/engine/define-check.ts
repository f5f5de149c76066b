import type { z } from 'zod';
import type { KindName } from '#src/kubernetes/kinds.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { ObjectRef, Snapshot } from '#src/kubernetes/port.ts';
import type { Evidence } from './evidence.ts';

/** How bad a finding is, from least to worst. */
export const SEVERITIES = ['INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The step of the troubleshooting course that a check belongs to. */
export const STAGES = ['POD', 'WORKLOAD', 'NETWORK', 'STORAGE', 'CONFIG', 'NODE', 'CONTROL_PLANE', 'ACCESS'] as const;
export type Stage = (typeof STAGES)[number];

/** A value in a report's data. Lists are shown joined with commas. */
export type DataValue = string | number | readonly string[];
export type ReportData = Readonly<Record<string, DataValue>>;

/** The placeholders that every text may use without data: they describe the object that the report is about. */
export type BuiltIn = 'kind' | 'namespace' | 'name' | 'rootKind' | 'rootName' | 'subjects';

/** One thing that a check can say. */
export interface Message {
  /** One full sentence; `{{key}}` is filled from the report's data or from a {@link BuiltIn}. Ends with a period. */
  readonly text: string;
  /** Overrides the check's severity. */
  readonly severity?: Severity;
  /** The problem that this message is a stage of; part of the fingerprint. Default: the message's own id. */
  readonly problem?: string;
  /** Data keys whose change makes the finding CHANGED. All other data is shown with its latest value and is no change. */
  readonly changes?: readonly string[];
  /** The next command for a person, same placeholders. */
  readonly next: string;
}

type PlaceholderOf<Text extends string> = Text extends `${string}{{${infer Key}}}${infer Rest}`
  ? Key | PlaceholderOf<Rest>
  : never;

type DataOf<M extends Message> = {
  readonly [K in Exclude<PlaceholderOf<M['text']> | PlaceholderOf<M['next']>, BuiltIn>]: DataValue;
};

/** What a check yields: a message id with its data, about one object. */
export type Report<Messages extends Record<string, Message> = Record<string, Message>> = {
  readonly [Id in keyof Messages & string]: {
    /** The object that is accused; the finding belongs to its root owner. */
    readonly on: Pick<KubernetesObject, 'kind' | 'metadata'>;
    readonly message: Id;
    readonly data: DataOf<Messages[Id]>;
    /** Container or key, where one object can have the problem several times; part of the fingerprint. */
    readonly part?: string;
    /** What was seen, at most 10 pieces. */
    readonly evidence?: readonly Evidence[];
    /** The objects that suffer, where they are not `on` itself: a dead node's pods. */
    readonly subjects?: readonly ObjectRef[];
    /** Objects whose own trouble would explain this one; the finding is `causedBy` what is found on them. */
    readonly causes?: readonly ObjectRef[];
  };
}[keyof Messages & string];

/** What a check's `run` is given: its kinds only, frozen; its parsed params; the cluster's clock. */
export interface CheckContext<Kinds extends KindName, Params> {
  readonly snapshot: Snapshot<Kinds>;
  readonly params: Params;
  readonly now: Date;
}

/** One rule. See docs/architecture.md, "A check". */
export interface CheckDefinition<
  Needs extends KindName,
  Uses extends KindName,
  Schema extends z.ZodType,
  Messages extends Record<string, Message>,
> {
  /** Words in kebab-case; the file's name. */
  readonly id: string;
  readonly title: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** Kinds without which the check cannot judge: blind on one of them, its outcome is UNKNOWN. */
  readonly needs: readonly Needs[];
  /** Kinds that only enrich the evidence. */
  readonly uses?: readonly Uses[];
  /** A zod object whose every field has a default. */
  readonly params?: Schema;
  readonly messages: Messages;
  /** What a person does about it; one or two sentences. */
  readonly remedy: string;
  /** Whether a pod with a deletionTimestamp may be accused. By default its reports are dropped: what goes accuses nobody. */
  readonly accusesTerminatingPods?: boolean;
  /** The same problem in other tools' words, such as `POP-1100`. */
  readonly aliases?: readonly string[];
  run(context: CheckContext<Needs | Uses, z.output<Schema>>): Iterable<Report<Messages>>;
}

/** A check as the engine sees it: its own kinds and messages forgotten. */
export type Check = CheckDefinition<KindName, KindName, z.ZodType, Record<string, Message>>;

/**
 * Defines a check. Reading a kind in neither `needs` nor `uses`, yielding an unknown message, and leaving out data that
 * a text asks for are compile errors.
 */
export function defineCheck<
  const Needs extends KindName,
  const Messages extends Record<string, Message>,
  const Uses extends KindName = never,
  Schema extends z.ZodType = z.ZodType<Record<string, never>>,
>(check: CheckDefinition<Needs, Uses, Schema, Messages>): Check {
  // The engine hands every check a snapshot restricted to its kinds and params parsed by its own schema.
  return check as unknown as Check;
}
