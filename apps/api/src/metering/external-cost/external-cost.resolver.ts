import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { uuidv5 } from '@orgledger/kernel';
import { ExecuteExternalCostCommand, METERING_SETTINGS_QUERIES } from '@orgledger/metering';
import type { ExternalCostCommand, MeteringSettingsQueries } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { ExternalCostImportsArgs, ImportExternalCostsInput, WithdrawExternalCostsInput } from './external-cost.inputs.js';
import { ExternalCost, ExternalCostImport, ExternalCostImportConnection, ExternalCostImportPayload } from './external-cost.types.js';
import type { ExternalCostImportSuccess } from './external-cost.types.js';

@Resolver()
export class ExternalCostResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
  ) {}

  @Query(() => ExternalCostImportConnection)
  @RequiresPermission('costs:read')
  async externalCostImports(@Args() { first, after, ...filter }: ExternalCostImportsArgs): Promise<Connection<ExternalCostImport>> {
    return toConnection(await this.queries.externalImports(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => [ExternalCost], { description: 'Those that count: of imports that were not withdrawn.' })
  @RequiresPermission('costs:read')
  async externalCosts(
    @Args('payerAccountId', { type: () => ID }) payerAccountId: string,
    @Args('month', { type: () => String }) month: string,
  ): Promise<ExternalCost[]> {
    return [...(await this.queries.externalCosts(payerAccountId, month))];
  }

  @Mutation(() => ExternalCostImportPayload, { description: 'Costs that AWS does not bill, at most 500 at once.' })
  @RequiresPermission('costs:write')
  importExternalCosts(@Args('input') input: ImportExternalCostsInput, @Asked() asker: Asker): Promise<ExternalCostImportSuccess> {
    const commandId = input.commandId ?? this.commands.newCommandId();
    return this.change(asker, { type: 'ImportExternalCosts', ...input, commandId, importId: uuidv5(commandId, 'import') });
  }

  @Mutation(() => ExternalCostImportPayload, { description: 'All of an import, while all its months are open.' })
  @RequiresPermission('costs:write')
  withdrawExternalCosts(@Args('input') input: WithdrawExternalCostsInput, @Asked() asker: Asker): Promise<ExternalCostImportSuccess> {
    return this.change(asker, { type: 'WithdrawExternalCosts', ...input });
  }

  private change(asker: Asker, asking: Asking<ExternalCostCommand>): Promise<ExternalCostImportSuccess> {
    const { importId } = asking;
    return this.commands.execute<ExternalCostCommand, unknown, Pick<ExternalCostImportSuccess, 'importId' | 'externalCostImport'>>(
      asker,
      asking,
      (command) => new ExecuteExternalCostCommand(command),
      async () => ({ importId, ...optional({ externalCostImport: await this.queries.externalImport(importId) }) }),
    );
  }
}
