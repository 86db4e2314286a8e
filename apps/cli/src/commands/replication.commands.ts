import { systemClock } from '@orgledger/kernel';
import type { CommandGroup, Session } from '../command/definition.js';
import { flag, text } from '../command/definition.js';
import { mutationCommand } from '../command/mutation-command.js';
import { listCommand, showCommand } from '../command/query-commands.js';
import { filters, jsonFile, present } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';
import { renderObject } from '../output/render.js';
import { followTenant, runFields } from '../run-progress.js';

type Row = Readonly<Record<string, unknown>>;
interface Answered extends Row {
  readonly status: 'REQUESTED' | 'COMPLETED' | 'FAILED';
}

const askEveryMs = 500;
const tenant = { '<tenant>': 'id of the tenant' };
const platform = { '<platform>': 'identifier of the platform' };

/** Asks until the replicator has answered. */
const untilAnswered = async (ask: () => Promise<Answered | null | undefined>, what: string): Promise<Answered> => {
  for (;;) {
    const answered = await ask();
    if (answered?.status === 'COMPLETED') return answered;
    if (answered?.status === 'FAILED') throw new CliFailure(exitCodes.failed, `${what} failed.\n${renderObject(answered, '  ')}`, answered);
    await systemClock.wait(askEveryMs);
  }
};

const showDryRun = async ({ api, output }: Session, dryRunId: string): Promise<void> => {
  const client = api();
  const remark = '{ code user operator }';
  const dryRun = `dryRun(dryRunId: $id) { dryRunId status remark ${remark} summary { tenants tenantsChanged changes accountsMoved groupsRenamed accessesRemoved } }`;
  const done = await untilAnswered(
    async () => (await client.query<{ dryRun: Answered | null }>(`query ($id: ID!) { ${dryRun} }`, { id: dryRunId })).dryRun,
    'The dry run',
  );
  const tenants: Row[] = [];
  let after: string | undefined;
  do {
    const document = `query ($id: ID!, $after: String) { dryRunTenants(dryRunId: $id, first: 100, after: $after) {
      nodes { tenantId changes { step service operation parameters reason } remarks ${remark} } pageInfo { endCursor hasNextPage } } }`;
    const { dryRunTenants } = await client.query<{ dryRunTenants: { nodes: Row[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
      document,
      present({ id: dryRunId, after }),
    );
    tenants.push(...dryRunTenants.nodes);
    after = dryRunTenants.pageInfo.hasNextPage ? dryRunTenants.pageInfo.endCursor : undefined;
  } while (after !== undefined);
  output.result({ ...done, tenants }, () => [renderObject(done.summary), ...tenants.map(describePlan)].join('\n'));
};

const describePlan = ({ tenantId, changes, remarks }: Row): string =>
  [
    `\ntenant ${String(tenantId)}`,
    ...(changes as readonly { step: string; service: string; operation: string; reason: string }[]).map(
      ({ service, operation, reason }) => `  ${service} ${operation}: ${reason}`,
    ),
    ...(remarks as readonly { user: string }[]).map(({ user }) => `  note: ${user}`),
  ].join('\n');

const showSweep = async ({ api, output }: Session, platformIdentifier: string, sweepId: string): Promise<void> => {
  const client = api();
  const document = `query ($platformIdentifier: ID!) { sweeps(platformIdentifier: $platformIdentifier, first: 20) {
    nodes { sweepId status requestedAt endedAt message summary { tenants readFully drifted skipped unreadable { tenantId message } } } } }`;
  const done = await untilAnswered(async () => {
    const { sweeps } = await client.query<{ sweeps: { nodes: readonly Answered[] } }>(document, { platformIdentifier });
    return sweeps.nodes.find((sweep) => sweep.sweepId === sweepId);
  }, 'The sweep');
  output.result(done, () => renderObject(done.summary));
};

const latestRunOf = async ({ api }: Session, tenantId: string): Promise<string | undefined> => {
  const document = 'query ($tenantId: ID!) { replicationRuns(tenantId: $tenantId, first: 1) { nodes { runId } } }';
  const { replicationRuns } = await api().query<{ replicationRuns: { nodes: readonly { runId: string }[] } }>(document, { tenantId });
  return replicationRuns.nodes[0]?.runId;
};

export const replicationCommands: CommandGroup = {
  name: 'replication',
  description: 'Replication: making AWS match',
  commands: [
    listCommand({
      name: 'runs',
      description: 'List runs, newest first',
      options: [
        { flags: '--tenant <id>', description: 'only of this tenant' },
        { flags: '--platform <id>', description: 'only on this platform' },
        { flags: '--status <status>', description: 'only these', choices: ['running', 'completed', 'parked', 'superseded', 'cancelled'] },
      ],
      query: 'replicationRuns',
      select: runFields,
      variables: { tenantId: 'ID', platformIdentifier: 'ID', status: 'RunStatus' },
      toVariables: (_, options) => ({
        ...filters(options, [], ['status']),
        tenantId: text(options, 'tenant'),
        platformIdentifier: text(options, 'platform'),
      }),
      columns: [
        ['run', (row) => row.runId],
        ['tenant', (row) => row.tenantId],
        ['reason', (row) => row.reason],
        ['status', (row) => row.status],
        ['changes', (row) => row.changes],
        ['started', (row) => row.startedAt],
        ['remark', (row) => (row.remark as { readonly user: string } | null)?.user],
      ],
    }),
    showCommand({
      name: 'show',
      description: 'Show one run with its steps',
      arguments: { '<run>': 'id of the run' },
      query: 'replicationRun',
      select: runFields,
      variables: { runId: 'ID!' },
      toVariables: ([runId]) => ({ runId }),
      missing: 'There is no such run. `orgledger replication runs` shows those that are there.',
    }),
    listCommand({
      name: 'queue',
      description: 'List the tenants that wait for a worker, in their order',
      query: 'replicationQueue',
      select: 'tenantId reason at',
      columns: [
        ['tenant', (row) => row.tenantId],
        ['reason', (row) => row.reason],
        ['since', (row) => row.at],
      ],
    }),
    {
      ...mutationCommand({
        name: 'retry',
        description: 'Replicate a tenant as soon as a worker is free; a parked one, too',
        arguments: tenant,
        options: [{ flags: '--wait', description: 'wait for the end of the run, and show every step' }],
        success: 'ReplicationRequestSuccess',
        select: 'tenantId',
        mutation: 'requestReplication',
        input: 'RequestReplicationInput',
        toInput: ([tenantId]) => ({ tenantId }),
        done: ([id]) => `Tenant ${id ?? ''} is in the queue.`,
        before: (session, [tenantId]) => latestRunOf(session, tenantId ?? ''),
        then: (session, { tenantId }, options, _, before) => (flag(options, 'wait') ? followTenant(session, String(tenantId), before) : undefined),
      }),
    },
    mutationCommand({
      name: 'dry-run',
      description: 'Show what the next replication of a tenant would change',
      arguments: tenant,
      success: 'DryRunSuccess',
      select: 'dryRunId',
      mutation: 'dryRunTenant',
      input: 'DryRunTenantInput',
      toInput: ([tenantId]) => ({ tenantId }),
      done: () => 'Looking at AWS …',
      then: (session, { dryRunId }) => showDryRun(session, String(dryRunId)),
    }),
    mutationCommand({
      name: 'what-if',
      description: 'Show what would change for a platform’s tenants if other settings were saved',
      arguments: platform,
      options: [
        {
          flags: '--settings <file>',
          description: 'JSON file with templates, landingZone or roleMapping, as DryRunPlatformInput has them; - reads standard input',
          required: true,
        },
      ],
      success: 'DryRunSuccess',
      select: 'dryRunId',
      mutation: 'dryRunPlatform',
      input: 'DryRunPlatformInput',
      toInput: ([platformIdentifier], options) => ({ ...jsonFile(text(options, 'settings') ?? '-'), platformIdentifier }),
      done: () => 'Looking at AWS …',
      then: (session, { dryRunId }) => showDryRun(session, String(dryRunId)),
    }),
    mutationCommand({
      name: 'sweep',
      description: 'Look at all tenants of a platform for drift, as the nightly schedule does',
      arguments: platform,
      success: 'SweepSuccess',
      select: 'sweepId',
      mutation: 'requestSweep',
      input: 'RequestSweepInput',
      toInput: ([platformIdentifier]) => ({ platformIdentifier }),
      done: ([id]) => `Sweeping platform ${id ?? ''} …`,
      then: (session, { sweepId }, _, [id]) => showSweep(session, id ?? '', String(sweepId)),
    }),
    listCommand({
      name: 'drift',
      description: 'List known drift that is not repaired',
      options: [{ flags: '--platform <id>', description: 'only on this platform' }],
      query: 'drift',
      select: 'tenantId platformIdentifier detectedAt repair items { step operation reason }',
      variables: { platformIdentifier: 'ID' },
      toVariables: (_, options) => ({ platformIdentifier: text(options, 'platform') }),
      columns: [
        ['tenant', (row) => row.tenantId],
        ['since', (row) => row.detectedAt],
        ['repair', (row) => row.repair],
        ['what', (row) => (row.items as readonly { readonly reason: string }[]).map(({ reason }) => reason).join('; ')],
      ],
    }),
  ],
};
