import type { Server } from 'node:http';
import { handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { WebSocketOperations } from '#src/graphql/websocket.ts';
import type { AccessParts } from './access-hook.ts';
import { budgetKey } from './caller.ts';
import type { Metrics } from './metrics.ts';
import { createSocketProtocol, finishOperation, mayGoOn, type Session } from './socket-session.ts';
import { createUpgradeGate, type Upgrade } from './upgrade-gate.ts';

/** The WebSockets of one server. */
export interface GraphqlSockets {
  attach(server: Server): void;
  /** Tells every client that the server goes away; what does not hang up within a second is cut off. */
  close(): Promise<void>;
}

const MESSAGE_BYTES = 1_048_576;
/** A peer that answers no ping is cut after two of these. */
const PING_MS = 15_000;
/** Expired tokens are found this often; removed ones at once. */
const SWEEP_MS = 1_000;
const CLOSE_MS = 1_000;
/** RFC 6455 leaves 4000–4999 to applications; graphql-transport-ws means "Unauthorized" by this one. */
const UNAUTHORIZED = 4401;
const INTERNAL = 4500;
const GOING_AWAY = 1001;

function pingRegularly(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  return () => clearInterval(timer);
}

/**
 * Makes the WebSocket side of the endpoint: the same guard, viewers, budget and audit as over HTTP. The glue is ours, not
 * `graphql-ws/use/ws`: that one prints to the console and sends the texts of unknown errors to clients.
 */
export function createGraphqlSockets(
  parts: AccessParts & { readonly operations: WebSocketOperations; readonly logger: Logger; readonly metrics: Metrics },
): GraphqlSockets {
  const { authenticator, limiter, logger, metrics } = parts;
  const open = new Map<WebSocket, Session>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  });
  const gate = createUpgradeGate({ ...parts, openConnections: () => open.size });
  const protocol = createSocketProtocol(parts.operations);

  function sessionOf(socket: WebSocket, upgrade: Upgrade): Session {
    const session: Session = {
      log: logger.child({ connection: upgrade.correlationId }),
      correlationId: upgrade.correlationId,
      running: new Map(),
      admission: undefined,
      count: 0,
      authenticate(authorization) {
        // What the client says last counts; without it, what came with the upgrade.
        const authentication =
          authorization === undefined ? upgrade.authentication : authenticator.authenticate(authorization);
        if ('refusal' in authentication) gate.record(upgrade, 'UNAUTHENTICATED', authentication.refusal);
        return authentication;
      },
      takeBudget() {
        const budget = limiter.take(budgetKey(session.admission?.viewer, upgrade.address));
        metrics.webSocketOperation(budget.allowed ? 'STARTED' : 'REFUSED');
        return budget;
      },
      expel: (reason) => socket.close(UNAUTHORIZED, reason),
    };
    return session;
  }

  function serve(socket: WebSocket, session: Session): void {
    const { log } = session;
    open.set(socket, session);
    metrics.webSocketOpened();
    const stopPinging = pingRegularly(socket);
    // Broken frames and resets: `ws` closes the socket itself after this.
    socket.on('error', (error) => log.debug({ err: error }, 'A WebSocket failed.'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves when the bytes have left: a slow reader slows its streams down instead of filling our memory. A failed
        // write is followed by `close`, where everything ends.
        send: (data) =>
          new Promise((resolve) =>
            socket.readyState === socket.OPEN ? socket.send(data, () => resolve()) : resolve(),
          ),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data) => {
            handle(String(data)).catch((error: unknown) => {
              log.error({ err: error }, 'A WebSocket message could not be handled.');
              socket.close(INTERNAL, 'Internal error');
            });
          });
        },
      },
      session,
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      open.delete(socket);
      metrics.webSocketClosed();
      for (const id of [...session.running.keys()]) finishOperation(session, id);
      log.info({ code, viewer: session.admission?.viewer.name }, 'WebSocket closed');
      closed(code, String(reason)).catch((error: unknown) =>
        log.error({ err: error }, 'The operations of a WebSocket could not be ended.'),
      );
    });
  }

  function sweep(): void {
    for (const session of open.values()) if (session.admission !== undefined) mayGoOn(session);
  }
  const stopListening = authenticator.onChange(sweep);
  const sweeper = setInterval(sweep, SWEEP_MS).unref();

  return {
    attach(http) {
      http.on('upgrade', (request, stream, head) => {
        const upgrade = gate.admit(request, stream);
        if (upgrade !== undefined)
          server.handleUpgrade(request, stream, head, (socket) => serve(socket, sessionOf(socket, upgrade)));
      });
    },
    async close() {
      stopListening();
      clearInterval(sweeper);
      gate.close();
      const sockets = [...open.keys()];
      const closing = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const socket of sockets) socket.close(GOING_AWAY, 'The server is stopping.');
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.terminate();
      }, CLOSE_MS);
      await Promise.all(closing);
      clearTimeout(cut);
    },
  };
}
