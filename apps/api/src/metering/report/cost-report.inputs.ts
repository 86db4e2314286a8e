import { InputType } from '@nestjs/graphql';
import type { CostFilter, CostQuery, Metric } from '@orgledger/metering';
import { Choice, NestedList, Nested, Text, TextList, Whole } from '../../graphql/input-fields.js';
import { LineKind } from '../line-kind.js';
import { CostGranularity, CostMetric } from './cost-report.types.js';

const values = { optional: true, maxItems: 200 } as const;

@InputType()
export class TagFilterInput {
  @Text({ max: 128, description: 'Key of a tag of the project, else of its payment method, else of its workspace.' })
  readonly key!: string;

  @TextList({ max: 256, maxItems: 200, description: 'Any of these.' })
  readonly values!: string[];
}

@InputType()
export class CostFilterInput {
  @TextList({ ...values, max: 12, description: 'Accounts that AWS bills.' })
  readonly payers?: string[];

  @TextList({ ...values, max: 16, description: 'Identifiers of workspaces.' })
  readonly workspaces?: string[];

  @TextList({ ...values, max: 47, description: 'workspace/project.' })
  readonly projects?: string[];

  @TextList({ ...values, max: 36, description: 'Ids of tenants.' })
  readonly tenants?: string[];

  @TextList({ ...values, max: 12, description: 'AWS accounts.' })
  readonly accounts?: string[];

  @TextList({ ...values, max: 200, description: 'As Cost Explorer names them. Not by day.' })
  readonly services?: string[];

  @TextList({ ...values, max: 100, description: 'As Cost Explorer names them. Not by day.' })
  readonly recordTypes?: string[];

  @Choice(() => [LineKind], { optional: true, description: 'Kinds of lines that the costs lead to. Not by day.' })
  readonly kinds?: CostFilter['kinds'];

  @NestedList(() => TagFilterInput, { optional: true, maxItems: 10, description: 'All of these; tags are those as of each month.' })
  readonly tags?: TagFilterInput[];
}

@InputType()
export class CostReportInput {
  @Text({ max: 10, description: 'First month (2026-01) or day (2026-01-31).' })
  readonly from!: string;

  @Text({ max: 10, description: 'Last one, included.' })
  readonly to!: string;

  @Choice(() => CostGranularity, { description: 'By month, or by day where daily costs are collected.' })
  readonly granularity!: CostQuery['granularity'];

  @Choice(() => CostMetric, { description: 'Ranks the groups; the answer has all metrics.' })
  readonly metric!: Metric;

  @TextList({
    optional: true,
    max: 140,
    maxItems: 2,
    description: 'At most two of workspace, project, tenant, account, service, recordType, kind, payer, tag:<key>; none gives the totals.',
  })
  readonly groupBy?: string[];

  @Nested(() => CostFilterInput, { optional: true, description: 'Values of one field are alternatives; fields restrict together.' })
  readonly filter?: CostFilterInput;

  @Whole({ optional: true, min: 1, max: 200, description: 'Groups shown, the largest first; default 20. The rest is one sum.' })
  readonly top?: number;
  @Text({ optional: true, max: 10, description: 'The `endCursor` of the page before: shows the groups after it.' })
  readonly after?: string;
}
