import { CliFailure, exitCodes } from '../exit-codes.js';
import type { Connection } from './connection.js';

interface Frame {
  readonly type: string;
  readonly payload?: { readonly data?: Readonly<Record<string, unknown>>; readonly message?: string } | readonly { readonly message: string }[];
}

/** Follows a subscription over graphql-transport-ws until `until` says that a value was the last. */
export const follow = <Value>(
  { endpoint, apiKey }: Connection,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  onValue: (value: Value) => boolean,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${endpoint.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    const send = (frame: object): void => socket.send(JSON.stringify(frame));
    const fail = (message: string): void => {
      reject(new CliFailure(exitCodes.unreachable, message));
      socket.close();
    };
    socket.addEventListener('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } }));
    socket.addEventListener('close', () => fail('The API closed the progress stream.'));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const frame = JSON.parse(data) as Frame;
      if (frame.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: document, variables } });
      else if (frame.type === 'ping') send({ type: 'pong' });
      else if (frame.type === 'next' && frame.payload && 'data' in frame.payload) {
        const [value] = Object.values(frame.payload.data ?? {});
        if (!onValue(value as Value)) return;
        resolve();
        socket.close();
      } else if (frame.type === 'error' || frame.type === 'connection_error') fail('The API refused the progress stream.');
      else if (frame.type === 'complete') fail('The API ended the progress stream.');
    });
  });
