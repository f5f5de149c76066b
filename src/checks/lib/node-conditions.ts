/** What a node condition's `True` means: GOOD (KernelReady), BAD (KernelDeadlock), NOTICE (something will happen), or unknown. */
export type Polarity = 'GOOD' | 'BAD' | 'NOTICE' | 'UNKNOWN';

/** Conditions with checks of their own. */
const BUILT_IN: ReadonlySet<string> = new Set([
  'Ready',
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
]);

// Types are words in PascalCase; matching with case keeps `Hang` out of Change and `Un…` out of RunReady.

const NEGATED =
  /(Not(Ready|Healthy|Available|Reachable|Responsive|Synced|Valid)|Un(ready|healthy|available|reachable|responsive|schedulable|synced)|Non?[rR]esponsive|Disconnected|Disabled|Invalid|Inactive|Incomplete|Offline)$/;

/** The API conventions' "normal-true" names: good when True, whatever stands before them. */
const READY = /(Ready|Healthy)$/;

/** Announcements: maintenance that a cloud has planned for the machine, and what happens too often but is not broken. */
const NOTICE = /Scheduled$|Deprecated|Maintenance|^Frequent/;

/** Problem words, as node-problem-detector's rules and the clouds use them; they are bad when True. */
const BAD =
  /Problem|Deadlock|Read-?[oO]nly|Corrupt|Pressure|Fail|Error|Fault|Down$|Shutdown|Hung|Hang|Stuck|Lockup|Mismatch|Fatal|Bad|Lost|Loss|Full$|Missing|Oops|Panic|Leak|Exhaust|Throttl|Degraded|Drop|Broken|Crash|OOM|Slow|Timeout|Stale|Skew|Drift|Expired|Xid|XID|Kill|Violation|Exceeded|Outage|Interrupt|Restart/;

/** More names that are good when True; EtcdIsVoter is set on every healthy server of k3s and RKE2. */
const GOOD =
  /(Available|Ok|OK|Succeeded|Initialized|Established|Connected|Reachable|Responsive|Synced|Valid|Running|Online|Active|Enabled|Completed?|Voter|Schedulable|Up)$/;

/** Reads a condition type's polarity from its name: node conditions carry no other sign of it. */
export function polarityOf(type: string): Polarity {
  if (NEGATED.test(type)) return 'BAD';
  if (READY.test(type)) return 'GOOD';
  if (NOTICE.test(type)) return 'NOTICE';
  if (BAD.test(type)) return 'BAD';
  return GOOD.test(type) ? 'GOOD' : 'UNKNOWN';
}

/** Whether a condition is one of those that Kubernetes itself sets. */
export function isBuiltIn(type: string): boolean {
  return BUILT_IN.has(type);
}
