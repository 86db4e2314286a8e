import type { Decision } from './authorization.js';
import { authenticate, KeyNotYetVisible } from './credentials.js';
import type { FiredFault, LoggedCall } from './call-log.js';
import type { FaultSubject } from './faults.js';
import type { Runtime } from './runtime.js';
import { AwsError } from './service.js';
import type { AuthorizationTarget, Call, Caller, Operation, Service } from './service.js';
import { throttleError } from './throttle.js';
import { CommonErrors } from './wire/common-errors.js';
import { dispatch, writeAnswer, writeError } from './wire/protocol.js';
import type { Dispatched, WireAnswer } from './wire/protocol.js';
import { readSignature } from './wire/sigv4.js';
import type { Signature, SignedRequest } from './wire/sigv4.js';

/** `lost`: the connection is to be cut without an answer. */
export type Outcome = WireAnswer | 'lost';

interface Progress {
  caller?: Caller;
  targets: readonly AuthorizationTarget[];
  decision?: Decision;
  tookEffect: boolean;
  throttled?: true;
  fault?: FiredFault;
}

const header = (request: SignedRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

const hung = new Error('The call hangs until its caller gives up.');

/** Carries one AWS request through signature, faults, quotas, authorisation and operation, and logs it once. */
export const serveAwsCall = async (runtime: Runtime, request: SignedRequest, signal: AbortSignal): Promise<Outcome> => {
  const authorization = header(request, 'authorization');
  const signature = authorization === undefined ? undefined : readSignature(authorization);
  const call = dispatch(runtime.services, { target: header(request, 'x-amz-target'), signingName: signature?.signingName, body: request.body });
  const requestId = runtime.newRequestId();
  const errors = new CommonErrors(call.json);
  const progress: Progress = { targets: [], tookEffect: false };
  try {
    const output = await carryOut(runtime, { call, request, requestId, errors, progress, signal, authorization, signature });
    logCall(runtime, call, requestId, progress);
    if (progress.fault?.kind === 'dropAnswer') return 'lost';
    if (progress.fault?.kind === 'hold') await runtime.faults.hold(progress.fault.id, call.operationName, signal);
    return writeAnswer(call, requestId, output);
  } catch (error) {
    if (error === hung) return 'lost';
    const refusal = error instanceof AwsError ? error : internal(runtime, errors, error);
    if (error instanceof KeyNotYetVisible) progress.decision = { allowed: false, decidedBy: 'identity', notYetVisible: true, detail: 'access key' };
    logCall(runtime, call, requestId, progress, refusal.code);
    return writeError(call, requestId, refusal);
  }
};

const internal = (runtime: Runtime, errors: CommonErrors, error: unknown): AwsError => {
  runtime.reportDefect(error);
  return errors.internal();
};

interface Journey {
  readonly call: Dispatched;
  readonly request: SignedRequest;
  readonly requestId: string;
  readonly errors: CommonErrors;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly authorization: string | undefined;
  readonly signature: Signature | undefined;
}

const carryOut = async (runtime: Runtime, journey: Journey): Promise<unknown> => {
  const { call, errors, progress, requestId } = journey;
  const { service, operation } = call;
  if (!service) throw errors.unknownOperation(call.operationName);
  const region = journey.signature?.region ?? 'us-east-1';
  const caller = identify(runtime, journey, service, operation);
  progress.caller = caller;
  if (!operation) throw errors.unknownOperation(`${service.id}:${call.operationName}`);
  const subject = { service: service.id, operation: operation.name, mutates: operation.mutates, caller };
  await meetFault(runtime, journey, subject);
  if (!runtime.throttle.admit(service.id, operation.name, caller.accountId, runtime.world.now())) {
    progress.throttled = true;
    throw throttleError(service.id);
  }
  runtime.settle();
  const now = runtime.world.now();
  const input = call.input() as never;
  const started: Call = { caller, accountId: caller.accountId, region, requestId, now, world: runtime.world };
  const principal = operation.principalOf?.(input, started) ?? caller;
  progress.caller = principal;
  const context = { ...started, caller: principal, accountId: principal.accountId };
  progress.targets = operation.authorize(input, context);
  if (progress.targets.length === 0) throw errors.accessDenied(`The sandbox knows no resource mapping of ${service.id}:${operation.name}.`);
  progress.decision = await runtime.authorizer.decide({ caller: principal, region, targets: progress.targets }, now);
  if (!progress.decision.allowed) throw errors.accessDenied(denialMessage(principal, progress.decision));
  // Time passed while the engine decided: what became due in between is settled before the operation looks.
  runtime.settle();
  const output = await operation.handle(input, { ...context, now: runtime.world.now() });
  progress.tookEffect = operation.mutates;
  if (operation.mutates) runtime.changed();
  const late = runtime.faults.take('after', subject);
  if (late) progress.fault = { id: late.id, kind: late.kind };
  return output;
};

const identify = (runtime: Runtime, journey: Journey, service: Service, operation: Operation | undefined): Caller => {
  const { authorization, errors, request, signature } = journey;
  if (operation?.unsigned) return anonymous;
  if (authorization === undefined) throw errors.missingToken();
  if (!signature) throw errors.incompleteSignature();
  return authenticate(runtime.world, runtime.world.now(), signature, request, service.signingName, errors);
};

const anonymous: Caller = { kind: 'user', accountId: '', arn: '', principalArn: '', accessKeyId: '', sessionTags: {}, userId: '' };

const meetFault = async (runtime: Runtime, journey: Journey, subject: FaultSubject): Promise<void> => {
  const { progress, signal, call, requestId } = journey;
  const fault = runtime.faults.take('before', subject);
  if (!fault) return;
  progress.fault = { id: fault.id, kind: fault.kind };
  if (fault.kind === 'throttle') {
    progress.throttled = true;
    throw throttleError(subject.service);
  }
  if (fault.kind === 'error') throw new AwsError(fault.code ?? 'InternalFailure', fault.message ?? 'A planted fault.', fault.status ?? 500);
  if (fault.kind === 'delay') await runtime.clock.wait(fault.delayMs ?? 0, signal);
  if (fault.kind === 'hang') {
    logCall(runtime, call, requestId, progress);
    await runtime.faults.hold(fault.id, subject.operation, signal);
    throw hung;
  }
};

const denialMessage = (caller: Caller, decision: Decision): string => {
  const on = decision.resource === undefined || decision.resource === '*' ? '' : ` on resource: ${decision.resource}`;
  const because: Partial<Record<string, string>> = {
    scp: ' with an explicit deny in a service control policy',
    identity: ` because no identity-based policy allows the ${decision.action ?? ''} action`,
    boundary: ` because no permissions boundary allows the ${decision.action ?? ''} action`,
    session: ` because no session policy allows the ${decision.action ?? ''} action`,
  };
  // AWS does not say why an AssumeRole was refused: not which side, nor that the role does not exist.
  const reason = decision.action?.startsWith('sts:') ? '' : (because[decision.decidedBy ?? ''] ?? '');
  return `User: ${caller.arn} is not authorized to perform: ${decision.action ?? ''}${on}${reason}`;
};

const logCall = (runtime: Runtime, call: Dispatched, requestId: string, progress: Progress, errorCode?: string): void => {
  const { caller, decision, fault, targets, throttled, tookEffect } = progress;
  const entry: Omit<LoggedCall, 'seq'> = {
    time: new Date(runtime.world.now()).toISOString(),
    service: call.service?.id ?? 'unknown',
    operation: call.operationName,
    targets: targets.map(({ action, resource }) => ({ action, resource })),
    mutates: call.operation?.mutates ?? false,
    tookEffect,
    requestId,
    ...(targets[0] ? { action: targets[0].action } : {}),
    ...(caller
      ? {
          caller: caller.arn,
          principal: caller.principalArn,
          accountId: caller.accountId,
          ...(caller.sessionName === undefined ? {} : { sessionName: caller.sessionName }),
          ...(caller.sourceIdentity === undefined ? {} : { sourceIdentity: caller.sourceIdentity }),
        }
      : {}),
    ...(decision ? { decision } : {}),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(throttled ? { throttled } : {}),
    ...(fault ? { fault } : {}),
  };
  runtime.log.append(entry);
};
