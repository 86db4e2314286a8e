import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteAccountTenancyCommand, METERING_SETTINGS_QUERIES } from '@orgledger/metering';
import type { AccountTenancyCommand, AssignAccount, MeteringSettingsQueries, ReleaseAccount } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { inUtc } from '../../graphql/in-utc.js';
import { optional } from '../../graphql/optional.js';
import { toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { AccountsArgs, AssignAccountInput, ReleaseAccountInput } from './account.inputs.js';
import { Account, AccountConnection, AccountPayload, AccountTenancyPoint, toTenancyPoint } from './account.types.js';
import type { AccountSuccess } from './account.types.js';

@Resolver()
export class AccountResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
  ) {}

  @Query(() => AccountConnection)
  @RequiresPermission('costs:read')
  async accounts(@Args() { first, after, ...filter }: AccountsArgs): Promise<Connection<Account>> {
    return toConnection(await this.queries.accounts(filter, { first, ...optional({ after }) }), (view) => view);
  }

  @Query(() => Account, { nullable: true })
  @RequiresPermission('costs:read')
  account(@Args('accountId', { type: () => ID }) accountId: string): Promise<Account | undefined> {
    return this.queries.account(accountId);
  }

  @Query(() => [AccountTenancyPoint], { description: 'Since when the account’s costs are whose, oldest first.' })
  @RequiresPermission('costs:read')
  async accountTenancy(@Args('accountId', { type: () => ID }) accountId: string): Promise<AccountTenancyPoint[]> {
    return (await this.queries.tenancyOf(accountId)).map(toTenancyPoint);
  }

  @Mutation(() => AccountPayload, {
    description: 'A month’s costs go to the tenant that holds the account at the month’s end, or held it last in the month.',
  })
  @RequiresPermission('costs:write')
  assignAccount(@Args('input') input: AssignAccountInput, @Asked() asker: Asker): Promise<AccountSuccess> {
    return this.change(asker, { type: 'AssignAccount', ...input, from: inUtc(input.from) });
  }

  @Mutation(() => AccountPayload, { description: 'From then on its costs are on the statement `unassigned`.' })
  @RequiresPermission('costs:write')
  releaseAccount(@Args('input') input: ReleaseAccountInput, @Asked() asker: Asker): Promise<AccountSuccess> {
    return this.change(asker, { type: 'ReleaseAccount', ...input, from: inUtc(input.from) });
  }

  private change(asker: Asker, asking: Asking<AssignAccount | ReleaseAccount>): Promise<AccountSuccess> {
    return this.commands.execute<AccountTenancyCommand, unknown, Pick<AccountSuccess, 'account'>>(
      asker,
      asking,
      (command) => new ExecuteAccountTenancyCommand(command),
      async () => optional({ account: await this.account(asking.accountId) }),
    );
  }
}
