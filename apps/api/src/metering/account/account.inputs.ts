import { ArgsType, InputType } from '@nestjs/graphql';
import type { AssignAccount } from '@orgledger/metering';
import { CommandInput } from '../../graphql/command-input.js';
import { Choice, Flag, Instant, Text, Uuid } from '../../graphql/input-fields.js';
import { PageArgs } from '../../graphql/page.js';
import { AssignmentReason } from './account.types.js';

@InputType({ isAbstract: true })
abstract class AccountKeyInput extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits.' })
  readonly accountId!: string;

  @Instant({ description: 'Since when it is so; not in the future.' })
  readonly from!: string;
}

@InputType()
export class AssignAccountInput extends AccountKeyInput {
  @Uuid({ description: 'Who bears the account’s costs.' })
  readonly tenantId!: string;

  @Choice(() => AssignmentReason, { description: 'Why.' })
  readonly why!: AssignAccount['why'];
}

@InputType()
export class ReleaseAccountInput extends AccountKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Text({ max: 100, optional: true, description: 'Part of the account id or name.' })
  readonly search?: string;

  @Text({ max: 12, optional: true, description: 'Only accounts of this organization.' })
  readonly payerAccountId?: string;

  @Uuid({ optional: true, description: 'Only this tenant’s.' })
  readonly tenantId?: string;

  @Flag({ optional: true, description: 'True: only accounts with a tenant. False: only those without.' })
  readonly assigned?: boolean;
}
