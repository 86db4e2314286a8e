import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { addMonths, isMonth, METERING_REPORT_QUERIES, monthOf } from '@orgledger/metering';
import type { MeteringReportQueries } from '@orgledger/metering';
import { CLOCK, refuse } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { optional } from '../../graphql/optional.js';
import { toConnection } from '../../graphql/page.js';
import type { Connection } from '../../graphql/page.js';
import { pageOfList } from '../page-of-list.js';
import {
  Commitment,
  CommitmentArgs,
  CommitmentCoverage,
  CommitmentCoverageArgs,
  CommitmentsArgs,
  CommitmentSummary,
  CommitmentSummaryConnection,
  CommitmentUserConnection,
  CommitmentUsersArgs,
} from './commitment.types.js';
import type { CommitmentUser } from './commitment.types.js';

const checkedMonth = (field: string, month: string): string =>
  isMonth(month) ? month : refuse('FIELD_MALFORMED', field, `${field} must be a month such as 2026-03.`);

@Resolver()
export class CommitmentResolver {
  constructor(
    @Inject(METERING_REPORT_QUERIES) private readonly queries: MeteringReportQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => CommitmentSummaryConnection, { description: 'Reservations and savings plans, with the figures of one month.' })
  @RequiresPermission('costs:read')
  async commitments(@Args() { first, after, month: asked, ...filter }: CommitmentsArgs): Promise<Connection<CommitmentSummary>> {
    const month = checkedMonth('month', asked ?? monthOf(this.clock.now().toISOString()));
    return toConnection(await this.queries.commitments(month, filter, { first, ...optional({ after }) }), (summary) => summary);
  }

  @Query(() => Commitment, {
    nullable: true,
    description: 'All that is known of one: figures by month, who used it, its upfront fee, how it is charged.',
  })
  @RequiresPermission('costs:read')
  commitment(@Args() { payerAccountId, commitmentId }: CommitmentArgs): Promise<Commitment | undefined> {
    return this.queries.commitment(payerAccountId, commitmentId);
  }

  @Query(() => CommitmentUserConnection, { description: 'Everybody who used it in a month, the largest share first.' })
  @RequiresPermission('costs:read')
  async commitmentUsers(@Args() { payerAccountId, commitmentId, month, first, after }: CommitmentUsersArgs): Promise<Connection<CommitmentUser>> {
    const found = await this.queries.commitmentUsers(payerAccountId, commitmentId, checkedMonth('month', month));
    if (!found)
      return refuse('COMMITMENT_NOT_FOUND', 'commitmentId', `The payer ${payerAccountId} has no commitment ${commitmentId}: choose one of its list.`);
    return pageOfList(found.users, first, after);
  }

  @Query(() => [CommitmentCoverage], { description: 'By month, kind and service.' })
  @RequiresPermission('costs:read')
  async commitmentCoverage(@Args() { payerAccountId, from, to }: CommitmentCoverageArgs): Promise<CommitmentCoverage[]> {
    const [first, last] = [checkedMonth('from', from), checkedMonth('to', to)];
    if (last < first || last > addMonths(first, 12)) refuse('FIELD_MALFORMED', 'to', 'to must be from or one of the twelve months after it.');
    return [...(await this.queries.commitmentCoverage(payerAccountId, first, last))];
  }
}
