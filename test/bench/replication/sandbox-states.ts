import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';

interface Operation {
  readonly requestId: string;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly status: string;
}

interface SsoAdmin {
  readonly creations: { readonly byId: Readonly<Record<string, Operation>> };
  readonly deletions: { readonly byId: Readonly<Record<string, Operation>> };
  readonly openCreations: readonly unknown[];
  readonly openDeletions: readonly unknown[];
  /** `<account>|<permission set>` to who holds it there. */
  readonly holders: Readonly<Record<string, readonly string[]>>;
}

interface Organizations {
  readonly requests: Readonly<Record<string, { readonly requestedAt: number; readonly dueAt: number; readonly state: string }>>;
}

export const ssoAdminOf = (sandbox: SandboxControl): Promise<SsoAdmin> => sandbox.state<SsoAdmin>('ssoadmin');

/** Durations (ms) of all account creations in the order of their requests. */
export const creationDurations = async (sandbox: SandboxControl): Promise<readonly number[]> => {
  const { requests } = await sandbox.state<Organizations>('organizations');
  return Object.values(requests)
    .sort((one, other) => one.requestedAt - other.requestedAt)
    .map(({ requestedAt, dueAt }) => dueAt - requestedAt);
};

/** Number of the last call in the log: calls after it are those of what comes next. */
export const logEnd = async (sandbox: SandboxControl): Promise<number> => (await sandbox.calls()).at(-1)?.seq ?? 0;

/** Until no call has come for 30 s of the sandbox's time. */
export const quiet = async (sandbox: SandboxControl): Promise<void> => {
  let seq = await logEnd(sandbox);
  for (let since = (await sandbox.clock()).now; ;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [next, { now }] = [(await sandbox.calls(seq)).at(-1)?.seq, await sandbox.clock()];
    if (next !== undefined) [seq, since] = [next, now];
    else if (now - since > 30_000) return;
  }
};
