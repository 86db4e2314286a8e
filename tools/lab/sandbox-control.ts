import type { CallCounts, LoggedCall } from './sandbox-log.js';

/** A fault to plant; see apps/sandbox/BEHAVIOUR.md. Times are sandbox milliseconds. */
export interface Fault {
  readonly kind: string;
  readonly service?: string;
  readonly operation?: string;
  readonly count?: number;
  readonly skip?: number;
  readonly [option: string]: unknown;
}

export interface PlantedFault extends Fault {
  readonly id: number;
  readonly fired: number;
}

/** What AWS invoices for a month; amounts are decimal text with two digits after the point. */
export interface SandboxInvoice {
  readonly invoiceId: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: readonly { readonly accountId: string; readonly service: string; readonly chargeType: string; readonly amount: string }[];
}

/** The sandbox's control API: what the product never sees. */
export const sandboxControl = (endpoint: string) => {
  const send = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${endpoint}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as Answer;
  };
  return {
    setScale: (scale: number) => send('POST', '/clock', { scale }),
    advance: (advanceMs: number) => send('POST', '/clock', { advanceMs }),
    clock: () => send<{ now: number; scale: number }>('GET', '/clock'),
    plant: async (...faults: readonly Fault[]): Promise<readonly PlantedFault[]> =>
      (await send<{ faults: PlantedFault[] }>('POST', '/faults', faults)).faults,
    faults: () => send<{ faults: readonly PlantedFault[] }>('GET', '/faults'),
    /** Lets the held calls of one fault go on, or all. */
    release: (id?: number) => send('POST', '/faults/release', { id }),
    clearFaults: () => send('POST', '/faults/clear', {}),
    calls: async (after = 0): Promise<readonly LoggedCall[]> =>
      (await send<{ calls: LoggedCall[] }>('GET', `/calls?after=${after}&limit=1000000`)).calls,
    summary: () => send<CallCounts & { byOperation: Record<string, CallCounts> }>('GET', '/calls/summary'),
    state: <State>(service: string) => send<State>('GET', `/state?service=${service}`),
    snapshot: () => send<unknown>('GET', '/snapshot'),
    restore: (snapshot: unknown) => send('POST', '/snapshot', snapshot),
    plantCosts: (facts: unknown) => send<unknown>('POST', '/costs', facts),
    /** What the calls of Cost Explorer cost so far. */
    costs: () => send<{ readonly requests: number; readonly usd: string }>('GET', '/costs'),
    invoice: (month: string) => send<SandboxInvoice>('GET', `/invoice?month=${month}`),
    seed: (organization: unknown) => send<unknown>('POST', '/seed', organization),
  };
};

export type SandboxControl = ReturnType<typeof sandboxControl>;
