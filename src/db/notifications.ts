import pg from 'pg';
import type { Logger } from 'pino';
import type { DatabaseAddress } from './connection-url.ts';
import { messageOf } from './wait-for-database.ts';

/** Who hears of a channel. Neither may throw; what they throw is logged. */
export interface Subscriber {
  /** `id` says what to read again; a notification is a wake-up, never the data. */
  readonly onNotify: (id: string) => void;
  /** Notifications may have been missed: read everything again. */
  readonly onGap: () => void;
}

/** Hearing what any server on this database tells. */
export interface Notifications {
  /**
   * Subscribes. Resolves when everything told from now on will be heard, or, while the connection is down, at once: `onGap`
   * then comes when it is back. Gives the way to end it, which holds at once.
   */
  listen(channel: string, subscriber: Subscriber): Promise<() => void>;
  /** Whether the connection stands. */
  connected(): boolean;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that died silently (a firewall that forgot it) is noticed after at most this and the time below. */
const PULSE_MS = 15_000;
const ANSWER_MS = 5_000;

/** Channels are names in our code; Postgres would cut them at 63 bytes. */
const CHANNEL = /^[a-z][a-z0-9_]{0,62}$/;
const ID = /^[\w.:-]{1,200}$/;

/** Refuses what is not an id, so that no data travels in a notification. */
export function checkNotification(channel: string, id: string): void {
  if (!CHANNEL.test(channel))
    throw new Error(`Not a channel name: ${JSON.stringify(channel)}; lower case letters, digits and _ are allowed.`);
  if (!ID.test(id))
    throw new Error(
      `A notification on ${channel} carries an id of at most 200 letters, digits, '.', ':', '-' or '_', nothing else.`,
    );
}

/**
 * Opens the one connection that LISTENs for this process. It is never taken from the pool: LISTEN belongs to a session. When it is
 * lost it is opened again, with growing pauses, and every subscriber is told of the gap.
 */
export async function openNotifications(address: DatabaseAddress, options: { logger: Logger }): Promise<Notifications> {
  const { logger } = options;
  const channels = new Map<string, Set<Subscriber>>();
  let client: pg.Client | undefined;
  // One query at a time: a client that is asked to queue them warns that its next major version won't.
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let pulse: NodeJS.Timeout | undefined;

  function tell(subscriber: Subscriber, what: (subscriber: Subscriber) => void): void {
    try {
      what(subscriber);
    } catch (error) {
      logger.error({ err: error }, 'a subscriber to notifications failed');
    }
  }

  /** Runs on the present connection, after what runs there; a failure counts as its loss. */
  function run(sql: string): Promise<void> {
    const on = client;
    const turn = queue.then(async () => {
      if (on === undefined || on !== client) return;
      await on.query(sql).catch((error: unknown) => lost(on, error));
    });
    queue = turn;
    return turn;
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: address.url,
      application_name: 'kubeclinic listen',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, new Error('the connection ended')));
    next.on('notification', ({ channel, payload }) => {
      for (const subscriber of channels.get(channel) ?? []) tell(subscriber, ({ onNotify }) => onNotify(payload ?? ''));
    });
    try {
      await next.connect();
      // A channel subscribed to while this goes on is seen by the next round.
      for (const channel of channels.keys()) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    if (closed) return void (await next.end().catch(() => {}));
    client = next;
    pulse = setInterval(() => void run('SELECT 1'), PULSE_MS).unref();
  }

  function lost(which: pg.Client, error: unknown): void {
    if (client !== which) return;
    client = undefined;
    clearInterval(pulse);
    if (closed) return;
    logger.warn({ reason: address.redact(messageOf(error)) }, 'the connection for notifications was lost');
    void which.end().catch(() => {});
    reconnect(FIRST_PAUSE_MS);
  }

  function reconnect(pause: number): void {
    // Jitter: many servers lose the same Postgres at the same moment.
    retry = setTimeout(
      () => {
        connect().then(
          () => {
            if (closed) return;
            logger.info('the connection for notifications is back');
            for (const subscribers of channels.values())
              for (const subscriber of subscribers) tell(subscriber, ({ onGap }) => onGap());
          },
          (error: unknown) => {
            if (closed) return;
            logger.warn({ reason: address.redact(messageOf(error)) }, 'the connection for notifications is still down');
            reconnect(Math.min(pause * 2, LONGEST_PAUSE_MS));
          },
        );
      },
      pause * (0.5 + Math.random() / 2),
    ).unref();
  }

  await connect();
  return {
    async listen(channel, subscriber) {
      checkNotification(channel, 'id');
      const subscribers = channels.get(channel) ?? new Set();
      channels.set(channel, subscribers.add(subscriber));
      // LISTEN twice is harmless, and a second subscriber must not return before the first one's LISTEN is done.
      await run(`LISTEN ${pg.escapeIdentifier(channel)}`);
      return () => {
        subscribers.delete(subscriber);
        if (subscribers.size > 0 || channels.get(channel) !== subscribers) return;
        channels.delete(channel);
        void run(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
      };
    },
    connected: () => client !== undefined,
    async close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(pulse);
      channels.clear();
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
      await queue;
    },
  };
}
