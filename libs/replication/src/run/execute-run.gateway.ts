import { AwsCallError } from '@orgledger/aws';
import type { PlatformConnection } from '@orgledger/aws';
import type { EventStore } from '@orgledger/event-store';
import { ConcurrencyConflict } from '@orgledger/event-store';
import type { TenantCommand, TenantSnapshot, TenantSnapshotQueries } from '@orgledger/governance';
import { DomainError, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { AccountCreator } from '../account-creation/account-creation.gateway.js';
import { nextGrantBoundary } from '../desired/desired-groups.js';
import type { AssignmentBoard } from '../perform/assignment-board.gateway.js';
import type { OperationBoard } from '../perform/operation-board.gateway.js';
import { parkedForMs, refusedByAws, unexpected } from '../perform/failure.js';
import type { Change, Step } from '../plan/change.js';
import { planAccount } from '../plan/plan-account.js';
import type { ReplicatedGroups } from './replicated-groups.js';
import type { ActiveRun } from './run.decider.js';
import type { RemarkText, RunReason } from './run.events.js';
import { RunLog } from './run-log.store.js';
import { runStep } from './run-step.gateway.js';
import { RunScope } from './run-scope.gateway.js';
import { tenantFacts } from './tenant-facts.gateway.js';
import type { TrustProofs } from './trust-proofs.view.js';

/** What a worker knows when it takes a tenant. */
export interface RunOrder {
  readonly runId: string;
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly reason: RunReason;
  readonly seen: string;
  readonly openCreation: string | undefined;
  /** Runs of this tenant that parked in a row. */
  readonly failures: number;
}

/** Lanes keep account creation, the scarcest quota, apart from everything else. */
export interface Lanes {
  creating<Result>(work: () => Promise<Result>): Promise<Result>;
  shaping<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface PlatformReach {
  readonly connection: PlatformConnection;
  readonly assignments: AssignmentBoard;
  readonly creations: OperationBoard;
}

/** AWS as one platform reaches it. Connections are shared by all runs of the process. */
export interface Reach {
  of(snapshot: TenantSnapshot): PlatformReach;
}

export interface RunWorld {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly snapshots: TenantSnapshotQueries;
  readonly groups: ReplicatedGroups;
  readonly proofs: TrustProofs;
  readonly reach: Reach;
  /** Dispatches on the command bus. */
  readonly tell: (command: TenantCommand) => Promise<void>;
}

export type RunEnd = ActiveRun['status'] | 'completed' | 'parked' | 'superseded' | 'cancelled' | 'none';

const shapingSteps = ['accountTags', 'organizationalUnit', 'accessRole', 'alias', 'access', 'selfDowngrade'] as const satisfies readonly Step[];

/** One run from its first or its next step to its end. An aborted signal leaves it where it is: whoever takes the tenant next goes on. */
export const executeRun = async (order: RunOrder, world: RunWorld, lanes: Lanes, signal: AbortSignal): Promise<RunEnd> => {
  const log = await RunLog.open(world.store, world.clock, order.runId);
  if (log.state.status === 'none') {
    const { runId, tenantId, platformIdentifier, reason, seen, openCreation } = order;
    log.note({ type: 'StartRun', runId, tenantId, platformIdentifier, reason, seen, ...(openCreation === undefined ? {} : { openCreation }) });
  }
  if (log.state.status !== 'running') return log.state.status;
  const run = new RunInProgress(order, log, world, lanes, signal);
  try {
    await run.toItsEnd();
  } catch (error) {
    if (signal.aborted || error instanceof ConcurrencyConflict) throw error;
    const message = error instanceof Error ? error.message : String(error);
    await run.park('done', error instanceof AwsCallError ? refusedByAws(error, message) : unexpected(message), []);
  }
  return log.state.status;
};

class RunInProgress {
  constructor(
    private readonly order: RunOrder,
    private readonly log: RunLog,
    private readonly world: RunWorld,
    private readonly lanes: Lanes,
    private readonly signal: AbortSignal,
  ) {}

  async toItsEnd(): Promise<void> {
    const snapshot = await this.world.snapshots.tenantSnapshot(this.order.tenantId);
    if (!snapshot) return this.log.record({ type: 'CancelRun', why: 'The tenant no longer exists.' });
    const account = await this.ensureAccount(snapshot);
    if (account === undefined) return;
    await this.lanes.shaping(() => this.shape({ ...snapshot, accountId: account }));
  }

  async park(step: Step, remark: RemarkText, requestIds: readonly string[], openCreation?: string): Promise<void> {
    const retryAt = new Date(this.world.clock.now().getTime() + parkedForMs(this.order.failures)).toISOString();
    await this.log.record({ type: 'ParkRun', step, remark, requestIds, retryAt, ...(openCreation === undefined ? {} : { openCreation }) });
  }

  /** The account's id, or undefined when the run was parked. */
  private async ensureAccount(snapshot: TenantSnapshot): Promise<string | undefined> {
    if (snapshot.accountId !== undefined) return snapshot.accountId;
    const { state } = this.log;
    const known = state.status === 'running' ? state.accountId : undefined;
    const accountId = known ?? (await this.lanes.creating(() => this.createAccount(snapshot)));
    if (accountId === undefined) return undefined;
    try {
      await this.world.tell({ type: 'AssignTenantAccount', tenantId: snapshot.tenantId, accountId, meta: this.meta('assign') });
      return accountId;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.park('account', { code: error.code, forUser: 'The account of this tenant could not be recorded.', forOperator: error.message }, []);
      return undefined;
    }
  }

  private async createAccount(snapshot: TenantSnapshot): Promise<string | undefined> {
    const { desired } = await this.facts(snapshot);
    const scope = this.scopeOf(snapshot, { snapshot, desired, known: [] });
    const { changes, remarks } = planAccount(desired, {
      account: undefined,
      organization: { rootId: '', units: [] },
      access: { groups: [], known: [], users: {}, assignments: [] },
    });
    const blocking = remarks.find((remark) => remark.blocks);
    const [planned] = changes;
    if (blocking || planned?.operation !== 'CreateAccount') {
      if (blocking) await this.park('account', blocking, []);
      return undefined;
    }
    const { state } = this.log;
    const email = (state.status === 'running' ? emailInProgress(state) : undefined) ?? planned.parameters.Email;
    const change: Change = { ...planned, parameters: { ...planned.parameters, Email: email } };
    await this.log.record({ type: 'IntendChanges', step: 'account', changes: [change] });
    const { tenantId } = snapshot;
    const { AccountName: name, RoleName: roleName } = planned.parameters;
    const { creations } = this.world.reach.of(snapshot);
    const creator = new AccountCreator(this.world.store, scope.aws, creations, this.world.clock, this.signal);
    const result = await creator.ensure({ tenantId, runId: this.order.runId, email, name, roleName, tags: desired.tags });
    const requestIds = scope.takeRequestIds();
    if (result.outcome === 'failed') {
      await this.park('account', result.remark, requestIds, result.open ? email : undefined);
      return undefined;
    }
    const { accountId, how } = result;
    await this.log.record({ type: 'RecordOutcome', outcome: { type: 'RunAccountKnown', step: 'account', change: 0, requestIds, accountId, how } });
    this.log.note({ type: 'FinishStep', step: 'account' });
    return accountId;
  }

  private async shape(snapshot: TenantSnapshot): Promise<void> {
    const facts = await this.facts(snapshot);
    const scope = this.scopeOf(snapshot, facts, await this.world.proofs.ofTenant(snapshot.tenantId));
    const steps: readonly Step[] = [...(this.stepDone('account') ? [] : ['account' as const]), ...shapingSteps];
    for (const step of steps) {
      if (this.stepDone(step)) continue;
      if (step === 'access' && !facts.desired.access) {
        this.log.note({ type: 'SkipStep', step });
        continue;
      }
      const result = await runStep(step, scope);
      if (!result.ok) return this.park(step, result.remark, result.requestIds);
    }
    if (snapshot.status === 'provisioning')
      await this.world.tell({ type: 'ActivateTenant', tenantId: snapshot.tenantId, meta: this.meta('activate') });
    const nextDueAt = nextGrantBoundary(snapshot, this.now());
    await this.log.record({ type: 'CompleteRun', ...(nextDueAt === undefined ? {} : { nextDueAt }) });
  }

  private stepDone(step: Step): boolean {
    const { state } = this.log;
    const done = state.status === 'running' ? state.steps[step] : undefined;
    return done === 'changed' || done === 'unchanged' || done === 'skipped';
  }

  private facts(snapshot: TenantSnapshot) {
    return tenantFacts(snapshot, this.now(), this.world.snapshots, this.world.groups);
  }

  private scopeOf(snapshot: TenantSnapshot, facts: Awaited<ReturnType<typeof tenantFacts>>, provenTrust?: string): RunScope {
    const { connection, assignments } = this.world.reach.of(snapshot);
    return new RunScope({ log: this.log, ...facts, provenTrust }, connection, assignments, this.world.clock, this.signal);
  }

  private now(): string {
    return this.world.clock.now().toISOString();
  }

  private meta(what: string) {
    const { runId } = this.order;
    return {
      commandId: uuidv5(runId, what),
      actor: { kind: 'system', id: 'replicator' },
      now: this.now(),
      correlationId: runId,
      causationId: runId,
    } as const;
  }
}

/** Ends a run that was left behind when something newer is wanted than it has seen; what it began at AWS is handed on. */
export const supersedeRun = async (runId: string, world: RunWorld, isNewerThan: (seen: string) => boolean): Promise<boolean> => {
  const log = await RunLog.open(world.store, world.clock, runId);
  const { state } = log;
  if (state.status !== 'running' || !isNewerThan(state.seen)) return false;
  const openCreation = emailInProgress(state);
  await log.record({ type: 'SupersedeRun', ...(openCreation === undefined ? {} : { openCreation }) });
  return true;
};

/** The e-mail of a creation that this run, or an earlier one, began: it is finished even when the template has changed meanwhile. */
const emailInProgress = (run: ActiveRun): string | undefined => {
  const intended = run.intent?.changes.find((change) => change.operation === 'CreateAccount');
  return intended?.operation === 'CreateAccount' ? intended.parameters.Email : run.openCreation;
};
