import { AwsCallError } from '@orgledger/aws';
import type { AccountCreation as AwsCreation, OrganizationAccount, ScopedConnection } from '@orgledger/aws';
import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { DomainError, fold, keyHash, uuidv5 } from '@orgledger/kernel';
import type { Clock, DomainCommand } from '@orgledger/kernel';
import { creationIntentTag } from '../desired/desired-tenant.js';
import { backoffMs, reactionTo, refusedByAws } from '../perform/failure.js';
import type { OperationBoard } from '../perform/operation-board.gateway.js';
import type { RemarkText } from '../run/run.events.js';
import { accountCreationDecider } from './account-creation.decider.js';
import type { AccountCreation, AccountCreationCommand, CreationIntent } from './account-creation.decider.js';
import type { AccountCreationEvent } from './account-creation.events.js';
import { creationFailed, emailOutside, foreignAccount, judgeAccount } from './judge-account.js';

export interface WantedAccount {
  readonly tenantId: string;
  readonly runId: string;
  readonly email: string;
  readonly name: string;
  readonly roleName: string;
  readonly tags: Readonly<Record<string, string>>;
}

export type CreationResult =
  | { readonly outcome: 'known'; readonly accountId: string; readonly how: 'created' | 'adopted' }
  /** `open`: an intent of ours is unfinished and keeps the e-mail. */
  | { readonly outcome: 'failed'; readonly remark: RemarkText; readonly open: boolean };

const betweenPollsMs = 3_000;
const longestCreationMs = 30 * 60_000;
/** How long AWS's lists and tags may lag behind an account that was just made. */
const settleMs = 45_000;

export const creationClaimStream = (email: string): string => `claim-email.${keyHash(email.toLowerCase())}`;

type Open = Extract<AccountCreation, { readonly status: 'open' }>;
type Unstamped<Command> = Command extends DomainCommand ? Omit<Command, 'meta'> : never;

/** Creates the account of a tenant exactly once, whatever crashes in between. @source specs/replication.md step 1 */
export class AccountCreator {
  constructor(
    private readonly store: EventStore,
    private readonly aws: ScopedConnection,
    private readonly board: Pick<OperationBoard, 'gone'>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  async ensure(wanted: WantedAccount): Promise<CreationResult> {
    for (;;) {
      const claim = await this.load(wanted.email);
      if (claim.status !== 'free' && claim.tenantId !== wanted.tenantId)
        return { outcome: 'failed', remark: emailClaimed(wanted, claim.tenantId), open: false };
      if (claim.status === 'created') return { outcome: 'known', accountId: claim.accountId, how: 'created' };
      const result = claim.status === 'free' ? await this.begin(wanted, claim.intents) : await this.carryOn(wanted, claim);
      if (result) return result;
    }
  }

  /** Undefined: load the claim again and go on from there. */
  private async begin(wanted: WantedAccount, past: readonly CreationIntent[]): Promise<CreationResult | undefined> {
    const intentId = uuidv5(wanted.runId, `creation:${past.length}`);
    const { tenantId, runId, email, name: accountName } = wanted;
    try {
      await this.record(email, { type: 'IntendAccount', tenantId, runId, intentId, email, accountName });
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
    return this.request(wanted, intentId);
  }

  private async request(wanted: WantedAccount, intentId: string): Promise<CreationResult | undefined> {
    const { email, name, roleName } = wanted;
    const tags = { ...wanted.tags, [creationIntentTag]: intentId };
    for (let tries = 0; ; tries += 1) {
      try {
        const result = await this.aws.organizations.createAccount({ name, email, roleName, tags, intentId });
        if (result.outcome === 'limitReached') return await this.fail(email, intentId, creationFailed(result.reason), result.reason);
        await this.record(email, { type: 'RecordRequest', intentId, requestId: result.creation.requestId });
        return undefined;
      } catch (error) {
        if (!(error instanceof AwsCallError)) throw error;
        const reaction = error.ambiguous ? 'lookAgain' : reactionTo(error);
        // No answer: the account may be on its way. The open intent is what the next look starts from.
        if (reaction === 'lookAgain' && error.ambiguous) return undefined;
        if (reaction === 'giveUp' || tries >= 20) return this.fail(email, intentId, refusedByAws(error, error.message), error.awsCode ?? error.kind);
        await this.clock.wait(backoffMs(tries), this.signal);
      }
    }
  }

  private async carryOn(wanted: WantedAccount, claim: Open): Promise<CreationResult | undefined> {
    const intent = claim.intents.at(-1);
    if (!intent) throw new Error(`The claim of ${wanted.email} is open without an intent.`);
    return intent.requestId === undefined ? this.recover(wanted, claim, intent) : this.follow(wanted, claim, intent, intent.requestId);
  }

  private async follow(wanted: WantedAccount, claim: Open, intent: CreationIntent, requestId: string): Promise<CreationResult | undefined> {
    const deadline = this.clock.now().getTime() + longestCreationMs;
    for (;;) {
      const creation = await this.aws.organizations.describeAccountCreation(requestId);
      if (creation?.state === 'SUCCEEDED' && creation.accountId !== undefined) {
        await this.record(wanted.email, { type: 'RecordAccount', intentId: intent.intentId, accountId: creation.accountId, proof: 'answer' });
        return { outcome: 'known', accountId: creation.accountId, how: 'created' };
      }
      if (creation?.state === 'FAILED') return this.failedAtAws(wanted, claim, intent, creation);
      if (this.clock.now().getTime() > deadline)
        return { outcome: 'failed', remark: creationFailed(`request ${requestId} is still in progress`), open: true };
      await this.board.gone(requestId);
    }
  }

  private async failedAtAws(wanted: WantedAccount, claim: Open, intent: CreationIntent, creation: AwsCreation): Promise<CreationResult> {
    const reason = creation.failureReason ?? 'UNKNOWN_FAILURE';
    if (reason !== 'EMAIL_ALREADY_EXISTS') return this.fail(wanted.email, intent.intentId, creationFailed(reason), reason);
    return (await this.adopt(wanted, claim)) ?? this.fail(wanted.email, intent.intentId, emailOutside(wanted.email), reason);
  }

  /** The call's answer is unknown: wait out every creation under our name, then look for the account. */
  private async recover(wanted: WantedAccount, claim: Open, intent: CreationIntent): Promise<CreationResult | undefined> {
    const started = this.clock.now().getTime();
    for (;;) {
      const inProgress = await this.aws.organizations.listAccountCreations(['IN_PROGRESS']);
      const now = this.clock.now().getTime();
      if (inProgress.some(({ accountName }) => accountName === intent.accountName)) {
        if (now - started > longestCreationMs)
          return { outcome: 'failed', remark: creationFailed('a creation under this name does not end'), open: true };
      } else {
        const adopted = await this.adopt(wanted, claim);
        if (adopted) return adopted;
        if (now - started > settleMs) break;
      }
      await this.clock.wait(betweenPollsMs, this.signal);
    }
    await this.record(wanted.email, { type: 'RecordFailure', intentId: intent.intentId, reason: 'NOTHING_CREATED' });
    return undefined;
  }

  private async adopt(wanted: WantedAccount, claim: Open): Promise<CreationResult | undefined> {
    const account = await this.findByEmail(wanted.email, claim.intents);
    if (!account) return undefined;
    const deadline = this.clock.now().getTime() + settleMs;
    for (;;) {
      const settled = this.clock.now().getTime() >= deadline;
      const judgement = judgeAccount(account, await this.aws.organizations.listTags(account.accountId), claim.intents, settled);
      const intentId = claim.intents.at(-1)?.intentId ?? '';
      if (judgement.verdict === 'foreign')
        return this.fail(wanted.email, intentId, foreignAccount(wanted.email, account, judgement.why), 'ACCOUNT_NOT_OURS');
      if (judgement.verdict === 'ours') {
        await this.record(wanted.email, { type: 'RecordAccount', intentId, accountId: account.accountId, proof: judgement.proof });
        return { outcome: 'known', accountId: account.accountId, how: 'adopted' };
      }
      await this.clock.wait(betweenPollsMs, this.signal);
    }
  }

  /** A CreateAccountStatus has no e-mail: every succeeded creation under our names is asked for its account's; then all accounts. */
  private async findByEmail(email: string, intents: readonly CreationIntent[]): Promise<OrganizationAccount | undefined> {
    const same = (account: OrganizationAccount | undefined): boolean => account?.email.toLowerCase() === email.toLowerCase();
    const names = new Set(intents.map(({ accountName }) => accountName));
    for (const { accountId, accountName } of await this.aws.organizations.listAccountCreations(['SUCCEEDED'])) {
      if (accountId === undefined || !names.has(accountName ?? '')) continue;
      const account = await this.aws.organizations.describeAccount(accountId);
      if (same(account)) return account;
    }
    for await (const account of this.aws.organizations.listAccounts()) if (same(account)) return account;
    return undefined;
  }

  private async fail(email: string, intentId: string, remark: RemarkText, reason: string): Promise<CreationResult> {
    await this.record(email, { type: 'RecordFailure', intentId, reason });
    return { outcome: 'failed', remark, open: false };
  }

  private async load(email: string): Promise<AccountCreation> {
    const { events } = await this.store.readStream(creationClaimStream(email));
    return fold(
      accountCreationDecider,
      events.map((event) => fromRecorded<AccountCreationEvent>(event)),
    );
  }

  private async record(email: string, command: Unstamped<AccountCreationCommand>): Promise<void> {
    const meta = {
      commandId: uuidv5(command.intentId, command.type),
      actor: { kind: 'system', id: 'replicator' },
      now: this.clock.now().toISOString(),
      correlationId: command.intentId,
    } as const;
    await executeCommand(this.store, accountCreationDecider, creationClaimStream(email), { ...command, meta });
  }
}

const emailClaimed = ({ email }: WantedAccount, tenantId: string): RemarkText => ({
  code: 'EMAIL_CLAIMED',
  forUser: 'The e-mail address for this account is already used by another tenant. Your operators have been told.',
  forOperator: `${email} belongs to the account of tenant ${tenantId}. Change the account e-mail template so that every tenant gets its own.`,
});
