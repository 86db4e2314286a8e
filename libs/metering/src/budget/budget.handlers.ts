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
import type { BudgetCommand, BudgetSettingsInput } from './budget.commands.js';
import { budgetDecider, noBudgetFacts } from './budget.decider.js';
import type { BudgetFacts } from './budget-rules.js';
import type { BudgetEvent } from './budget.events.js';

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
    const { workspaceIdentifier, projectIdentifier } = scope;
    const workspace = await this.governance.workspace(workspaceIdentifier);
    const project = projectIdentifier === undefined ? undefined : await this.governance.project(workspaceIdentifier, projectIdentifier);
    const unknownTargets: string[] = [];
    for (const targetId of targetIds) {
      const target = await this.notifications.target(targetId);
      if (target?.status !== 'active') unknownTargets.push(targetId);
    }
    return { workspaceExists: workspace?.status === 'active', projectExists: project !== undefined && project.status !== 'deleted', unknownTargets };
  }
}
