import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { checkUuid } from '@orgledger/kernel';
import { NOTIFICATION_QUERIES } from '@orgledger/notification';
import type { NotificationQueries } from '@orgledger/notification';
import { streams } from '../streams.js';
import type { BudgetCommand, BudgetSettingsInput, ScopeInput } from './budget.commands.js';
import { budgetDecider, noBudgetFacts } from './budget.decider.js';
import { checkScope } from './budget-rules.js';
import type { BudgetFacts } from './budget-rules.js';
import type { BudgetEvent, BudgetScope } from './budget.events.js';

export class ExecuteBudgetCommand extends Command<Executed<BudgetEvent>> {
  constructor(readonly command: BudgetCommand) {
    super();
  }
}

@CommandHandler(ExecuteBudgetCommand)
export class BudgetCommandHandler implements ICommandHandler<ExecuteBudgetCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(GOVERNANCE_QUERIES) private readonly governance: GovernanceQueries,
    @Inject(NOTIFICATION_QUERIES) private readonly notifications: NotificationQueries,
  ) {}

  async execute({ command }: ExecuteBudgetCommand): Promise<Executed<BudgetEvent>> {
    const budgetId = checkUuid('budgetId', command.budgetId);
    const facts = 'settings' in command ? await this.factsOf(command.settings) : noBudgetFacts;
    return executeCommand(this.store, budgetDecider(facts), streams.budget(budgetId), { ...command, budgetId });
  }

  /** A workspace or project that vanishes a moment later does no harm: a budget of it just stays at nothing. */
  private async factsOf({ scope, targetIds }: BudgetSettingsInput): Promise<BudgetFacts> {
    const unknownTargets: string[] = [];
    for (const targetId of targetIds) {
      const target = await this.notifications.target(targetId);
      if (target?.status !== 'active') unknownTargets.push(targetId);
    }
    return { ...(await scopeFacts(this.governance, scope)), unknownTargets };
  }
}

const scopeFacts = async (
  governance: GovernanceQueries,
  { workspaceIdentifier, projectIdentifier, paymentMethodIdentifier }: ScopeInput,
): Promise<Omit<BudgetFacts, 'unknownTargets'>> => {
  const workspace = await governance.workspace(workspaceIdentifier);
  const project = projectIdentifier === undefined ? undefined : await governance.project(workspaceIdentifier, projectIdentifier);
  const method = paymentMethodIdentifier === undefined ? undefined : await governance.paymentMethod(workspaceIdentifier, paymentMethodIdentifier);
  return {
    workspaceExists: workspace?.status === 'active',
    projectExists: project !== undefined && project.status !== 'deleted',
    paymentMethodExists: method !== undefined && !method.deleted,
  };
};

/** What somebody names, as a scope of costs. Throws as for budgets when it is malformed or not there. */
export const findScope = async (governance: GovernanceQueries, scope: ScopeInput): Promise<BudgetScope> =>
  checkScope(scope, await scopeFacts(governance, scope));
