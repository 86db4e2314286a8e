import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { checkIdentifier } from '@orgledger/kernel';
import { loadState, objectStates } from '../object-states.store.js';
import { streams } from '../streams.js';
import type { PaymentMethodCommand } from './payment-method.commands.js';
import { noPaymentMethodFacts, paymentMethodDecider, projectsUsing } from './payment-method.decider.js';
import type { PaymentMethodFacts } from './payment-method.decider.js';
import type { PaymentMethodEvent } from './payment-method.events.js';

export class ExecutePaymentMethodCommand extends Command<Executed<PaymentMethodEvent>> {
  constructor(readonly command: PaymentMethodCommand) {
    super();
  }
}

@CommandHandler(ExecutePaymentMethodCommand)
export class PaymentMethodCommandHandler implements ICommandHandler<ExecutePaymentMethodCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecutePaymentMethodCommand): Promise<Executed<PaymentMethodEvent>> {
    const workspace = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
    const facts = await this.facts(command, workspace);
    return executeCommand(this.store, paymentMethodDecider(facts), streams.paymentMethods(workspace), command);
  }

  /** A project or workspace that is deleted meanwhile leaves an assignment of nobody, which keeps no method from being deleted. */
  private async facts(command: PaymentMethodCommand, workspace: string): Promise<PaymentMethodFacts> {
    const states = objectStates(this.store);
    switch (command.type) {
      case 'CreatePaymentMethod':
      case 'ChangePaymentMethod': {
        const { status } = await states.workspace(workspace);
        return { ...noPaymentMethodFacts, workspaceActive: status === 'active', tagDefinitions: await states.tagDefinitions('paymentMethod') };
      }
      case 'AssignPaymentMethod': {
        const { status } = await states.project(workspace, checkIdentifier('projectIdentifier', command.projectIdentifier, 30));
        return { ...noPaymentMethodFacts, projectActive: status === 'active' };
      }
      case 'DeletePaymentMethod': {
        const state = await loadState(this.store, paymentMethodDecider(noPaymentMethodFacts), streams.paymentMethods(workspace));
        const gone = new Set<string>();
        for (const project of projectsUsing(state, command.paymentMethodIdentifier))
          if ((await states.project(workspace, project)).status === 'deleted') gone.add(project);
        return { ...noPaymentMethodFacts, goneProjects: gone };
      }
      case 'ExpirePaymentMethods':
        return noPaymentMethodFacts;
    }
  }
}
