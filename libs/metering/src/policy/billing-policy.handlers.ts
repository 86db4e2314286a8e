import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceFacts } from '@orgledger/governance';
import { checkMonth } from '../check-month.js';
import { fixedMonths } from '../month-facts.store.js';
import { addMonths, monthOf } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { loadPayer } from '../payer/payer.store.js';
import { streams } from '../streams.js';
import type { ChangeBillingPolicy } from './billing-policy.commands.js';
import { billingPolicyDecider, noPolicyFacts, policyReach } from './billing-policy.decider.js';
import type { BillingPolicyFacts } from './billing-policy.decider.js';
import type { BillingPolicyEvent } from './billing-policy.events.js';
import { checkBillingPolicy, tenantsNamedBy } from './check-billing-policy.js';

export class ExecuteBillingPolicyCommand extends Command<Executed<BillingPolicyEvent>> {
  constructor(readonly command: ChangeBillingPolicy) {
    super();
  }
}

@CommandHandler(ExecuteBillingPolicyCommand)
export class BillingPolicyCommandHandler implements ICommandHandler<ExecuteBillingPolicyCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecuteBillingPolicyCommand): Promise<Executed<BillingPolicyEvent>> {
    const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
    const decider = billingPolicyDecider(await this.facts(command, payerAccountId));
    return executeCommand(this.store, decider, streams.billingPolicy(payerAccountId), command);
  }

  /** A month that closes meanwhile keeps the policy that its closing has fixed. */
  private async facts(command: ChangeBillingPolicy, payerAccountId: string): Promise<BillingPolicyFacts> {
    if (!(await loadPayer(this.store, payerAccountId))) return noPolicyFacts;
    const { now } = command.meta;
    const first = checkMonth('effectiveFrom', command.effectiveFrom, { now, ...policyReach });
    const closedMonths = await fixedMonths(this.store, payerAccountId, first, addMonths(monthOf(now), 1));
    const governance = governanceFacts(this.store);
    const unknownTenants: string[] = [];
    for (const tenantId of tenantsNamedBy(checkBillingPolicy(command.policy)).keys())
      if (!(await governance.tenantPlace(tenantId))) unknownTenants.push(tenantId);
    return { payerRegistered: true, closedMonths, unknownTenants };
  }
}
