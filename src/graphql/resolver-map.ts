import type { Resolvers } from './generated/types.ts';
import { AuditEvent } from './resolvers/AuditEvent/index.ts';
import { Check } from './resolvers/Check/index.ts';
import { CheckMessage } from './resolvers/CheckMessage/index.ts';
import { CheckOutcome } from './resolvers/CheckOutcome/index.ts';
import { Cluster } from './resolvers/Cluster/index.ts';
import { ComparedFinding, comparedFindingFields } from './resolvers/ComparedFinding/index.ts';
import { ConnectionStatus } from './resolvers/ConnectionStatus/index.ts';
import { connectionFields } from './resolvers/connection.ts';
import { Episode } from './resolvers/Episode/index.ts';
import { Evidence } from './resolvers/Evidence/index.ts';
import { Finding } from './resolvers/Finding/index.ts';
import { FindingSnapshot } from './resolvers/FindingSnapshot/index.ts';
import { KindCoverage } from './resolvers/KindCoverage/index.ts';
import { KindStatus } from './resolvers/KindStatus/index.ts';
import { Mutation } from './resolvers/Mutation/index.ts';
import { Node } from './resolvers/Node/index.ts';
import { Query } from './resolvers/Query/index.ts';
import { Run } from './resolvers/Run/index.ts';
import { RunComparison } from './resolvers/RunComparison/index.ts';
import { RunProgressEvent } from './resolvers/RunProgressEvent/index.ts';
import { RunScope } from './resolvers/RunScope/index.ts';
import { Subscription } from './resolvers/Subscription/index.ts';
import { scalars } from './scalars.ts';

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
