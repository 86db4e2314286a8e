import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { ExecuteCommitmentSettlementCommand, METERING_REPORT_QUERIES } from '@orgledger/metering';
import type { CommitmentSettlementCommand, MeteringReportQueries } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import type { Asking } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { NamePredecessorInput, NovateCommitmentInput, SettleUpfrontInput } from './commitment-settlement.inputs.js';
import { CommitmentPayload } from './commitment-settlement.types.js';
import type { CommitmentSuccess } from './commitment-settlement.types.js';

@Resolver()
export class CommitmentSettlementResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_REPORT_QUERIES) private readonly queries: MeteringReportQueries,
  ) {}

  @Mutation(() => CommitmentPayload, {
    description:
      'For a commitment that ran before fair chargeback was on: its tenant had paid the upfront fee, and gets the discounts from a month on.',
  })
  @RequiresPermission('costs:write')
  settleUpfront(@Args('input') input: SettleUpfrontInput, @Asked() asker: Asker): Promise<CommitmentSuccess> {
    return this.change(asker, { type: 'SettleUpfront', ...input });
  }

  @Mutation(() => CommitmentPayload, { description: 'Hands the contract over to another tenant, with what is left of the upfront fee.' })
  @RequiresPermission('costs:write')
  novateCommitment(@Args('input') input: NovateCommitmentInput, @Asked() asker: Asker): Promise<CommitmentSuccess> {
    return this.change(asker, { type: 'NovateCommitment', ...input });
  }

  @Mutation(() => CommitmentPayload, { description: 'Says that a commitment was made of another one, whose balance it carries on.' })
  @RequiresPermission('costs:write')
  nameCommitmentPredecessor(@Args('input') input: NamePredecessorInput, @Asked() asker: Asker): Promise<CommitmentSuccess> {
    return this.change(asker, { type: 'NamePredecessor', ...input });
  }

  private change(asker: Asker, asking: Asking<CommitmentSettlementCommand>): Promise<CommitmentSuccess> {
    return this.commands.execute<CommitmentSettlementCommand, unknown, Pick<CommitmentSuccess, 'commitment'>>(
      asker,
      asking,
      (command) => new ExecuteCommitmentSettlementCommand(command),
      async () => optional({ commitment: await this.queries.commitment(asking.payerAccountId, asking.commitmentId) }),
    );
  }
}
