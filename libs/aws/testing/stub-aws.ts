import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as it came over the wire. `input` holds the members of JSON bodies, and the parameters of query bodies. */
export interface StubRequest {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly accessKeyId: string | undefined;
}

export type StubReply =
  | { readonly json: unknown; readonly status?: number }
  | { readonly xml: string; readonly status?: number }
  /** The connection ends without an answer, or never answers. */
  | 'reset'
  | 'hang';

export interface StubAws {
  readonly endpoint: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

const readRequest = async (request: IncomingMessage): Promise<StubRequest> => {
  const body = await text(request);
  const target = request.headers['x-amz-target'];
  const accessKeyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
  if (typeof target === 'string') {
    return { operation: target.split('.').at(-1) ?? '', input: JSON.parse(body) as Record<string, unknown>, accessKeyId };
  }
  const input = Object.fromEntries(new URLSearchParams(body));
  return { operation: input.Action ?? '', input, accessKeyId };
};

const write = (response: ServerResponse, reply: Exclude<StubReply, 'reset' | 'hang'>, requestId: string): void => {
  response.statusCode = reply.status ?? 200;
  response.setHeader('x-amzn-requestid', requestId);
  if ('json' in reply) response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(reply.json));
  else response.setHeader('content-type', 'text/xml').end(reply.xml);
};

/** Speaks just enough of AWS's wire to answer what a test says: for timeouts, broken connections and retries. */
export const startStubAws = async (answer: (request: StubRequest, nth: number) => StubReply): Promise<StubAws> => {
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    void readRequest(request).then((seen) => {
      requests.push(seen);
      const reply = answer(seen, requests.length);
      if (reply === 'reset') request.socket.destroy();
      else if (reply !== 'hang') write(response, reply, `request-${requests.length}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const jsonError = (code: string, message = 'said AWS', status = 400): StubReply => ({ json: { __type: code, message }, status });

export const queryError = (code: string, message = 'said AWS', status = 403): StubReply => ({
  xml: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>q</RequestId></ErrorResponse>`,
  status,
});

/** A session of AssumeRole in `accountId` whose access key is `key`. */
export const assumedRole = (accountId: string, key: string, expiration: Date, action = 'AssumeRole'): StubReply => ({
  xml:
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>` +
    `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret-of-${key}</SecretAccessKey>` +
    `<SessionToken>token-of-${key}</SessionToken><Expiration>${expiration.toISOString()}</Expiration></Credentials>` +
    `<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::${accountId}:assumed-role/role/s</Arn></AssumedRoleUser>` +
    `</${action}Result><ResponseMetadata><RequestId>q</RequestId></ResponseMetadata></${action}Response>`,
});
