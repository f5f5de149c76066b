import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ClusterModel, CheckModel, CheckMessageModel, CheckOutcomeModel, RunModel, RunScopeModel, RunCoverageModel, KindCoverageModel, KindSyncingModel, KindSyncedModel, KindStaleModel, KindForbiddenModel, KindUnavailableModel, KindAbsentModel, ObjectReferenceModel, FindingModel, FindingSnapshotModel, EpisodeModel, FieldEvidenceModel, EventEvidenceModel, RunComparisonModel, NewFindingModel, ResolvedFindingModel, ChangedFindingModel, UnchangedFindingModel, NotComparableFindingModel, AuditEventModel, ClusterPage, CheckPage, RunPage, CheckOutcomePage, FindingPage, SubjectPage, EpisodePage, ComparedFindingPage, AuditEventPage, RunProgressModel } from '../mappers.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment: RFC 3339 in UTC with milliseconds, such as `2026-03-01T12:00:00.000Z`. As an input any offset is accepted. */
  DateTime: { input: Date; output: Date | string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

/** What somebody asked of the server, and what came of it. Never changed, never deleted. */
export type AuditEvent = {
  /** The mutation, or what was refused, such as `Query.auditEvents` or `http.request`. */
  readonly action: Scalars['String']['output'];
  /** What was asked, with everything secret replaced by `[redacted]`. */
  readonly arguments?: Maybe<Scalars['JSON']['output']>;
  /** When it ended. */
  readonly at: Scalars['DateTime']['output'];
  /** The cluster it was about, by name; null when it was about none. */
  readonly cluster?: Maybe<Scalars['String']['output']>;
  /** The request, as in the log. */
  readonly correlationId: Scalars['String']['output'];
  /** Opaque id. */
  readonly id: Scalars['ID']['output'];
  /** How long it took. */
  readonly milliseconds: Scalars['Float']['output'];
  /** What came of it. */
  readonly outcome: AuditOutcome;
  /** A code and why; null when it succeeded. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The viewer's role then. */
  readonly role: Scalars['String']['output'];
  /** How the viewer was recognised: LOCAL, TOKEN, ANONYMOUS or SYSTEM. */
  readonly via: Scalars['String']['output'];
  /** Who asked: a token's name, `local` or `anonymous`. */
  readonly viewer: Scalars['String']['output'];
};

/** A page of audit events. */
export type AuditEventConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<AuditEventEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<AuditEvent>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the audit events, with its place. */
export type AuditEventEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: AuditEvent;
};

/** Which audit events. All given parts must hold. */
export type AuditFilter = {
  /** This action, exactly. */
  readonly action?: InputMaybe<Scalars['String']['input']>;
  /** About this cluster, by name. */
  readonly cluster?: InputMaybe<Scalars['String']['input']>;
  /** With this outcome. */
  readonly outcome?: InputMaybe<AuditOutcome>;
  /** Not before this moment. */
  readonly since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this moment. */
  readonly until?: InputMaybe<Scalars['DateTime']['input']>;
  /** By this viewer. */
  readonly viewer?: InputMaybe<Scalars['String']['input']>;
};

/** What came of a request. */
export type AuditOutcome =
  /** It could not be done. */
  | 'FAILED'
  /** The viewer may not do it. */
  | 'REFUSED'
  /** It was done. */
  | 'SUCCESS';

/** A finding of both runs with a difference that counts. */
export type ChangedFinding = ComparedFinding & {
  /** As it stood in the earlier run. */
  readonly base: FindingSnapshot;
  /** CHANGED. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** What differs. */
  readonly fields: ReadonlyArray<FieldChange>;
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster. */
  readonly fingerprint: Scalars['String']['output'];
  /** As it stood in the later run. */
  readonly head: FindingSnapshot;
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The problem. */
  readonly problem: Scalars['String']['output'];
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** One rule of the catalogue. */
export type Check = Node & {
  /** The same problem in other tools' words, such as `POP-1100`. */
  readonly aliases: ReadonlyArray<Scalars['String']['output']>;
  /** Its page, relative to the repository, such as `docs/checks/service-without-ready-pods.md`. */
  readonly documentation: Scalars['String']['output'];
  /** Opaque id. */
  readonly id: Scalars['ID']['output'];
  /** What it can say. */
  readonly messages: ReadonlyArray<CheckMessage>;
  /** Its name in words, such as `service-without-ready-pods`; what `checks` of a run and of a filter take. */
  readonly name: Scalars['String']['output'];
  /** Kinds without which it can't judge: blind on one of them, its outcome is UNKNOWN. */
  readonly needs: ReadonlyArray<Scalars['String']['output']>;
  /** JSON Schema (draft 2020-12) of its params, with their defaults. */
  readonly params: Scalars['JSON']['output'];
  /** What a person does about it; one or two sentences. */
  readonly remedy: Scalars['String']['output'];
  /** How bad its findings are, unless one of its messages says otherwise. */
  readonly severity: Severity;
  /** The step of the troubleshooting course that it belongs to. */
  readonly stage: CheckStage;
  /** What it looks for, in one line. */
  readonly title: Scalars['String']['output'];
  /** Kinds that only enrich its evidence. */
  readonly uses: ReadonlyArray<Scalars['String']['output']>;
};

/** A page of checks. */
export type CheckConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<CheckEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<Check>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the checks, with its place. */
export type CheckEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: Check;
};

/** One thing that a check can say. */
export type CheckMessage = {
  /** Its id within the check. */
  readonly id: Scalars['String']['output'];
  /** The next command for a person, with `{{placeholders}}`. */
  readonly next: Scalars['String']['output'];
  /** The problem it is a stage of; messages of one problem belong to one finding. */
  readonly problem: Scalars['String']['output'];
  /** How bad a finding with this message is. */
  readonly severity: Severity;
  /** The sentence, with `{{placeholders}}`. */
  readonly text: Scalars['String']['output'];
};

/** What one check did in a run. */
export type CheckOutcome = {
  /** The check; null when the catalogue no longer has it. */
  readonly check?: Maybe<Check>;
  /** The check's name. */
  readonly checkName: Scalars['String']['output'];
  /** How many findings it made; 0 unless FINDINGS. */
  readonly findingCount: Scalars['Int']['output'];
  /** How long it took. */
  readonly milliseconds: Scalars['Float']['output'];
  /** Why it could not or did not look, or what it crashed on; null when OK or FINDINGS. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly state: OutcomeState;
  /** Digest of params other than the cluster's defaults; null for the defaults. */
  readonly variant?: Maybe<Scalars['String']['output']>;
};

/** A page of outcomes. */
export type CheckOutcomeConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<CheckOutcomeEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<CheckOutcome>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the outcomes, with its place. */
export type CheckOutcomeEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: CheckOutcome;
};

/** Params of one check. */
export type CheckParamsInput = {
  /** The check's name. */
  readonly check: Scalars['String']['input'];
  /** An object as `Check.params` describes it; what is left out keeps its default. */
  readonly params: Scalars['JSON']['input'];
};

/** The steps of the troubleshooting course, in its order. */
export type CheckStage =
  /** Roles, bindings, accounts, certificates. */
  | 'ACCESS'
  /** ConfigMaps, Secrets, quotas. */
  | 'CONFIG'
  /** API server, webhooks, controllers. */
  | 'CONTROL_PLANE'
  /** Services, endpoints, Ingresses, policies. */
  | 'NETWORK'
  /** Nodes. */
  | 'NODE'
  /** Pods and their containers. */
  | 'POD'
  /** Claims, volumes, storage classes. */
  | 'STORAGE'
  /** What makes pods: Deployments, Jobs and the like. */
  | 'WORKLOAD';

/** One Kubernetes API server that Kubeclinic is connected to, as it is now. */
export type Cluster = Node & {
  /** How it is reached. */
  readonly connection: ConnectionStatus;
  /** Opaque id, made from the name. */
  readonly id: Scalars['ID']['output'];
  /** What can be seen of each kind that checks read; some 40. */
  readonly kinds: ReadonlyArray<KindStatus>;
  /** The newest run; null when there is none. */
  readonly latestRun?: Maybe<Run>;
  /** The name under which it is configured: a label, unique on this server. */
  readonly name: Scalars['String']['output'];
  /** The cluster's clock: that of a recording stands at its moment. */
  readonly now: Scalars['DateTime']['output'];
  /** Findings that are open, worst first; null only with an error. */
  readonly openFindings?: Maybe<FindingConnection>;
  /** Where it comes from. */
  readonly source: ClusterSource;
  /** Its identity, which outlives renaming: the uid of namespace kube-system, or a hash of address and CA; null until known. */
  readonly uid?: Maybe<Scalars['String']['output']>;
  /** The API server's version, such as `v1.34.4`; null until known. */
  readonly version?: Maybe<Scalars['String']['output']>;
};


/** One Kubernetes API server that Kubeclinic is connected to, as it is now. */
export type ClusterLatestRunArgs = {
  states?: InputMaybe<ReadonlyArray<RunState>>;
};


/** One Kubernetes API server that Kubeclinic is connected to, as it is now. */
export type ClusterOpenFindingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A page of clusters. */
export type ClusterConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<ClusterEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<Cluster>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the clusters, with its place. */
export type ClusterEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: Cluster;
};

/** Where a cluster comes from. */
export type ClusterSource =
  /** The cluster that the server runs in. */
  | 'IN_CLUSTER'
  /** A context of a kubeconfig file. */
  | 'KUBECONFIG'
  /** A recording on disk, served as an API server would. */
  | 'RECORDING';

/** One finding in two runs. The type behind it carries what exists for its change. */
export type ComparedFinding = {
  /** What became of it. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster, as in `Finding`. */
  readonly fingerprint: Scalars['String']['output'];
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The problem, in words of the check. */
  readonly problem: Scalars['String']['output'];
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** A page of findings of a comparison. */
export type ComparedFindingConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<ComparedFindingEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<ComparedFinding>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the findings of a comparison, with its place. */
export type ComparedFindingEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: ComparedFinding;
};

/** How many findings of each change. */
export type ComparisonCounts = {
  /** In both, with a difference that counts. */
  readonly changed: Scalars['Int']['output'];
  /** Only in the later run. */
  readonly new: Scalars['Int']['output'];
  /** One of the runs did not look. */
  readonly notComparable: Scalars['Int']['output'];
  /** Only in the earlier run, and looked for again. */
  readonly resolved: Scalars['Int']['output'];
  /** In both, without one. */
  readonly unchanged: Scalars['Int']['output'];
};

/** Which findings of a comparison. */
export type ComparisonFilter = {
  /** With one of these changes; null: with any. */
  readonly changes?: InputMaybe<ReadonlyArray<FindingChange>>;
};

/** Whether a cluster is reached. */
export type ConnectionState =
  /** It answers. */
  | 'CONNECTED'
  /** The first answer is awaited. */
  | 'CONNECTING'
  /** It can't be reached; tried again from time to time. */
  | 'FAILED';

/** How a cluster is reached. */
export type ConnectionStatus = {
  /** Why it is not; null unless FAILED. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Whether it is. */
  readonly state: ConnectionState;
};

/** One stretch of time in which a finding was open. */
export type Episode = {
  /** When the run that opened it ended. */
  readonly openedAt: Scalars['DateTime']['output'];
  /** The run that opened it; null when the run is no longer kept. */
  readonly openedRun?: Maybe<Run>;
  /** The cluster's clock when it was first seen. */
  readonly openedTakenAt: Scalars['DateTime']['output'];
  /** When the run that resolved it ended; null while open. */
  readonly resolvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The run that resolved it; null while open, or when the run is no longer kept. */
  readonly resolvedRun?: Maybe<Run>;
  /** The cluster's clock when it was first missed; null while open. */
  readonly resolvedTakenAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of episodes. */
export type EpisodeConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<EpisodeEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<Episode>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the episodes, with its place. */
export type EpisodeEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: Episode;
};

/** A Kubernetes Event about an object. */
export type EventEvidence = Evidence & {
  /** When it was last seen, the cluster's clock. */
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  /** How often it was seen. */
  readonly count: Scalars['Int']['output'];
  /** Its message. */
  readonly message: Scalars['String']['output'];
  /** The object that the event is about. */
  readonly object: ObjectReference;
  /** Its reason, such as `FailedScheduling`. */
  readonly reason: Scalars['String']['output'];
};

/** One thing that was seen, with the object it was seen on. */
export type Evidence = {
  /** When, the cluster's clock; null where the object does not tell. */
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  /** The object it was seen on. */
  readonly object: ObjectReference;
};

/** One field that differs between two runs. */
export type FieldChange = {
  /** Its value in the later run; null when it was not there. */
  readonly after?: Maybe<Scalars['String']['output']>;
  /** Its value in the earlier run; null when it was not there. */
  readonly before?: Maybe<Scalars['String']['output']>;
  /** Its name: `severity`, `message`, or a key of the finding's data. */
  readonly field: Scalars['String']['output'];
};

/** A field of an object. */
export type FieldEvidence = Evidence & {
  /** When it took this value, the cluster's clock; null where the object does not tell. */
  readonly at?: Maybe<Scalars['DateTime']['output']>;
  /** The object whose field it is. */
  readonly object: ObjectReference;
  /** Path of the field, such as `status.containerStatuses[web].state.waiting.message`. */
  readonly path: Scalars['String']['output'];
  /** Its value. */
  readonly value: Scalars['String']['output'];
};

/** One problem of one object, recognised again from run to run, with its latest words and its life. */
export type Finding = Node & {
  /** The findings that this one only follows from, as far as the viewer may see them. */
  readonly causedBy: ReadonlyArray<Finding>;
  /** The check that found it; null when the catalogue no longer has it. */
  readonly check?: Maybe<Check>;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** The cluster; null when the server is no longer connected to it. */
  readonly cluster?: Maybe<Cluster>;
  /** The cluster's name. */
  readonly clusterName: Scalars['String']['output'];
  /** The names and numbers in the sentence. */
  readonly data: Scalars['JSON']['output'];
  /** The stretches of time in which it was open, newest first; at most 1,000 are kept. */
  readonly episodes: EpisodeConnection;
  /** What was seen; at most 10 pieces. */
  readonly evidence: ReadonlyArray<Evidence>;
  /** Identity within the cluster, a sha256 in hex: made of check, problem, root owner and part, never of texts or pods. */
  readonly fingerprint: Scalars['String']['output'];
  /** When it was seen first of all, the cluster's clock. */
  readonly firstSeen: Scalars['DateTime']['output'];
  /** Opaque id. */
  readonly id: Scalars['ID']['output'];
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** When a run last saw it, the cluster's clock. */
  readonly lastSeen: Scalars['DateTime']['output'];
  /** Which of the check's messages it carries now. */
  readonly message: Scalars['String']['output'];
  /** Name of the accused object; of several the first by name. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The next command for a person. */
  readonly next: Scalars['String']['output'];
  /** The run that opened its current or last episode; null when the run is no longer kept. */
  readonly openedRun?: Maybe<Run>;
  /** Container or key, where one object can have the problem several times; null otherwise. */
  readonly part?: Maybe<Scalars['String']['output']>;
  /** The problem, in words of the check. */
  readonly problem: Scalars['String']['output'];
  /** What a person does about it; one or two sentences. */
  readonly remedy: Scalars['String']['output'];
  /** How often it came back. */
  readonly reopened: Scalars['Int']['output'];
  /** When it was resolved; null while OPEN. */
  readonly resolvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The run that resolved it; null while OPEN, or when the run is no longer kept. */
  readonly resolvedRun?: Maybe<Run>;
  /** The owner at the end of the chain of owners, to which the finding belongs; the object itself when it has none. */
  readonly root: ObjectReference;
  /** How bad it is now. */
  readonly severity: Severity;
  /** When its current or last episode began, the cluster's clock. */
  readonly since: Scalars['DateTime']['output'];
  /** Whether it is there now. */
  readonly state: FindingState;
  /** How many objects have the problem, as far as the viewer may see them. */
  readonly subjectCount: Scalars['Int']['output'];
  /** All objects that have the problem, by namespace and name; at most 1,000 are kept. */
  readonly subjects: SubjectConnection;
  /** What is wrong, in one sentence with names and numbers. */
  readonly text: Scalars['String']['output'];
  /** Digest of params other than the cluster's defaults; null for the defaults. */
  readonly variant?: Maybe<Scalars['String']['output']>;
};


/** One problem of one object, recognised again from run to run, with its latest words and its life. */
export type FindingEpisodesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** One problem of one object, recognised again from run to run, with its latest words and its life. */
export type FindingSubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** What became of a finding between two runs. */
export type FindingChange =
  /** In both, with a difference that counts. Restart counts and ages never do. */
  | 'CHANGED'
  /** Only in the later run. */
  | 'NEW'
  /** One of the runs did not look, so nothing can be said. */
  | 'NOT_COMPARABLE'
  /** Only in the earlier run, and looked for again. */
  | 'RESOLVED'
  /** In both, without a difference that counts. */
  | 'UNCHANGED';

/** A page of findings. */
export type FindingConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<FindingEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<Finding>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the findings, with its place. */
export type FindingEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: Finding;
};

/** Which findings. All given parts must hold. */
export type FindingFilter = {
  /** Of one of these checks, by name; at most 200. */
  readonly checks?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Of this cluster, by name. */
  readonly cluster?: InputMaybe<Scalars['String']['input']>;
  /** On an object of this kind. */
  readonly kind?: InputMaybe<Scalars['String']['input']>;
  /** On an object of this name. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** On an object of one of these namespaces; at most 200. */
  readonly namespaces?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only findings that no other explains. */
  readonly rootCausesOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** At least as bad as this. */
  readonly severityAtLeast?: InputMaybe<Severity>;
  /** In this state. */
  readonly state?: InputMaybe<FindingState>;
  /** Whose sentence contains each of these words, upper and lower case alike; at most 200 characters. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

/** A finding as it stood in one run. */
export type FindingSnapshot = {
  /** Which of the check's messages it carried. */
  readonly message: Scalars['String']['output'];
  /** How bad it was. */
  readonly severity: Severity;
  /** The objects that had the problem, by namespace and name; at most 1,000 are kept. */
  readonly subjects: SubjectConnection;
  /** What was wrong, in one sentence. */
  readonly text: Scalars['String']['output'];
};


/** A finding as it stood in one run. */
export type FindingSnapshotSubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** Whether a finding is there now. */
export type FindingState =
  /** It was there when it was last looked for. */
  | 'OPEN'
  /** It was looked for and was gone. */
  | 'RESOLVED';

/** A kind that the API server does not serve. */
export type KindAbsent = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** ABSENT. */
  readonly state: KindState;
};

/** What a run saw of one kind. */
export type KindCoverage = {
  /** How many objects of it; null for a viewer with namespaces. */
  readonly objects?: Maybe<Scalars['Int']['output']>;
  /** Whether it was seen. */
  readonly status: KindStatus;
};

/** A kind that the API server does not let us read. */
export type KindForbidden = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** The resource it was refused on, such as `secrets`. */
  readonly resource: Scalars['String']['output'];
  /** FORBIDDEN. */
  readonly state: KindState;
  /** The verb that was refused, such as `list`. */
  readonly verb: Scalars['String']['output'];
};

/** A kind whose watch is broken. */
export type KindStale = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** What broke it. */
  readonly reason: Scalars['String']['output'];
  /** Since when, the server's clock. */
  readonly since: Scalars['DateTime']['output'];
  /** STALE. */
  readonly state: KindState;
};

/** Whether a kind is seen. */
export type KindState =
  /** The API server does not serve this kind: there is nothing to see. */
  | 'ABSENT'
  /** The API server refuses; blind. */
  | 'FORBIDDEN'
  /** Was seen; the watch is broken. Blind from the 60th second on. */
  | 'STALE'
  /** Seen, and followed. */
  | 'SYNCED'
  /** The first list is being read; blind until then. */
  | 'SYNCING'
  /** The API server can't answer; blind. */
  | 'UNAVAILABLE';

/** What can be seen of one kind. The type behind it tells why a kind is blind. */
export type KindStatus = {
  /** The kind's name, such as `Pod`. */
  readonly kind: Scalars['String']['output'];
  /** Whether it is seen. */
  readonly state: KindState;
};

/** A kind that is seen and followed. */
export type KindSynced = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** SYNCED. */
  readonly state: KindState;
};

/** A kind whose first list is being read. */
export type KindSyncing = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** SYNCING. */
  readonly state: KindState;
};

/** A kind that the API server can't answer for. */
export type KindUnavailable = KindStatus & {
  /** The kind's name. */
  readonly kind: Scalars['String']['output'];
  /** What it answered. */
  readonly reason: Scalars['String']['output'];
  /** UNAVAILABLE. */
  readonly state: KindState;
};

/** What can be asked of the server. Every mutation is recorded in `auditEvents`, also when it is refused. */
export type Mutation = {
  /** Cancels a run that has not ended. Needs the role OPERATOR. */
  readonly runCancel?: Maybe<RunCancelPayload>;
  /** Asks for a run and returns at once; `runProgress` tells how it goes. Needs the role OPERATOR. */
  readonly runStart?: Maybe<RunStartPayload>;
};


/** What can be asked of the server. Every mutation is recorded in `auditEvents`, also when it is refused. */
export type MutationRunCancelArgs = {
  input: RunCancelInput;
};


/** What can be asked of the server. Every mutation is recorded in `auditEvents`, also when it is refused. */
export type MutationRunStartArgs = {
  input: RunStartInput;
};

/** A finding that only the later run has. */
export type NewFinding = ComparedFinding & {
  /** NEW. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster. */
  readonly fingerprint: Scalars['String']['output'];
  /** As it stood in the later run. */
  readonly head: FindingSnapshot;
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The problem. */
  readonly problem: Scalars['String']['output'];
  /** Whether it was open once before. */
  readonly reopened: Scalars['Boolean']['output'];
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** Something with an id of its own that `node` finds again. */
export type Node = {
  /** Opaque; stays the same for the life of the thing. */
  readonly id: Scalars['ID']['output'];
};

/** A finding of which one of the runs can't tell. */
export type NotComparableFinding = ComparedFinding & {
  /** As it stood in the earlier run; null when that run does not have it. */
  readonly base?: Maybe<FindingSnapshot>;
  /** NOT_COMPARABLE. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** Why, in a sentence. */
  readonly explanation: Scalars['String']['output'];
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster. */
  readonly fingerprint: Scalars['String']['output'];
  /** As it stood in the later run; null when that run does not have it. */
  readonly head?: Maybe<FindingSnapshot>;
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The problem. */
  readonly problem: Scalars['String']['output'];
  /** Why, in a word. */
  readonly reason: NotComparableReason;
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** Why a finding can't be compared. */
export type NotComparableReason =
  /** The check crashed in one of the runs. */
  | 'CHECK_CRASHED'
  /** The check was not part of one of the runs. */
  | 'CHECK_NOT_RUN'
  /** The check was skipped in one of the runs. */
  | 'CHECK_SKIPPED'
  /** The check could not look in one of the runs: a kind was forbidden, unavailable or stale. */
  | 'CHECK_UNKNOWN'
  /** The check ran with other params. */
  | 'OTHER_PARAMS'
  /** The object was outside the scope of one of the runs. */
  | 'OTHER_SCOPE';

/** Names one Kubernetes object. */
export type ObjectReference = {
  /** Its kind, such as `Pod`. */
  readonly kind: Scalars['String']['output'];
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Its namespace; null for cluster-scoped objects. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** Its uid; null where it is not known. */
  readonly uid?: Maybe<Scalars['String']['output']>;
};

/** How a check ended. Only OK says that all is well. */
export type OutcomeState =
  /** It threw: a defect of the check, not of the cluster. Resolves nothing. */
  | 'CRASHED'
  /** It looked and found something. */
  | 'FINDINGS'
  /** It looked and found nothing. */
  | 'OK'
  /** There was nothing for it to look at on this cluster. Resolves nothing. */
  | 'SKIPPED'
  /** It could not look. Resolves nothing. */
  | 'UNKNOWN';

/** Where a page stands in its list. */
export type PageInfo = {
  /** Cursor of the last item of this page, for `after`; null when the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether something follows after `endCursor`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Cursor of the first item of this page; null when the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** What can be read. Reading never makes a call to a cluster. */
export type Query = {
  /** What was asked of the server and what came of it, newest first. For the role ADMIN only. */
  readonly auditEvents?: Maybe<AuditEventConnection>;
  /** One check; null when there is none. */
  readonly check?: Maybe<Check>;
  /** The catalogue of checks, by name. */
  readonly checks?: Maybe<CheckConnection>;
  /** One cluster by name; null when there is none of that name. */
  readonly cluster?: Maybe<Cluster>;
  /** The clusters that the server is connected to, by name. */
  readonly clusters?: Maybe<ClusterConnection>;
  /** Two finished runs of one cluster, side by side. */
  readonly compareRuns?: Maybe<RunComparison>;
  /** One finding; null when there is none. */
  readonly finding?: Maybe<Finding>;
  /** Findings, worst first, then by namespace, kind and name. */
  readonly findings?: Maybe<FindingConnection>;
  /** Anything that has an id; null when it is gone. */
  readonly node?: Maybe<Node>;
  /** Several things by id, in the order asked; null in the place of each that is gone. */
  readonly nodes?: Maybe<ReadonlyArray<Maybe<Node>>>;
  /** One run; null when there is none. */
  readonly run?: Maybe<Run>;
  /** Runs, newest first. */
  readonly runs?: Maybe<RunConnection>;
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryAuditEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditFilter>;
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryCheckArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryChecksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  stage?: InputMaybe<CheckStage>;
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryClusterArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryClustersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryCompareRunsArgs = {
  base: Scalars['ID']['input'];
  head: Scalars['ID']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryFindingArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryFindingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<FindingFilter>;
  first?: Scalars['Int']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Reading never makes a call to a cluster. */
export type QueryRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RunFilter>;
  first?: Scalars['Int']['input'];
};

/** A finding that only the earlier run has; the later one looked and it was gone. */
export type ResolvedFinding = ComparedFinding & {
  /** As it stood in the earlier run. */
  readonly base: FindingSnapshot;
  /** RESOLVED. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster. */
  readonly fingerprint: Scalars['String']['output'];
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** The problem. */
  readonly problem: Scalars['String']['output'];
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** One execution of a set of checks over one scope of one cluster. `state` says which of the nullable fields are set. */
export type Run = Node & {
  /** Who cancelled it; null unless CANCELLED. */
  readonly cancelledBy?: Maybe<Scalars['String']['output']>;
  /** Names of the checks that were asked for; null: all. */
  readonly checks?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The cluster; null when the server is no longer connected to it. */
  readonly cluster?: Maybe<Cluster>;
  /** The cluster's name when the run was asked for. */
  readonly clusterName: Scalars['String']['output'];
  /** The request that asked for it, as in the log and in `auditEvents`. */
  readonly correlationId: Scalars['String']['output'];
  /** What it saw and what it cost; null unless FINISHED. */
  readonly coverage?: Maybe<RunCoverage>;
  /** When it ended; null while QUEUED or RUNNING. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Opaque id. */
  readonly id: Scalars['ID']['output'];
  /** What each check did, by check name; null unless FINISHED. */
  readonly outcomes?: Maybe<CheckOutcomeConnection>;
  /** Params by check name, over the cluster's defaults. */
  readonly params: Scalars['JSON']['output'];
  /** When it was asked for. */
  readonly queuedAt: Scalars['DateTime']['output'];
  /** Why it failed; null unless FAILED. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Which objects it may accuse. */
  readonly scope: RunScope;
  /** Its place among the runs of its cluster, from 1. */
  readonly sequence: Scalars['Int']['output'];
  /** When it began; null while QUEUED, and when it ended before it began. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who asked for it. */
  readonly startedBy: Scalars['String']['output'];
  /** Where it stands. */
  readonly state: RunState;
  /** The cluster's clock of the snapshot that was examined; null unless FINISHED. */
  readonly takenAt?: Maybe<Scalars['DateTime']['output']>;
  /** What made it start. */
  readonly trigger: RunTrigger;
};


/** One execution of a set of checks over one scope of one cluster. `state` says which of the nullable fields are set. */
export type RunOutcomesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  states?: InputMaybe<ReadonlyArray<OutcomeState>>;
};

/** Which run to cancel. */
export type RunCancelInput = {
  /** The run's id. */
  readonly id: Scalars['ID']['input'];
};

/** What came of cancelling a run. */
export type RunCancelPayload = {
  /** The run; null when there are user errors. */
  readonly run?: Maybe<Run>;
  /** Mistakes in the input; empty when there are none. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Two runs of one cluster, side by side, as far as the viewer may see them. */
export type RunComparison = {
  /** The earlier run. */
  readonly base: Run;
  /** How many findings of each change. */
  readonly counts: ComparisonCounts;
  /** Per finding, what became of it. */
  readonly findings: ComparedFindingConnection;
  /** The later run. */
  readonly head: Run;
};


/** Two runs of one cluster, side by side, as far as the viewer may see them. */
export type RunComparisonFindingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ComparisonFilter>;
  first?: Scalars['Int']['input'];
};

/** A page of runs. */
export type RunConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<RunEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<Run>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** What a run saw and what it cost. */
export type RunCoverage = {
  /** API calls that the run itself caused; 0 on a warm cache. */
  readonly apiCalls: Scalars['Int']['output'];
  /** What was seen of each kind; some 40. */
  readonly kinds: ReadonlyArray<KindCoverage>;
  /** How long the examination took. */
  readonly milliseconds: Scalars['Float']['output'];
  /** How many objects were in the snapshot; null for a viewer with namespaces, who may not know the whole number. */
  readonly objects?: Maybe<Scalars['Int']['output']>;
};

/** One of the runs, with its place. */
export type RunEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: Run;
};

/** Which runs. All given parts must hold. */
export type RunFilter = {
  /** Of this cluster, by name. */
  readonly cluster?: InputMaybe<Scalars['String']['input']>;
  /** In one of these states. */
  readonly states?: InputMaybe<ReadonlyArray<RunState>>;
};

/** What a subscriber hears of a run. */
export type RunProgressEvent = {
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** How many checks have ended. */
  readonly checksDone: Scalars['Int']['output'];
  /** How many checks there are in this run. */
  readonly checksTotal: Scalars['Int']['output'];
  /** Grows with every event of the run; for `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The run as it is now. */
  readonly object: Run;
  /** What happened. */
  readonly type: RunProgressType;
};

/** What happened to a run. */
export type RunProgressType =
  /** It was cancelled. */
  | 'CANCELLED'
  /** A check has ended. */
  | 'CHECKED'
  /** It could not be done. */
  | 'FAILED'
  /** It is done. */
  | 'FINISHED'
  /** It waits for its turn. */
  | 'QUEUED'
  /** Events were missed: take the run as it is now instead of them. */
  | 'RELIST'
  /** It began. */
  | 'STARTED';

/** Which objects a run may accuse. It limits who is accused, never what is read. */
export type RunScope = {
  /** Only objects that carry these labels, or whose root owner does; null: all. `[hidden]` for who may not see all that the run looked at. */
  readonly labelSelector?: Maybe<Scalars['String']['output']>;
  /** Only objects of these namespaces; null: of all, and cluster-scoped ones too. */
  readonly namespaces?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Which objects a run may accuse. */
export type RunScopeInput = {
  /** Only objects with these labels, in kubectl's words such as `app=web,tier!=cache`, at most 1,000 characters; null: all. */
  readonly labelSelector?: InputMaybe<Scalars['String']['input']>;
  /** Only objects of these namespaces, at most 100; null: of all, and cluster-scoped ones too. */
  readonly namespaces?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** What a run is to examine. */
export type RunStartInput = {
  /** Names of checks, at most 200; null: all. */
  readonly checks?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** The cluster's name. */
  readonly cluster: Scalars['String']['input'];
  /** Repeating the input with the same key within 24 hours gives the same run; 1–200 characters; null: no such promise. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Params of single checks, over the cluster's defaults; each check once, 20,000 characters together. */
  readonly params?: InputMaybe<ReadonlyArray<CheckParamsInput>>;
  /** Which objects it may accuse; null: all. */
  readonly scope?: InputMaybe<RunScopeInput>;
};

/** What came of asking for a run. */
export type RunStartPayload = {
  /** The run; null when there are user errors. */
  readonly run?: Maybe<Run>;
  /** Mistakes in the input; empty when there are none. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** Where a run stands. */
export type RunState =
  /** Was cancelled before it ended; nothing was remembered. */
  | 'CANCELLED'
  /** Could not be done; nothing was remembered. */
  | 'FAILED'
  /** Is done; its findings are remembered. */
  | 'FINISHED'
  /** Waits for its turn: runs of one cluster follow each other. */
  | 'QUEUED'
  /** Is being done. */
  | 'RUNNING';

/** What made a run start. */
export type RunTrigger =
  /** The demo. */
  | 'DEMO'
  /** A person or a program asked. */
  | 'MANUAL'
  /** A schedule. */
  | 'SCHEDULE';

/** How bad a finding is, from least to worst. */
export type Severity =
  /** Much does not work, or data is at risk. */
  | 'CRITICAL'
  /** Something does not work. */
  | 'ERROR'
  /** Good to know. */
  | 'INFO'
  /** Will hurt, or hurts a little. */
  | 'WARNING';

/** A page of objects. */
export type SubjectConnection = {
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<SubjectEdge>;
  /** The items alone. */
  readonly nodes: ReadonlyArray<ObjectReference>;
  /** Where the page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are on all pages, as far as the viewer may see them; counted only when asked for. Null only with an error. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** One of the objects, with its place. */
export type SubjectEdge = {
  /** For `after`. */
  readonly cursor: Scalars['String']['output'];
  /** The item. */
  readonly node: ObjectReference;
};

/** What can be listened to, over WebSocket with the protocol graphql-transport-ws. */
export type Subscription = {
  /** How a run goes; ends after the run's last event. */
  readonly runProgress: RunProgressEvent;
};


/** What can be listened to, over WebSocket with the protocol graphql-transport-ws. */
export type SubscriptionRunProgressArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  runId: Scalars['ID']['input'];
};

/** A finding of both runs without a difference that counts. */
export type UnchangedFinding = ComparedFinding & {
  /** As it stood in the earlier run. */
  readonly base: FindingSnapshot;
  /** UNCHANGED. */
  readonly change: FindingChange;
  /** The name of the check that found it. */
  readonly checkName: Scalars['String']['output'];
  /** The finding as it is now; null when it is no longer kept. */
  readonly finding?: Maybe<Finding>;
  /** Identity within the cluster. */
  readonly fingerprint: Scalars['String']['output'];
  /** As it stood in the later run. */
  readonly head: FindingSnapshot;
  /** Kind of the accused object. */
  readonly kind: Scalars['String']['output'];
  /** Name of the accused object. */
  readonly name: Scalars['String']['output'];
  /** Namespace of the accused object; null for cluster-scoped ones. */
  readonly namespace?: Maybe<Scalars['String']['output']>;
  /** Whether other objects have the problem now: pods that were replaced, say. */
  readonly otherSubjects: Scalars['Boolean']['output'];
  /** The problem. */
  readonly problem: Scalars['String']['output'];
  /** The owner to which the finding belongs. */
  readonly root: ObjectReference;
};

/** A mistake in a mutation's input that the caller can mend. */
export type UserError = {
  /** Why, in a word. */
  readonly code: UserErrorCode;
  /** Path of the input that was wrong, such as `input`, `scope`, `labelSelector`; null when no single one was. */
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What was wrong, where, and what would be right. */
  readonly message: Scalars['String']['output'];
};

/** Why an input was refused. */
export type UserErrorCode =
  /** A value can't be used. */
  | 'BAD_USER_INPUT'
  /** It does not fit what is there: the run has ended, or the idempotency key was used for another input. */
  | 'CONFLICT'
  /** An id that this server did not give, or one of another type. */
  | 'INVALID_ID'
  /** A label selector that can't be read. */
  | 'INVALID_SELECTOR'
  /** Too long, too many, or too many runs wait already. */
  | 'LIMIT_EXCEEDED'
  /** There is no such thing, or the viewer may not see it. */
  | 'NOT_FOUND';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<unknown, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, unknown, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: unknown[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  ComparedFinding:
    | ( ChangedFindingModel )
    | ( NewFindingModel )
    | ( NotComparableFindingModel )
    | ( ResolvedFindingModel )
    | ( UnchangedFindingModel )
  ;
  Evidence:
    | ( EventEvidenceModel )
    | ( FieldEvidenceModel )
  ;
  KindStatus:
    | ( KindAbsentModel )
    | ( KindForbiddenModel )
    | ( KindStaleModel )
    | ( KindSyncedModel )
    | ( KindSyncingModel )
    | ( KindUnavailableModel )
  ;
  Node:
    | ( CheckModel )
    | ( ClusterModel )
    | ( FindingModel )
    | ( RunModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuditEvent: ResolverTypeWrapper<AuditEventModel>;
  AuditEventConnection: ResolverTypeWrapper<AuditEventPage>;
  AuditEventEdge: ResolverTypeWrapper<Omit<AuditEventEdge, 'node'> & { node: ResolversTypes['AuditEvent'] }>;
  AuditFilter: AuditFilter;
  AuditOutcome: AuditOutcome;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ChangedFinding: ResolverTypeWrapper<ChangedFindingModel>;
  Check: ResolverTypeWrapper<CheckModel>;
  CheckConnection: ResolverTypeWrapper<CheckPage>;
  CheckEdge: ResolverTypeWrapper<Omit<CheckEdge, 'node'> & { node: ResolversTypes['Check'] }>;
  CheckMessage: ResolverTypeWrapper<CheckMessageModel>;
  CheckOutcome: ResolverTypeWrapper<CheckOutcomeModel>;
  CheckOutcomeConnection: ResolverTypeWrapper<CheckOutcomePage>;
  CheckOutcomeEdge: ResolverTypeWrapper<Omit<CheckOutcomeEdge, 'node'> & { node: ResolversTypes['CheckOutcome'] }>;
  CheckParamsInput: CheckParamsInput;
  CheckStage: CheckStage;
  Cluster: ResolverTypeWrapper<ClusterModel>;
  ClusterConnection: ResolverTypeWrapper<ClusterPage>;
  ClusterEdge: ResolverTypeWrapper<Omit<ClusterEdge, 'node'> & { node: ResolversTypes['Cluster'] }>;
  ClusterSource: ClusterSource;
  ComparedFinding: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['ComparedFinding']>;
  ComparedFindingConnection: ResolverTypeWrapper<ComparedFindingPage>;
  ComparedFindingEdge: ResolverTypeWrapper<Omit<ComparedFindingEdge, 'node'> & { node: ResolversTypes['ComparedFinding'] }>;
  ComparisonCounts: ResolverTypeWrapper<ComparisonCounts>;
  ComparisonFilter: ComparisonFilter;
  ConnectionState: ConnectionState;
  ConnectionStatus: ResolverTypeWrapper<ConnectionStatus>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Episode: ResolverTypeWrapper<EpisodeModel>;
  EpisodeConnection: ResolverTypeWrapper<EpisodePage>;
  EpisodeEdge: ResolverTypeWrapper<Omit<EpisodeEdge, 'node'> & { node: ResolversTypes['Episode'] }>;
  EventEvidence: ResolverTypeWrapper<EventEvidenceModel>;
  Evidence: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Evidence']>;
  FieldChange: ResolverTypeWrapper<FieldChange>;
  FieldEvidence: ResolverTypeWrapper<FieldEvidenceModel>;
  Finding: ResolverTypeWrapper<FindingModel>;
  FindingChange: FindingChange;
  FindingConnection: ResolverTypeWrapper<FindingPage>;
  FindingEdge: ResolverTypeWrapper<Omit<FindingEdge, 'node'> & { node: ResolversTypes['Finding'] }>;
  FindingFilter: FindingFilter;
  FindingSnapshot: ResolverTypeWrapper<FindingSnapshotModel>;
  FindingState: FindingState;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  KindAbsent: ResolverTypeWrapper<KindAbsentModel>;
  KindCoverage: ResolverTypeWrapper<KindCoverageModel>;
  KindForbidden: ResolverTypeWrapper<KindForbiddenModel>;
  KindStale: ResolverTypeWrapper<KindStaleModel>;
  KindState: KindState;
  KindStatus: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['KindStatus']>;
  KindSynced: ResolverTypeWrapper<KindSyncedModel>;
  KindSyncing: ResolverTypeWrapper<KindSyncingModel>;
  KindUnavailable: ResolverTypeWrapper<KindUnavailableModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NewFinding: ResolverTypeWrapper<NewFindingModel>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NotComparableFinding: ResolverTypeWrapper<NotComparableFindingModel>;
  NotComparableReason: NotComparableReason;
  ObjectReference: ResolverTypeWrapper<ObjectReferenceModel>;
  OutcomeState: OutcomeState;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ResolvedFinding: ResolverTypeWrapper<ResolvedFindingModel>;
  Run: ResolverTypeWrapper<RunModel>;
  RunCancelInput: RunCancelInput;
  RunCancelPayload: ResolverTypeWrapper<Omit<RunCancelPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  RunComparison: ResolverTypeWrapper<RunComparisonModel>;
  RunConnection: ResolverTypeWrapper<RunPage>;
  RunCoverage: ResolverTypeWrapper<RunCoverageModel>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  RunFilter: RunFilter;
  RunProgressEvent: ResolverTypeWrapper<RunProgressModel>;
  RunProgressType: RunProgressType;
  RunScope: ResolverTypeWrapper<RunScopeModel>;
  RunScopeInput: RunScopeInput;
  RunStartInput: RunStartInput;
  RunStartPayload: ResolverTypeWrapper<Omit<RunStartPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  RunState: RunState;
  RunTrigger: RunTrigger;
  Severity: Severity;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  SubjectConnection: ResolverTypeWrapper<SubjectPage>;
  SubjectEdge: ResolverTypeWrapper<Omit<SubjectEdge, 'node'> & { node: ResolversTypes['ObjectReference'] }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UnchangedFinding: ResolverTypeWrapper<UnchangedFindingModel>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditEvent: AuditEventModel;
  AuditEventConnection: AuditEventPage;
  AuditEventEdge: Omit<AuditEventEdge, 'node'> & { node: ResolversParentTypes['AuditEvent'] };
  AuditFilter: AuditFilter;
  Boolean: Scalars['Boolean']['output'];
  ChangedFinding: ChangedFindingModel;
  Check: CheckModel;
  CheckConnection: CheckPage;
  CheckEdge: Omit<CheckEdge, 'node'> & { node: ResolversParentTypes['Check'] };
  CheckMessage: CheckMessageModel;
  CheckOutcome: CheckOutcomeModel;
  CheckOutcomeConnection: CheckOutcomePage;
  CheckOutcomeEdge: Omit<CheckOutcomeEdge, 'node'> & { node: ResolversParentTypes['CheckOutcome'] };
  CheckParamsInput: CheckParamsInput;
  Cluster: ClusterModel;
  ClusterConnection: ClusterPage;
  ClusterEdge: Omit<ClusterEdge, 'node'> & { node: ResolversParentTypes['Cluster'] };
  ComparedFinding: ResolversInterfaceTypes<ResolversParentTypes>['ComparedFinding'];
  ComparedFindingConnection: ComparedFindingPage;
  ComparedFindingEdge: Omit<ComparedFindingEdge, 'node'> & { node: ResolversParentTypes['ComparedFinding'] };
  ComparisonCounts: ComparisonCounts;
  ComparisonFilter: ComparisonFilter;
  ConnectionStatus: ConnectionStatus;
  DateTime: Scalars['DateTime']['output'];
  Episode: EpisodeModel;
  EpisodeConnection: EpisodePage;
  EpisodeEdge: Omit<EpisodeEdge, 'node'> & { node: ResolversParentTypes['Episode'] };
  EventEvidence: EventEvidenceModel;
  Evidence: ResolversInterfaceTypes<ResolversParentTypes>['Evidence'];
  FieldChange: FieldChange;
  FieldEvidence: FieldEvidenceModel;
  Finding: FindingModel;
  FindingConnection: FindingPage;
  FindingEdge: Omit<FindingEdge, 'node'> & { node: ResolversParentTypes['Finding'] };
  FindingFilter: FindingFilter;
  FindingSnapshot: FindingSnapshotModel;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  KindAbsent: KindAbsentModel;
  KindCoverage: KindCoverageModel;
  KindForbidden: KindForbiddenModel;
  KindStale: KindStaleModel;
  KindStatus: ResolversInterfaceTypes<ResolversParentTypes>['KindStatus'];
  KindSynced: KindSyncedModel;
  KindSyncing: KindSyncingModel;
  KindUnavailable: KindUnavailableModel;
  Mutation: Record<PropertyKey, never>;
  NewFinding: NewFindingModel;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NotComparableFinding: NotComparableFindingModel;
  ObjectReference: ObjectReferenceModel;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  ResolvedFinding: ResolvedFindingModel;
  Run: RunModel;
  RunCancelInput: RunCancelInput;
  RunCancelPayload: Omit<RunCancelPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  RunComparison: RunComparisonModel;
  RunConnection: RunPage;
  RunCoverage: RunCoverageModel;
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  RunFilter: RunFilter;
  RunProgressEvent: RunProgressModel;
  RunScope: RunScopeModel;
  RunScopeInput: RunScopeInput;
  RunStartInput: RunStartInput;
  RunStartPayload: Omit<RunStartPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  String: Scalars['String']['output'];
  SubjectConnection: SubjectPage;
  SubjectEdge: Omit<SubjectEdge, 'node'> & { node: ResolversParentTypes['ObjectReference'] };
  Subscription: Record<PropertyKey, never>;
  UnchangedFinding: UnchangedFindingModel;
  UserError: UserError;
};

export type AuditEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  arguments?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cluster?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  via?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  viewer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEventConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEventConnection'] = ResolversParentTypes['AuditEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEventEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['AuditEvent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AuditEventEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEventEdge'] = ResolversParentTypes['AuditEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEvent'], ParentType, ContextType>;
};

export type ChangedFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangedFinding'] = ResolversParentTypes['ChangedFinding']> = {
  base?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['FindingChange'], ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['FieldChange']>, ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  head?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Check'] = ResolversParentTypes['Check']> = {
  aliases?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  documentation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messages?: Resolver<ReadonlyArray<ResolversTypes['CheckMessage']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  needs?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  params?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['CheckStage'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uses?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckConnection'] = ResolversParentTypes['CheckConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CheckEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Check']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CheckEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckEdge'] = ResolversParentTypes['CheckEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Check'], ParentType, ContextType>;
};

export type CheckMessageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckMessage'] = ResolversParentTypes['CheckMessage']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  next?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CheckOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckOutcome'] = ResolversParentTypes['CheckOutcome']> = {
  check?: Resolver<Maybe<ResolversTypes['Check']>, ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  findingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['OutcomeState'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CheckOutcomeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckOutcomeConnection'] = ResolversParentTypes['CheckOutcomeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CheckOutcomeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['CheckOutcome']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CheckOutcomeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckOutcomeEdge'] = ResolversParentTypes['CheckOutcomeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CheckOutcome'], ParentType, ContextType>;
};

export type ClusterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Cluster'] = ResolversParentTypes['Cluster']> = {
  connection?: Resolver<ResolversTypes['ConnectionStatus'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['KindStatus']>, ParentType, ContextType>;
  latestRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, Partial<ClusterLatestRunArgs>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  now?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openFindings?: Resolver<Maybe<ResolversTypes['FindingConnection']>, ParentType, ContextType, RequireFields<ClusterOpenFindingsArgs, 'first'>>;
  source?: Resolver<ResolversTypes['ClusterSource'], ParentType, ContextType>;
  uid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ClusterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClusterConnection'] = ResolversParentTypes['ClusterConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ClusterEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Cluster']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ClusterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ClusterEdge'] = ResolversParentTypes['ClusterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Cluster'], ParentType, ContextType>;
};

export type ComparedFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComparedFinding'] = ResolversParentTypes['ComparedFinding']> = {
  __resolveType: TypeResolveFn<'ChangedFinding' | 'NewFinding' | 'NotComparableFinding' | 'ResolvedFinding' | 'UnchangedFinding', ParentType, ContextType>;
};

export type ComparedFindingConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComparedFindingConnection'] = ResolversParentTypes['ComparedFindingConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ComparedFindingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ComparedFinding']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ComparedFindingEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComparedFindingEdge'] = ResolversParentTypes['ComparedFindingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ComparedFinding'], ParentType, ContextType>;
};

export type ComparisonCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComparisonCounts'] = ResolversParentTypes['ComparisonCounts']> = {
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  new?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notComparable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resolved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConnectionStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectionStatus'] = ResolversParentTypes['ConnectionStatus']> = {
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ConnectionState'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], unknown> {
  name: 'DateTime';
}

export type EpisodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Episode'] = ResolversParentTypes['Episode']> = {
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openedRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  openedTakenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resolvedRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  resolvedTakenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type EpisodeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeConnection'] = ResolversParentTypes['EpisodeConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EpisodeEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Episode']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type EpisodeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EpisodeEdge'] = ResolversParentTypes['EpisodeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Episode'], ParentType, ContextType>;
};

export type EventEvidenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EventEvidence'] = ResolversParentTypes['EventEvidence']> = {
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EvidenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Evidence'] = ResolversParentTypes['Evidence']> = {
  __resolveType: TypeResolveFn<'EventEvidence' | 'FieldEvidence', ParentType, ContextType>;
};

export type FieldChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FieldChange'] = ResolversParentTypes['FieldChange']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FieldEvidenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FieldEvidence'] = ResolversParentTypes['FieldEvidence']> = {
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  object?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Finding'] = ResolversParentTypes['Finding']> = {
  causedBy?: Resolver<ReadonlyArray<ResolversTypes['Finding']>, ParentType, ContextType>;
  check?: Resolver<Maybe<ResolversTypes['Check']>, ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cluster?: Resolver<Maybe<ResolversTypes['Cluster']>, ParentType, ContextType>;
  clusterName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  episodes?: Resolver<ResolversTypes['EpisodeConnection'], ParentType, ContextType, RequireFields<FindingEpisodesArgs, 'first'>>;
  evidence?: Resolver<ReadonlyArray<ResolversTypes['Evidence']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastSeen?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  next?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  openedRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  part?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reopened?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  resolvedRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FindingState'], ParentType, ContextType>;
  subjectCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<FindingSubjectsArgs, 'first'>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FindingConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FindingConnection'] = ResolversParentTypes['FindingConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FindingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Finding']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type FindingEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FindingEdge'] = ResolversParentTypes['FindingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Finding'], ParentType, ContextType>;
};

export type FindingSnapshotResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FindingSnapshot'] = ResolversParentTypes['FindingSnapshot']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  subjects?: Resolver<ResolversTypes['SubjectConnection'], ParentType, ContextType, RequireFields<FindingSnapshotSubjectsArgs, 'first'>>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], unknown> {
  name: 'JSON';
}

export type KindAbsentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindAbsent'] = ResolversParentTypes['KindAbsent']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KindCoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindCoverage'] = ResolversParentTypes['KindCoverage']> = {
  objects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['KindStatus'], ParentType, ContextType>;
};

export type KindForbiddenResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindForbidden'] = ResolversParentTypes['KindForbidden']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  resource?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  verb?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KindStaleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindStale'] = ResolversParentTypes['KindStale']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KindStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindStatus'] = ResolversParentTypes['KindStatus']> = {
  __resolveType: TypeResolveFn<'KindAbsent' | 'KindForbidden' | 'KindStale' | 'KindSynced' | 'KindSyncing' | 'KindUnavailable', ParentType, ContextType>;
};

export type KindSyncedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindSynced'] = ResolversParentTypes['KindSynced']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KindSyncingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindSyncing'] = ResolversParentTypes['KindSyncing']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type KindUnavailableResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KindUnavailable'] = ResolversParentTypes['KindUnavailable']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['KindState'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  runCancel?: Resolver<Maybe<ResolversTypes['RunCancelPayload']>, ParentType, ContextType, RequireFields<MutationRunCancelArgs, 'input'>>;
  runStart?: Resolver<Maybe<ResolversTypes['RunStartPayload']>, ParentType, ContextType, RequireFields<MutationRunStartArgs, 'input'>>;
};

export type NewFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NewFinding'] = ResolversParentTypes['NewFinding']> = {
  change?: Resolver<ResolversTypes['FindingChange'], ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  head?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reopened?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Check' | 'Cluster' | 'Finding' | 'Run', ParentType, ContextType>;
};

export type NotComparableFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NotComparableFinding'] = ResolversParentTypes['NotComparableFinding']> = {
  base?: Resolver<Maybe<ResolversTypes['FindingSnapshot']>, ParentType, ContextType>;
  change?: Resolver<ResolversTypes['FindingChange'], ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  head?: Resolver<Maybe<ResolversTypes['FindingSnapshot']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['NotComparableReason'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ObjectReferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ObjectReference'] = ResolversParentTypes['ObjectReference']> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uid?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditEvents?: Resolver<Maybe<ResolversTypes['AuditEventConnection']>, ParentType, ContextType, RequireFields<QueryAuditEventsArgs, 'first'>>;
  check?: Resolver<Maybe<ResolversTypes['Check']>, ParentType, ContextType, RequireFields<QueryCheckArgs, 'id'>>;
  checks?: Resolver<Maybe<ResolversTypes['CheckConnection']>, ParentType, ContextType, RequireFields<QueryChecksArgs, 'first'>>;
  cluster?: Resolver<Maybe<ResolversTypes['Cluster']>, ParentType, ContextType, RequireFields<QueryClusterArgs, 'name'>>;
  clusters?: Resolver<Maybe<ResolversTypes['ClusterConnection']>, ParentType, ContextType, RequireFields<QueryClustersArgs, 'first'>>;
  compareRuns?: Resolver<Maybe<ResolversTypes['RunComparison']>, ParentType, ContextType, RequireFields<QueryCompareRunsArgs, 'base' | 'head'>>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType, RequireFields<QueryFindingArgs, 'id'>>;
  findings?: Resolver<Maybe<ResolversTypes['FindingConnection']>, ParentType, ContextType, RequireFields<QueryFindingsArgs, 'first'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runs?: Resolver<Maybe<ResolversTypes['RunConnection']>, ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
};

export type ResolvedFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ResolvedFinding'] = ResolversParentTypes['ResolvedFinding']> = {
  base?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['FindingChange'], ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  cancelledBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  checks?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  cluster?: Resolver<Maybe<ResolversTypes['Cluster']>, ParentType, ContextType>;
  clusterName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  coverage?: Resolver<Maybe<ResolversTypes['RunCoverage']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  outcomes?: Resolver<Maybe<ResolversTypes['CheckOutcomeConnection']>, ParentType, ContextType, RequireFields<RunOutcomesArgs, 'first'>>;
  params?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  queuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scope?: Resolver<ResolversTypes['RunScope'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RunState'], ParentType, ContextType>;
  takenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  trigger?: Resolver<ResolversTypes['RunTrigger'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RunCancelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunCancelPayload'] = ResolversParentTypes['RunCancelPayload']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RunComparisonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunComparison'] = ResolversParentTypes['RunComparison']> = {
  base?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['ComparisonCounts'], ParentType, ContextType>;
  findings?: Resolver<ResolversTypes['ComparedFindingConnection'], ParentType, ContextType, RequireFields<RunComparisonFindingsArgs, 'first'>>;
  head?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Run']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RunCoverageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunCoverage'] = ResolversParentTypes['RunCoverage']> = {
  apiCalls?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kinds?: Resolver<ReadonlyArray<ResolversTypes['KindCoverage']>, ParentType, ContextType>;
  milliseconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  objects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunProgressEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunProgressEvent'] = ResolversParentTypes['RunProgressEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  checksDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  checksTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  object?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['RunProgressType'], ParentType, ContextType>;
};

export type RunScopeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunScope'] = ResolversParentTypes['RunScope']> = {
  labelSelector?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  namespaces?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type RunStartPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RunStartPayload'] = ResolversParentTypes['RunStartPayload']> = {
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SubjectConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubjectConnection'] = ResolversParentTypes['SubjectConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SubjectEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ObjectReference']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SubjectEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubjectEdge'] = ResolversParentTypes['SubjectEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  runProgress?: SubscriptionResolver<ResolversTypes['RunProgressEvent'], "runProgress", ParentType, ContextType, RequireFields<SubscriptionRunProgressArgs, 'runId'>>;
};

export type UnchangedFindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnchangedFinding'] = ResolversParentTypes['UnchangedFinding']> = {
  base?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['FindingChange'], ParentType, ContextType>;
  checkName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  fingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  head?: Resolver<ResolversTypes['FindingSnapshot'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  namespace?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  otherSubjects?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  problem?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  root?: Resolver<ResolversTypes['ObjectReference'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AuditEvent?: AuditEventResolvers<ContextType>;
  AuditEventConnection?: AuditEventConnectionResolvers<ContextType>;
  AuditEventEdge?: AuditEventEdgeResolvers<ContextType>;
  ChangedFinding?: ChangedFindingResolvers<ContextType>;
  Check?: CheckResolvers<ContextType>;
  CheckConnection?: CheckConnectionResolvers<ContextType>;
  CheckEdge?: CheckEdgeResolvers<ContextType>;
  CheckMessage?: CheckMessageResolvers<ContextType>;
  CheckOutcome?: CheckOutcomeResolvers<ContextType>;
  CheckOutcomeConnection?: CheckOutcomeConnectionResolvers<ContextType>;
  CheckOutcomeEdge?: CheckOutcomeEdgeResolvers<ContextType>;
  Cluster?: ClusterResolvers<ContextType>;
  ClusterConnection?: ClusterConnectionResolvers<ContextType>;
  ClusterEdge?: ClusterEdgeResolvers<ContextType>;
  ComparedFinding?: ComparedFindingResolvers<ContextType>;
  ComparedFindingConnection?: ComparedFindingConnectionResolvers<ContextType>;
  ComparedFindingEdge?: ComparedFindingEdgeResolvers<ContextType>;
  ComparisonCounts?: ComparisonCountsResolvers<ContextType>;
  ConnectionStatus?: ConnectionStatusResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Episode?: EpisodeResolvers<ContextType>;
  EpisodeConnection?: EpisodeConnectionResolvers<ContextType>;
  EpisodeEdge?: EpisodeEdgeResolvers<ContextType>;
  EventEvidence?: EventEvidenceResolvers<ContextType>;
  Evidence?: EvidenceResolvers<ContextType>;
  FieldChange?: FieldChangeResolvers<ContextType>;
  FieldEvidence?: FieldEvidenceResolvers<ContextType>;
  Finding?: FindingResolvers<ContextType>;
  FindingConnection?: FindingConnectionResolvers<ContextType>;
  FindingEdge?: FindingEdgeResolvers<ContextType>;
  FindingSnapshot?: FindingSnapshotResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  KindAbsent?: KindAbsentResolvers<ContextType>;
  KindCoverage?: KindCoverageResolvers<ContextType>;
  KindForbidden?: KindForbiddenResolvers<ContextType>;
  KindStale?: KindStaleResolvers<ContextType>;
  KindStatus?: KindStatusResolvers<ContextType>;
  KindSynced?: KindSyncedResolvers<ContextType>;
  KindSyncing?: KindSyncingResolvers<ContextType>;
  KindUnavailable?: KindUnavailableResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NewFinding?: NewFindingResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NotComparableFinding?: NotComparableFindingResolvers<ContextType>;
  ObjectReference?: ObjectReferenceResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ResolvedFinding?: ResolvedFindingResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunCancelPayload?: RunCancelPayloadResolvers<ContextType>;
  RunComparison?: RunComparisonResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunCoverage?: RunCoverageResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  RunProgressEvent?: RunProgressEventResolvers<ContextType>;
  RunScope?: RunScopeResolvers<ContextType>;
  RunStartPayload?: RunStartPayloadResolvers<ContextType>;
  SubjectConnection?: SubjectConnectionResolvers<ContextType>;
  SubjectEdge?: SubjectEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UnchangedFinding?: UnchangedFindingResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

