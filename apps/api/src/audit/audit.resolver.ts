import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { parseAnchors, printAnchors, verifyChain } from '@orgledger/event-store';
import type { ChainedLog, ChainFinding } from '@orgledger/event-store';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { DomainError } from '@orgledger/kernel';
import { CHAINED_LOG } from '@orgledger/runtime';
import { enumOf } from '../graphql/enum.js';
import { Text } from '../graphql/input-fields.js';
import { JsonScalar } from '../graphql/json.scalar.js';
import { optional } from '../graphql/optional.js';
import { PageArgs } from '../graphql/page.js';

export const FindingKind = enumOf('FindingKind', ['edited', 'removed', 'inserted', 'reordered', 'tailCut', 'rewritten']);

@ObjectType()
class AuditFinding {
  @Field(() => FindingKind)
  readonly kind!: ChainFinding['kind'];

  @Field(() => String)
  readonly stream!: string;

  @Field(() => Int)
  readonly revision!: number;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType({ description: 'Whether the log is what it was.' })
class AuditReport {
  @Field(() => Boolean)
  readonly ok!: boolean;

  @Field(() => Int)
  readonly events!: number;

  @Field(() => Int)
  readonly streams!: number;

  @Field(() => Int)
  readonly anchors!: number;

  @Field(() => Int, { description: 'Events after the last anchor: their chain is checked, but nothing else vouches for them yet.' })
  readonly sinceLastAnchor!: number;

  @Field(() => [AuditFinding])
  readonly findings!: readonly AuditFinding[];
}

@ObjectType()
class EventLog {
  @Field(() => Int, { description: 'Events ever stored.' })
  readonly events!: number;
}

@ObjectType()
class AuditActor {
  @Field(() => String, { description: 'user, apiKey or system.' })
  readonly kind!: string;

  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ description: 'One stored event.' })
class AuditEntry {
  @Field(() => String)
  readonly stream!: string;

  @Field(() => String, { description: 'Give it as `after` for older ones.' })
  readonly revision!: string;

  @Field(() => String)
  readonly type!: string;

  @Field(() => String)
  readonly at!: string;

  @Field(() => AuditActor)
  readonly actor!: AuditActor;

  @Field(() => ID)
  readonly commandId!: string;

  @Field(() => String, { nullable: true })
  readonly reason?: string;

  @Field(() => JsonScalar)
  readonly data!: object;
}

@ArgsType()
class VerifyAuditArgs {
  @Text({
    max: 200_000,
    optional: true,
    lines: true,
    description: 'Anchors exported earlier, as `auditAnchors` gave them: they also show a history that was rewritten as a whole.',
  })
  readonly exportedAnchors?: string;
}

@ArgsType()
class HistoryArgs extends PageArgs {
  @Text({ max: 200, description: 'Name of a stream, e.g. workspace-payments.' })
  readonly stream!: string;
}

@Resolver()
export class AuditResolver {
  constructor(
    @Inject(CHAINED_LOG) private readonly log: ChainedLog,
    @Inject(GOVERNANCE_QUERIES) private readonly queries: GovernanceQueries,
  ) {}

  @Query(() => AuditReport, { description: 'Recomputes the chain of hashes of every stream and compares it with the anchors.' })
  @RequiresPermission('audit:read')
  verifyAudit(@Args() { exportedAnchors }: VerifyAuditArgs): AuditReport {
    return verifyChain(this.log, exportedAnchors === undefined ? [] : anchorsOf(exportedAnchors));
  }

  @Query(() => EventLog)
  @RequiresPermission('audit:read')
  eventLog(): EventLog {
    return { events: this.log.countUpTo(this.log.lastPlace()) };
  }

  @Query(() => String, { description: 'The anchors, one JSON object per line: keep them where who can change the event file cannot change them.' })
  @RequiresPermission('audit:read')
  auditAnchors(): string {
    return printAnchors(this.log.recordedAnchors());
  }

  @Query(() => [AuditEntry], { description: 'Events of one object, newest first.' })
  @RequiresPermission('audit:read')
  async history(@Args() { stream, first, after }: HistoryArgs): Promise<AuditEntry[]> {
    if (after !== undefined && !/^\d{1,18}$/.test(after))
      throw new DomainError('FIELD_MALFORMED', 'after must be the revision of the last entry.', { field: 'after', rule: 'revision' });
    return [...(await this.queries.history(stream, { first, ...optional({ after }) }))];
  }
}

const anchorsOf = (text: string): ReturnType<typeof parseAnchors> => {
  try {
    return parseAnchors(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new DomainError('FIELD_MALFORMED', error.message, { field: 'exportedAnchors', rule: 'anchors' });
    throw error;
  }
};
