import { AwsCallError, CredentialsError, WrongAccountError } from '@orgledger/aws';
import type { ScopedMetering } from '@orgledger/aws';
import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { VerificationCheck } from '@orgledger/governance';
import { DomainError, fold, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import { monthOf } from '../month.js';
import type { PayerSettings } from '../payer/payer.events.js';
import { streams } from '../streams.js';
import { collectDays } from './collect-days.gateway.js';
import { collectMonth } from './collect-month.gateway.js';
import type { CollectionCommand } from './collection.commands.js';
import { collectionDecider } from './collection.decider.js';
import type { Collection } from './collection.decider.js';
import type { CollectionEvent, CollectionFinding, RequestCost } from './collection.events.js';
import { awsFailure, domainFailure, waitAfter } from './collection-failure.js';
import type { CollectionFailure } from './collection-failure.js';
import { collectionQueries } from './collections.view.js';
import { addSeconds } from './days.js';
import { shortened } from './findings.js';
import { PagedReader } from './paged-reader.gateway.js';
import { fitMonths, planPull } from './plan-pull.js';
import type { PullPlan } from './plan-pull.js';
import { usdOf } from './project-cost.js';
import { proveAccess } from './prove-access.gateway.js';
import type { CollectorWorld, Pull } from './pull.gateway.js';
import { readPullFacts } from './pull-facts.gateway.js';
import { recordMembers } from './record-members.gateway.js';
import { RequestBudget } from './request-budget.js';

type Unstamped<Command> = Command extends unknown ? Omit<Command, 'meta'> : never;
type Open = Exclude<Collection, { status: 'none' }>;

const catchUpMs = 60_000;

/**
 * Carries one pull to its end, from wherever an earlier attempt left it. Every change is an event before it counts, every paid page is kept
 * before the next one is asked for; so a death anywhere repeats reads that are free, and appends that are the same.
 */
export const carryOut = async (world: CollectorWorld, pullId: string, signal: AbortSignal): Promise<void> =>
  new PullRun(world, pullId, signal).toItsEnd();

class PullRun {
  constructor(
    private readonly world: CollectorWorld,
    private readonly pullId: string,
    private readonly signal: AbortSignal,
  ) {}

  async toItsEnd(): Promise<void> {
    const { pull: state, at } = await this.load();
    if (state.status !== 'none' && state.status !== 'ended') {
      try {
        await this.collect(state, at);
      } catch (error) {
        this.signal.throwIfAborted();
        const failure = failureOf(error);
        if (failure === undefined) throw error;
        await this.fail(state, failure);
        if (waitAfter(state.failures) !== undefined && failure.again) return;
      }
    }
    await this.world.cache.forget(this.pullId);
  }

  private async collect(state: Open, startedAt: string | undefined): Promise<void> {
    const { world } = this;
    const payer = await world.payer(state.payerAccountId);
    if (payer === undefined) throw new DomainError('PAYER_NOT_FOUND', `Payer ${state.payerAccountId} is not registered any more.`);
    const connection = world.connect(payer);
    const aws = connection.forRun({ runId: this.pullId, signal: this.signal });
    const checks = await this.enter(state, payer, aws);
    if (checks === undefined) return;
    const accountNames = await listAccounts(aws);
    await this.caughtUp();
    const now = startedAt ?? world.clock.now().toISOString();
    const plan = await this.plan(state, payer, now, accountNames.size);
    const pull = await this.pullOf(payer, aws, plan, now, accountNames);
    const { months, skipped } = state.months === undefined ? await this.start(pull, plan, checks) : { months: state.months, skipped: state.skipped };
    await recordMembers(pull);
    const findings: CollectionFinding[] = [];
    const unreadable: DomainError[] = [];
    const { reads } = plan;
    for (const month of months) {
      if (state.observed.includes(month)) continue;
      const usage = plan.months.some((planned) => planned.month === month && planned.usage) && !skipped.includes('commitmentUsage');
      try {
        const read = await collectMonth(pull, { month, ...reads, usage });
        if (read.outcome === 'notObserved') findings.push(read.finding);
        else await this.tell(`month ${month}`, { type: 'RecordMonth', ...read.month });
      } catch (error) {
        // One month that cannot be read keeps none of the others from being read.
        if (!(error instanceof DomainError) || !ofOneMonth.has(error.code)) throw error;
        unreadable.push(error);
      }
    }
    if (plan.days !== undefined && !skipped.includes('dailyCosts')) findings.push(...(await collectDays(pull, plan.days)));
    const [first] = unreadable;
    if (first !== undefined) throw new DomainError(first.code, unreadable.map(({ message }) => message).join(' '));
    await this.tell('complete', { type: 'CompleteCollection', cost: await this.cost(), findings: shortened(findings) });
  }

  /** Undefined when the way in is not proven: the pull has been failed. */
  private async enter(state: Open, payer: PayerSettings, aws: ScopedMetering): Promise<readonly VerificationCheck[] | undefined> {
    const proof = await proveAccess(payer, aws, `orgledger-${this.pullId.slice(0, 18)}`);
    this.signal.throwIfAborted();
    if (proof.ok) return proof.checks;
    const bad = proof.checks.find(({ result }) => result !== 'passed');
    const failure = {
      code: bad?.code ?? 'ACCESS_NOT_PROVEN',
      message: bad?.message ?? 'The way into the payer account is not proven.',
      remedy: bad?.remedy ?? 'Look at the checks.',
      again: proof.again,
    };
    await this.fail(state, failure, proof.checks);
    return undefined;
  }

  private async plan(state: Open, payer: PayerSettings, now: string, accounts: number) {
    const { store, views, prices } = this.world;
    const { trigger, wanted } = state;
    const facts = await readPullFacts(store, views.read, payer, { now, trigger, wanted, accounts, groupsPerPage: prices.groupsPerPage });
    return { ...planPull(facts), reads: facts.reads };
  }

  private async pullOf(
    payer: PayerSettings,
    aws: ScopedMetering,
    plan: PullPlan,
    startedAt: string,
    accountNames: ReadonlyMap<string, string>,
  ): Promise<Pull> {
    const { world, pullId } = this;
    const { cache, clock, views, prices } = world;
    const spent = await collectionQueries(views.read).spent(payer.payerAccountId, monthOf(startedAt), pullId);
    const facts = { monthly: payer.monthlyRequestBudget, usdPerRequest: prices.usdPerRequest, spent, reserved: plan.reserved };
    const budget = new RequestBudget(facts, sum(await cache.requests(pullId)));
    const reader = new PagedReader({
      pullId,
      adapter: aws.costExplorer,
      cache,
      clock,
      beforeRequest: () => {
        this.signal.throwIfAborted();
        budget.claim();
      },
      onPaid: () => budget.paid(),
    });
    return {
      ...world,
      pullId,
      payer,
      startedAt,
      reader,
      budget,
      accountNames,
      metaOf: (what) => this.metaOf(what),
      caughtUp: () => this.caughtUp(),
    };
  }

  /** Fixes what is read: months as far as the budget goes, and optional calls where it leaves room for needed ones. */
  private async start(pull: Pull, plan: PullPlan, checks: readonly VerificationCheck[]) {
    const { fitting, skipped } = fitMonths(plan.months, pull.budget.room);
    if (fitting.length === 0) pull.budget.claim(pull.budget.room + 1);
    const optional = [
      ...(plan.months.some(({ usage }) => usage) ? (['commitmentUsage'] as const) : []),
      ...(plan.days ? (['dailyCosts'] as const) : []),
    ];
    const leftOut = pull.budget.hasRoomForOptional() ? [] : optional;
    const started = { months: fitting, skipped: [...skipped, ...leftOut] };
    await this.tell('start', { type: 'StartCollection', ...started, checks });
    return started;
  }

  private async fail(state: Open, failure: CollectionFailure, checks?: readonly VerificationCheck[]): Promise<void> {
    const { code, message, remedy, again } = failure;
    const seconds = again ? waitAfter(state.failures) : undefined;
    const retryAt = seconds === undefined ? undefined : addSeconds(this.world.clock.now().toISOString(), seconds);
    await this.tell(`failure ${state.failures + 1}`, {
      type: 'FailCollection',
      cost: await this.cost(),
      code,
      message,
      remedy,
      ...(retryAt === undefined ? {} : { retryAt }),
      ...(checks ? { checks } : {}),
    });
  }

  private async cost(): Promise<RequestCost> {
    const byOperation = await this.world.cache.requests(this.pullId);
    const requests = sum(byOperation);
    return { requests, usd: usdOf(requests, this.world.prices.usdPerRequest), byOperation };
  }

  /** The pull as its stream says, and when it started. */
  private async load(): Promise<{ readonly pull: Collection; readonly at: string | undefined }> {
    const { events } = await this.world.store.readStream(streams.collection(this.pullId));
    const pull = fold(
      collectionDecider,
      events.map((event) => fromRecorded<CollectionEvent>(event)),
    );
    return { pull, at: events.find(({ type }) => type === 'CollectionStarted')?.metadata.at };
  }

  private async tell(what: string, command: Unstamped<CollectionCommand>): Promise<void> {
    const meta = this.metaOf(what);
    await executeCommand(this.world.store, collectionDecider, streams.collection(this.pullId), { ...command, meta });
  }

  private async caughtUp(): Promise<void> {
    const { store, projections } = this.world;
    const seen = await projections.waitFor(await store.head(), { timeoutMs: catchUpMs });
    if (!seen) throw new Error('the read models have not caught up with the log; the pull goes on when they have');
  }

  private metaOf(what: string): CommandMetadata {
    return {
      commandId: uuidv5(this.pullId, what),
      actor: { kind: 'system', id: 'collector' },
      now: this.world.clock.now().toISOString(),
      correlationId: this.pullId,
      causationId: this.pullId,
    };
  }
}

const ofOneMonth: ReadonlySet<string> = new Set(['AMOUNT_MALFORMED', 'CURRENCY_UNEXPECTED']);

const sum = (byOperation: Readonly<Record<string, number>>): number => Object.values(byOperation).reduce((total, requests) => total + requests, 0);

/** O1: free of charge, and read anew by each attempt. */
const listAccounts = async (aws: ScopedMetering): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>();
  for await (const { accountId, name } of aws.organizations.listAccounts()) names.set(accountId, name);
  return names;
};

/** What a pull can end with; undefined for anything that is nobody's fault but ours. */
const failureOf = (error: unknown): CollectionFailure | undefined => {
  if (error instanceof AwsCallError) return awsFailure(error.kind, error.awsCode, error.message, error.retryable);
  if (error instanceof DomainError) return domainFailure(error.code, error.message);
  if (error instanceof CredentialsError)
    return { ...domainFailure('NO_CREDENTIALS', error.message), remedy: 'Give metering its credentials and restart its process.' };
  if (error instanceof WrongAccountError) return domainFailure('WRONG_ACCOUNT', error.message);
  return undefined;
};
