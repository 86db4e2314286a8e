import { createHash } from 'node:crypto';
import { assumedRole, jsonError, queryError } from '@orgledger/aws/testing';
import type { StubReply, StubRequest } from '@orgledger/aws/testing';

export const payerAccountId = '111111111111';
export const meteringUser = 'arn:aws:iam::222222222222:user/metering';
export const meteringExternalId = 'the-external-id-of-metering';

export interface StubCell {
  readonly accountId: string;
  readonly recordType: string;
  readonly service: string;
  readonly marketplace?: boolean;
  readonly unblended: string;
  readonly amortized?: string;
}

interface Asked {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Granularity?: string;
  readonly GroupBy?: readonly { readonly Key: string }[];
  readonly Filter?: Filter;
  readonly NextPageToken?: string;
  readonly NextToken?: string;
}

interface Filter {
  readonly And?: readonly Filter[];
  readonly Dimensions?: { readonly Key: string; readonly Values: readonly string[] };
}

interface Group {
  readonly Keys: readonly string[];
  readonly Metrics: Readonly<Record<string, { readonly Amount: string; readonly Unit: string }>>;
}

/**
 * Answers as AWS's wire does from a table of cells: for what the sandbox's bill never shows (malformed amounts, answers that contradict each
 * other, tokens that die at a chosen page), and for numbers of accounts that need no bill behind them.
 */
export class StubCostExplorer {
  /** By month. */
  readonly cells = new Map<string, StubCell[]>();
  readonly accounts = new Map<string, string>([[payerAccountId, 'payer']]);
  readonly finalMonths = new Set<string>();
  readonly reservations = new Map<string, unknown[]>();
  savingsPlans: unknown[] | undefined;
  /** Amounts that accounts used of a commitment, by its id. */
  readonly usage = new Map<string, Record<string, string>>();
  groupsPerPage = 5_000;
  unit = 'USD';
  /** Tokens of another generation are dead. */
  generation = 0;
  /** Lets in without a look at the ExternalId. */
  open = false;
  /** Answered pages by operation: what AWS would bill. */
  readonly billed: Record<string, number> = {};
  /** Asked first of all: a reply of its own, or undefined. */
  interfere: (request: StubRequest, nth: number) => StubReply | undefined = () => undefined;
  /** Who the caller is, as GetCallerIdentity answers. */
  identity: () => StubReply = () => ({ xml: identity });
  private asked = 0;

  get requests(): number {
    return Object.values(this.billed).reduce((sum, count) => sum + count, 0);
  }

  readonly answer = (request: StubRequest): StubReply => {
    const interference =
      request.operation.startsWith('Get') && request.operation !== 'GetCallerIdentity' ? this.interfere(request, (this.asked += 1)) : undefined;
    const reply = interference ?? this.reply(request);
    if (typeof reply === 'object' && 'json' in reply && (reply.status ?? 200) === 200 && request.operation.startsWith('Get'))
      this.billed[request.operation] = (this.billed[request.operation] ?? 0) + 1;
    return reply;
  };

  private reply({ operation, input }: StubRequest): StubReply {
    const asked = input as unknown as Asked;
    switch (operation) {
      case 'AssumeRole':
        return this.open || input.ExternalId === meteringExternalId
          ? { xml: roleSession().replaceAll('assumed-role/role/s', 'assumed-role/MeshCostExplorerServiceRole/s') }
          : queryError('AccessDenied');
      case 'GetCallerIdentity':
        return this.identity();
      case 'ListAccounts':
        return { json: { Accounts: [...this.accounts].map(([Id, Name]) => ({ Id, Name, State: 'ACTIVE' })) } };
      case 'GetDimensionValues':
        return {
          json: {
            DimensionValues: [...new Set(this.of(asked).map(({ recordType }) => recordType))].sort().map((Value) => ({ Value, Attributes: {} })),
          },
        };
      case 'GetCostAndUsage':
        return this.costs(asked);
      case 'GetReservationUtilization':
        return {
          json: {
            UtilizationsByTime: [{ TimePeriod: asked.TimePeriod, Groups: this.reservations.get(valuesOf(asked.Filter, 'SERVICE')?.[0] ?? '') ?? [] }],
          },
        };
      case 'GetSavingsPlansUtilizationDetails':
        return this.savingsPlans === undefined
          ? jsonError('DataUnavailableException')
          : { json: { SavingsPlansUtilizationDetails: this.savingsPlans } };
      default:
        return jsonError('UnknownOperationException');
    }
  }

  private of({ TimePeriod }: Asked): readonly StubCell[] {
    return this.cells.get(TimePeriod.Start.slice(0, 7)) ?? [];
  }

  private costs(asked: Asked): StubReply {
    const { TimePeriod, Granularity, GroupBy = [], Filter, NextPageToken } = asked;
    const commitment = valuesOf(Filter, 'SAVINGS_PLAN_ARN') ?? valuesOf(Filter, 'RESERVATION_ID');
    const matching = this.of(asked).filter(
      ({ recordType, marketplace }) =>
        (valuesOf(Filter, 'RECORD_TYPE')?.includes(recordType) ?? true) && (valuesOf(Filter, 'BILLING_ENTITY') === undefined || marketplace === true),
    );
    const Estimated = !this.finalMonths.has(TimePeriod.Start.slice(0, 7));
    const period = Granularity === 'DAILY' ? { Start: TimePeriod.Start, End: TimePeriod.End } : TimePeriod;
    const result = (Total: unknown, Groups: unknown): StubReply['constructor'] | object => ({ TimePeriod: period, Total, Groups, Estimated });
    if (GroupBy.length === 0)
      return { json: { ResultsByTime: [result(matching.length === 0 ? metrics('0', '0', this.unit) : sumOf(matching, this.unit), [])] } };
    const groups = commitment
      ? this.usageGroups(commitment[0] ?? '')
      : this.groups(
          matching,
          GroupBy.map(({ Key }) => Key),
        );
    const identityOfRequest = createHash('sha1')
      .update(JSON.stringify({ ...asked, NextPageToken: undefined }))
      .digest('hex')
      .slice(0, 8);
    const [known = identityOfRequest, generation = String(this.generation), from = '0'] = NextPageToken?.split(':') ?? [];
    if (known !== identityOfRequest) return jsonError('RequestChangedException');
    if (Number(generation) !== this.generation) return jsonError('InvalidNextTokenException');
    const end = Number(from) + this.groupsPerPage;
    return {
      json: {
        ResultsByTime: [result({}, groups.slice(Number(from), end))],
        ...(end < groups.length ? { NextPageToken: `${identityOfRequest}:${this.generation}:${end}` } : {}),
        DimensionValueAttributes: [...this.accounts].map(([Value, description]) => ({ Value, Attributes: { description } })),
      },
    };
  }

  private usageGroups(commitmentId: string): readonly Group[] {
    return Object.entries(this.usage.get(commitmentId) ?? {}).map(([account, amount]) => ({
      Keys: [account, 'SavingsPlanCoveredUsage'],
      Metrics: { AmortizedCost: { Amount: amount, Unit: this.unit } },
    }));
  }

  private groups(cells: readonly StubCell[], keys: readonly string[]): readonly Group[] {
    const byKeys = new Map<string, StubCell[]>();
    for (const cell of cells) {
      const key = JSON.stringify(
        keys.map((name) => (name === 'LINKED_ACCOUNT' ? cell.accountId : name === 'SERVICE' ? cell.service : cell.recordType)),
      );
      byKeys.set(key, [...(byKeys.get(key) ?? []), cell]);
    }
    return [...byKeys]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, same]) => ({ Keys: JSON.parse(key) as string[], Metrics: sumOf(same, this.unit) }));
  }
}

const valuesOf = (filter: Filter | undefined, key: string): readonly string[] | undefined =>
  filter?.And?.map((one) => valuesOf(one, key)).find((values) => values !== undefined) ??
  (filter?.Dimensions?.Key === key ? filter.Dimensions.Values : undefined);

const metrics = (unblended: string, amortized: string, Unit: string) => ({
  UnblendedCost: { Amount: unblended, Unit },
  AmortizedCost: { Amount: amortized, Unit },
  NetUnblendedCost: { Amount: unblended, Unit },
  NetAmortizedCost: { Amount: amortized, Unit },
});

/** One cell's own text, else the exact sum of whole numbers and cents. */
const sumOf = (cells: readonly StubCell[], unit: string) => {
  const [only] = cells;
  if (cells.length === 1 && only) return metrics(only.unblended, only.amortized ?? only.unblended, unit);
  const cents = (text: string): bigint => BigInt(Math.round(Number(text) * 100)) || 0n;
  const text = (sum: bigint): string =>
    `${sum < 0n ? '-' : ''}${(sum < 0n ? -sum : sum) / 100n}.${String((sum < 0n ? -sum : sum) % 100n).padStart(2, '0')}`;
  const add = (amount: (cell: StubCell) => string): string =>
    text(cells.reduce((sum, cell) => sum + (Number.isNaN(Number(amount(cell))) ? 0n : cents(amount(cell))), 0n));
  return metrics(
    add(({ unblended }) => unblended),
    add(({ unblended, amortized }) => amortized ?? unblended),
    unit,
  );
};

const roleSession = (): string => {
  const reply = assumedRole(payerAccountId, 'ASIAMETERING', new Date('2035-01-01T00:00:00Z'));
  return typeof reply === 'object' && 'xml' in reply ? reply.xml : '';
};

const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  `<Arn>${meteringUser}</Arn><UserId>AIDA</UserId><Account>222222222222</Account>` +
  '</GetCallerIdentityResult><ResponseMetadata><RequestId>q</RequestId></ResponseMetadata></GetCallerIdentityResponse>';
