import type { AwsError, Operation, Service } from '../service.js';
import { jsonAnswer, jsonError, parseJsonBody } from './aws-json.js';
import { parseQuery, queryAnswer, queryError } from './aws-query.js';

/** What goes back over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as dispatched: which protocol, which service and operation it names, and its members. */
export interface Dispatched {
  readonly service: Service | undefined;
  readonly operationName: string;
  readonly operation: Operation | undefined;
  /** Read late: a malformed body is refused after its service is known. */
  readonly input: () => Readonly<Record<string, unknown>>;
  readonly json: boolean;
}

const queryNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

const named = (service: Service | undefined, operationName: string): Pick<Dispatched, 'service' | 'operationName' | 'operation'> => ({
  service,
  operationName,
  operation: service?.operations.find((operation) => operation.name === operationName),
});

/** By target prefix for awsJson; by the signature's service name, or the API version without one, for awsQuery. */
export const dispatch = (
  services: readonly Service[],
  request: { readonly target: string | undefined; readonly signingName: string | undefined; readonly body: string },
): Dispatched => {
  if (request.target !== undefined) {
    const dot = request.target.lastIndexOf('.');
    const prefix = request.target.slice(0, dot);
    const service = services.find(({ protocol }) => protocol.kind === 'awsJson1.1' && protocol.targetPrefix === prefix);
    return { ...named(service, request.target.slice(dot + 1)), input: () => parseJsonBody(request.body), json: true };
  }
  const { Action, Version, ...input } = parseQuery(request.body);
  const service = services.find(
    ({ protocol, signingName }) =>
      protocol.kind === 'awsQuery' && (request.signingName === undefined ? protocol.version === Version : signingName === request.signingName),
  );
  return { ...named(service, typeof Action === 'string' ? Action : ''), input: () => input, json: false };
};

const requestIdHeaders = (requestId: string): Record<string, string> => ({ 'x-amzn-requestid': requestId });

export const writeAnswer = (call: Dispatched, requestId: string, output: unknown): WireAnswer => {
  const protocol = call.service?.protocol;
  if (call.json || protocol?.kind !== 'awsQuery')
    return {
      status: 200,
      headers: { ...requestIdHeaders(requestId), 'content-type': 'application/x-amz-json-1.1' },
      body: jsonAnswer(output),
    };
  return {
    status: 200,
    headers: { ...requestIdHeaders(requestId), 'content-type': 'text/xml' },
    body: queryAnswer(call.operationName, protocol.xmlNamespace, requestId, output),
  };
};

export const writeError = (call: Dispatched, requestId: string, error: AwsError): WireAnswer => {
  const protocol = call.service?.protocol;
  const headers = { ...requestIdHeaders(requestId), 'x-amzn-errortype': error.code };
  if (call.json) return { status: error.status, headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' }, body: jsonError(error) };
  const namespace = protocol?.kind === 'awsQuery' ? protocol.xmlNamespace : queryNamespace;
  return { status: error.status, headers: { ...headers, 'content-type': 'text/xml' }, body: queryError(error, namespace, requestId) };
};
