import type { ObjectOf } from '#src/kubernetes/objects.ts';

type Configuration = ObjectOf<'ValidatingWebhookConfiguration'> | ObjectOf<'MutatingWebhookConfiguration'>;
type Webhook = NonNullable<Configuration['webhooks']>[number];

/** The port of a webhook's Service where none is said (API reference). */
const DEFAULT_PORT = 443;

const MAX_SHOWN = 5;

/** All webhooks of a configuration that call one port of one Service. */
export interface WebhookCall {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly webhooks: readonly string[];
  /** What is sent to it, such as `CREATE of deployments`. */
  readonly requests: readonly string[];
  /** Whether one of them rejects what it can't ask about: failurePolicy Fail, which is the default. */
  readonly isFailing: boolean;
}

function requestsOf({ rules }: Webhook): readonly string[] {
  return (rules ?? []).map(({ operations, resources }) =>
    `${(operations ?? ['*']).join(' and ')} of ${(resources ?? ['*']).join(' and ')}`.replaceAll('*', 'everything'),
  );
}

/** The calls that a configuration makes into the cluster. A webhook by URL, or without a rule, makes none. */
export function callsOf(configuration: Configuration): readonly WebhookCall[] {
  const inside = (configuration.webhooks ?? []).filter(
    (webhook) => webhook.clientConfig?.service?.name !== undefined && (webhook.rules ?? []).length > 0,
  );
  const groups = Map.groupBy(inside, ({ clientConfig }) => {
    const to = clientConfig.service;
    return `${to?.namespace ?? ''}/${to?.name ?? ''}:${to?.port ?? DEFAULT_PORT}`;
  });
  return [...groups.values()].flatMap((webhooks): WebhookCall[] => {
    const to = webhooks[0]?.clientConfig.service;
    if (to === undefined) return [];
    return [
      {
        namespace: to.namespace ?? '',
        service: to.name ?? '',
        port: to.port ?? DEFAULT_PORT,
        webhooks: webhooks.map(({ name }) => name).slice(0, MAX_SHOWN),
        requests: [...new Set(webhooks.flatMap(requestsOf))].slice(0, MAX_SHOWN),
        isFailing: webhooks.some(({ failurePolicy }) => failurePolicy !== 'Ignore'),
      },
    ];
  });
}
