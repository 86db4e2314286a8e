import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteInvoiceCommand, METERING_SETTINGS_QUERIES } from '@orgledger/metering';
import type { InvoiceCommand, MeteringSettingsQueries } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { EnterInvoiceInput, WithdrawInvoiceInput } from './invoice.inputs.js';
import { Invoice, InvoicePayload } from './invoice.types.js';
import type { InvoiceSuccess } from './invoice.types.js';

@Resolver()
export class InvoiceResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
  ) {}

  @Query(() => [Invoice], { description: 'Newest month first.' })
  @RequiresPermission('costs:read')
  async invoices(
    @Args('payerAccountId', { type: () => ID }) payerAccountId: string,
    @Args('month', { type: () => String, nullable: true }) month?: string,
  ): Promise<Invoice[]> {
    return [...(await this.queries.invoices(payerAccountId, month ?? undefined))];
  }

  @Mutation(() => InvoicePayload, { description: 'For closed months too: the difference to what was closed is then explained.' })
  @RequiresPermission('costs:write')
  enterInvoice(@Args('input') input: EnterInvoiceInput, @Asked() asker: Asker): Promise<InvoiceSuccess> {
    return this.change(asker, { type: 'EnterInvoice', ...input });
  }

  @Mutation(() => InvoicePayload)
  @RequiresPermission('costs:write')
  withdrawInvoice(@Args('input') input: WithdrawInvoiceInput, @Asked() asker: Asker): Promise<InvoiceSuccess> {
    return this.change(asker, { type: 'WithdrawInvoice', ...input });
  }

  private change(asker: Asker, asking: Asking<InvoiceCommand>): Promise<InvoiceSuccess> {
    return this.commands.execute<InvoiceCommand, unknown, Pick<InvoiceSuccess, 'invoices'>>(
      asker,
      asking,
      (command) => new ExecuteInvoiceCommand(command),
      async () => ({ invoices: await this.invoices(asking.payerAccountId, asking.month) }),
    );
  }
}
