import { randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecutePayerCommand, METERING_SETTINGS_QUERIES } from '@orgledger/metering';
import type { MeteringSettingsQueries, PayerCommand } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { ChangePayerSettingsInput, PayerKeyInput, RegisterPayerInput, RemovePayerInput } from './payer.inputs.js';
import { Payer, PayerPayload } from './payer.types.js';
import type { PayerSuccess } from './payer.types.js';

const newExternalId = (): string => randomBytes(32).toString('base64url');

@Resolver()
export class PayerResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
  ) {}

  @Query(() => [Payer], { description: 'Removed ones included.' })
  @RequiresPermission('costs:read')
  async payers(): Promise<Payer[]> {
    return [...(await this.queries.payers())];
  }

  @Query(() => Payer, { nullable: true })
  @RequiresPermission('costs:read')
  payer(@Args('payerAccountId', { type: () => ID }) payerAccountId: string): Promise<Payer | undefined> {
    return this.queries.payer(payerAccountId);
  }

  @Mutation(() => PayerPayload)
  @RequiresPermission('costs:write')
  registerPayer(@Args('input') input: RegisterPayerInput, @Asked() asker: Asker): Promise<PayerSuccess> {
    return this.change(asker, { type: 'RegisterPayer', ...input, generatedExternalId: newExternalId() });
  }

  @Mutation(() => PayerPayload)
  @RequiresPermission('costs:write')
  changePayerSettings(@Args('input') input: ChangePayerSettingsInput, @Asked() asker: Asker): Promise<PayerSuccess> {
    return this.change(asker, { type: 'ChangePayerSettings', ...input });
  }

  @Mutation(() => PayerPayload, { description: 'Collection fails until the role’s trust names the new ExternalId.' })
  @RequiresPermission('costs:write')
  replacePayerExternalId(@Args('input') input: PayerKeyInput, @Asked() asker: Asker): Promise<PayerSuccess> {
    return this.change(asker, { type: 'ReplacePayerExternalId', ...input, generatedExternalId: newExternalId() });
  }

  @Mutation(() => PayerPayload, { description: 'Ends collection; what was collected and closed stays.' })
  @RequiresPermission('costs:write')
  removePayer(@Args('input') input: RemovePayerInput, @Asked() asker: Asker): Promise<PayerSuccess> {
    return this.change(asker, { type: 'RemovePayer', ...input });
  }

  private change(asker: Asker, asking: Asking<PayerCommand>): Promise<PayerSuccess> {
    return this.commands.execute<PayerCommand, unknown, Pick<PayerSuccess, 'payer'>>(
      asker,
      asking,
      (command) => new ExecutePayerCommand(command),
      async () => optional({ payer: await this.payer(asking.payerAccountId) }),
    );
  }
}
