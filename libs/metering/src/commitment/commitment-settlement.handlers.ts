import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceFacts } from '@orgledger/governance';
import { checkText, fold, isUuid } from '@orgledger/kernel';
import { MonthSettings } from '../month-close/month-settings.store.js';
import { fixedMonths } from '../month-facts.store.js';
import { monthOf } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { loadPayer } from '../payer/payer.store.js';
import { lastMonthOf } from '../statement/amortization.js';
import { streams } from '../streams.js';
import { accountTenancyDecider } from '../tenancy/account-tenancy.decider.js';
import type { AccountTenancyEvent } from '../tenancy/account-tenancy.events.js';
import { tenantAt } from '../tenancy/tenancy-history.js';
import type { CommitmentSettlementCommand } from './commitment-settlement.commands.js';
import { commitmentSettlementDecider, noSettlementFacts } from './commitment-settlement.decider.js';
import type { SettlementEvent, SettlementFacts } from './commitment-settlement.decider.js';
import { loadTerms } from './commitment-settlement.store.js';
import type { CommitmentTerms } from './commitment.events.js';

export class ExecuteCommitmentSettlementCommand extends Command<Executed<SettlementEvent>> {
  constructor(readonly command: CommitmentSettlementCommand) {
    super();
  }
}

const maxId = 300;

@CommandHandler(ExecuteCommitmentSettlementCommand)
export class CommitmentSettlementCommandHandler implements ICommandHandler<ExecuteCommitmentSettlementCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteCommitmentSettlementCommand): Promise<Executed<SettlementEvent>> {
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    checkText('commitmentId', command.commitmentId, { max: maxId });
    const decider = commitmentSettlementDecider(await this.facts(command, payerAccountId));
    return executeCommand(this.store, decider, streams.commitmentSettlements(payerAccountId), command);
  }

  /** A month whose closing starts meanwhile finds other inputs than it began with, and is closed anew, or is restated. */
  private async facts(command: CommitmentSettlementCommand, payerAccountId: string): Promise<SettlementFacts> {
    if (!(await loadPayer(this.store, payerAccountId))) return noSettlementFacts;
    const terms = await loadTerms(this.store, payerAccountId, command.commitmentId);
    const predecessor =
      command.type === 'NamePredecessor'
        ? await loadTerms(this.store, payerAccountId, checkText('predecessorId', command.predecessorId, { max: maxId }))
        : undefined;
    const facts = { ...noSettlementFacts, payerRegistered: true, terms, predecessor };
    if (!terms) return facts;
    const last = [lastMonthOf(terms), monthOf(command.meta.now)].toSorted()[0] ?? '';
    const tenantId = command.type === 'SettleUpfront' ? command.tenantId : command.type === 'NovateCommitment' ? command.toTenantId : undefined;
    return {
      ...facts,
      tenantExists: isUuid(tenantId ?? '') && (await governanceFacts(this.store).tenantPlace(tenantId?.toLowerCase() ?? '')) !== undefined,
      buyerTenantId: await this.holderAt(terms.ownerAccountId, terms.start),
      lastClosed: (await fixedMonths(this.store, payerAccountId, monthOf(terms.start), last)).at(-1),
      fairFrom: await this.fairFrom(payerAccountId, terms),
    };
  }

  private async holderAt(accountId: string, instant: string): Promise<string | undefined> {
    const { events } = await this.store.readStream(streams.accountTenancy(accountId));
    const { history } = fold(
      accountTenancyDecider({ tenant: undefined }),
      events.map((event) => fromRecorded<AccountTenancyEvent>(event)),
    );
    return tenantAt(history, instant)?.tenantId;
  }

  private async fairFrom(payerAccountId: string, { kind, start }: CommitmentTerms): Promise<string | undefined> {
    const policy = await new MonthSettings(this.store, payerAccountId).policy(monthOf(start));
    return (kind === 'reservation' ? policy.reservedInstanceFairChargeback : policy.savingsPlanFairChargeback)?.effectiveFrom;
  }
}
