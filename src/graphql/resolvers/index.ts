import type { Resolvers } from '../generated/types.ts';
import { scalars } from '../scalars.ts';
import { AuditEvent } from './AuditEvent/index.ts';
import { Check } from './Check/index.ts';
import { CheckMessage } from './CheckMessage/index.ts';
import { CheckOutcome } from './CheckOutcome/index.ts';
import { Cluster } from './Cluster/index.ts';
import { ComparedFinding, comparedFindingFields } from './ComparedFinding/index.ts';
import { ConnectionStatus } from './ConnectionStatus/index.ts';
import { connectionFields } from './connection.ts';
import { Episode } from './Episode/index.ts';
import { Evidence } from './Evidence/index.ts';
import { Finding } from './Finding/index.ts';
import { FindingSnapshot } from './FindingSnapshot/index.ts';
import { KindCoverage } from './KindCoverage/index.ts';
import { KindStatus } from './KindStatus/index.ts';
import { Mutation } from './Mutation/index.ts';
import { Node } from './Node/index.ts';
import { Query } from './Query/index.ts';
import { Run } from './Run/index.ts';
import { RunComparison } from './RunComparison/index.ts';
import { RunProgressEvent } from './RunProgressEvent/index.ts';
import { RunScope } from './RunScope/index.ts';
import { Subscription } from './Subscription/index.ts';

/** Every resolver, by type. Fields without one are properties of their parent. */
export const resolvers: Resolvers = {
  ...scalars,
  AuditEvent,
  Check,
  CheckMessage,
  CheckOutcome,
  Cluster,
  ComparedFinding,
  ConnectionStatus,
  Episode,
  Evidence,
  Finding,
  FindingSnapshot,
  KindCoverage,
  KindStatus,
  Mutation,
  Node,
  Query,
  Run,
  RunComparison,
  RunProgressEvent,
  RunScope,
  Subscription,
  NewFinding: comparedFindingFields,
  ResolvedFinding: comparedFindingFields,
  ChangedFinding: comparedFindingFields,
  UnchangedFinding: comparedFindingFields,
  NotComparableFinding: comparedFindingFields,
  AuditEventConnection: connectionFields,
  CheckConnection: connectionFields,
  CheckOutcomeConnection: connectionFields,
  ClusterConnection: connectionFields,
  ComparedFindingConnection: connectionFields,
  EpisodeConnection: connectionFields,
  FindingConnection: connectionFields,
  RunConnection: connectionFields,
  SubjectConnection: connectionFields,
};
