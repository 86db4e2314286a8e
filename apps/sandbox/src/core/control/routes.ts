import { faultKinds } from '../faults.js';
import type { FaultRule } from '../faults.js';
import { costsSoFar, invoiceOf, plantCosts, seedOrganization } from '../registry.js';
import type { Runtime, SavedRuntime } from '../runtime.js';
import type { StsState } from '../../services/sts/model.js';
import { ControlError } from './control-error.js';
import { withoutSecrets } from './without-secrets.js';

interface ControlRequest {
  readonly query: URLSearchParams;
  readonly input: unknown;
}

type Route = (runtime: Runtime, request: ControlRequest) => unknown;

const members = ({ input }: ControlRequest): Readonly<Record<string, unknown>> => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new ControlError('The body must be a JSON object.');
  return input as Record<string, unknown>;
};

const number = (value: unknown, name: string, isRight: (value: number) => boolean): number => {
  if (typeof value !== 'number' || !Number.isFinite(value) || !isRight(value)) throw new ControlError(`${name} is not a number in its range.`);
  return value;
};

const setClock: Route = (runtime, request) => {
  const { scale, advanceMs } = members(request);
  if (scale !== undefined) runtime.clock.setScale(number(scale, 'scale', (value) => value > 0));
  if (advanceMs !== undefined) runtime.clock.advance(number(advanceMs, 'advanceMs', (value) => value >= 0));
  runtime.settle();
  return runtime.clock.read();
};

const plantFaults: Route = (runtime, request) => {
  const rules = Array.isArray(request.input) ? (request.input as unknown[]) : [members(request)];
  for (const rule of rules)
    if (!faultKinds.includes((rule as FaultRule).kind)) throw new ControlError(`kind must be one of ${faultKinds.join(', ')}.`);
  return { faults: rules.map((rule) => runtime.faults.plant(rule as FaultRule)) };
};

const releaseHeld: Route = (runtime, request) => {
  const { id } = members(request);
  return { released: runtime.faults.release(id === undefined ? undefined : number(id, 'id', Number.isInteger)) };
};

const listCalls: Route = (runtime, { query }) => {
  const calls = runtime.log.after(Number(query.get('after') ?? 0), Number(query.get('limit') ?? 10_000));
  return { calls, last: calls.at(-1)?.seq ?? Number(query.get('after') ?? 0) };
};

const showState: Route = (runtime, { query }) => {
  const service = query.get('service') ?? '';
  if (!runtime.services.some(({ id }) => id === service))
    throw new ControlError(`service must be one of ${runtime.services.map(({ id }) => id).join(', ')}.`);
  runtime.settle();
  return withoutSecrets(runtime.world.state(service));
};

const coverage: Route = (runtime) =>
  Object.fromEntries(
    runtime.services.map((service) => [
      service.id,
      { built: service.operations.map(({ name }) => name).sort(), notBuilt: [...service.notBuilt].sort() },
    ]),
  );

const restore: Route = (runtime, request) => {
  const saved = members(request) as unknown as SavedRuntime;
  if ((saved.format as unknown) !== 1) throw new ControlError('The body is no snapshot of this sandbox: send what GET /_sandbox/snapshot answered.');
  runtime.load(saved);
};

const reset: Route = (runtime, request) => {
  const { seed } = members(request);
  runtime.reset(typeof seed === 'string' ? seed : undefined);
};

const seed: Route = (runtime, request) => {
  const { costs, ...organization } = members(request);
  const seeded = organization.accounts === undefined && costs !== undefined ? undefined : seedOrganization(runtime.world, organization);
  const planted = costs === undefined ? undefined : plantCosts(runtime.world, members({ ...request, input: costs }), seeded?.accountIds);
  runtime.changed();
  return { ...seeded, ...(planted ? { costs: planted } : {}) };
};

const plant: Route = (runtime, request) => {
  runtime.settle();
  const planted = plantCosts(runtime.world, members(request));
  runtime.changed();
  return planted;
};

const showInvoice: Route = (runtime, { query }) => {
  runtime.settle();
  return invoiceOf(runtime.world, query.get('month') ?? '', query.get('asOf') ?? undefined);
};

/** Registers the public keys of an OIDC issuer: the sandbox opens no connection to fetch them. */
const registerIssuer: Route = (runtime, request) => {
  const { issuer, keys } = members(request);
  if (typeof issuer !== 'string' || !Array.isArray(keys)) throw new ControlError('Send { issuer, keys: [JWK, …] }.');
  const issuers = runtime.world.state<{ issuers: Record<string, unknown> }>('sts').issuers as StsState['issuers'];
  issuers[issuer] = keys as Record<string, unknown>[];
  runtime.changed();
};

const identity: Route = (runtime) => ({
  managementAccountId: runtime.world.managementAccountId,
  platformAccountId: runtime.world.platformAccountId,
  automationAccountId: runtime.world.automationAccountId,
  organizationId: runtime.world.organizationId,
});

/** The control API by method and path below `/_sandbox`. */
export const routes: Readonly<Record<string, Route>> = {
  'GET /': identity,
  'GET /clock': (runtime) => runtime.clock.read(),
  'POST /clock': setClock,
  'GET /faults': (runtime) => runtime.faults.list(),
  'POST /faults': plantFaults,
  'POST /faults/release': releaseHeld,
  'POST /faults/clear': (runtime) => runtime.faults.clear(),
  'GET /calls': listCalls,
  'GET /calls/summary': (runtime) => runtime.log.summary(),
  'GET /snapshot': (runtime) => runtime.save(),
  'POST /snapshot': restore,
  'POST /reset': reset,
  'POST /seed': seed,
  'GET /costs': (runtime) => costsSoFar(runtime.world),
  'POST /costs': plant,
  'GET /invoice': showInvoice,
  'POST /oidc': registerIssuer,
  'GET /coverage': coverage,
  'GET /state': showState,
  'GET /defects': (runtime) => ({ defects: runtime.defects }),
};
