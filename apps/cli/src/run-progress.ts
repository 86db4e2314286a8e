import type { Session } from './command/definition.js';
import { follow } from './client/progress-subscription.js';
import { CliFailure, exitCodes } from './exit-codes.js';
import { renderObject } from './output/render.js';

const remark = '{ code user operator }';
export const runFields = `runId tenantId platformIdentifier reason status startedAt endedAt accountId changes retryAt remark ${remark}
  steps { step state planned done startedAt endedAt remarks ${remark} requestIds waiting { until why } }`;

interface Remark {
  readonly code: string;
  readonly user: string;
  readonly operator: string;
}

interface Step {
  readonly step: string;
  readonly state: string;
  readonly planned: number;
  readonly done: number;
  readonly remarks: readonly Remark[];
  readonly waiting: { readonly until: string; readonly why: string } | null;
}

export interface Run {
  readonly runId: string;
  readonly tenantId: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'PARKED' | 'SUPERSEDED' | 'CANCELLED';
  readonly accountId: string | null;
  readonly steps: readonly Step[];
  readonly remark: Remark | null;
  readonly retryAt: string | null;
}

const words = (name: string): string => name.toLowerCase().replaceAll('_', ' ');

/** What a step has to say that was not said before. */
const stepLine = ({ step, state, planned, done, waiting, remarks }: Step): string => {
  const count = planned > 0 && state === 'RUNNING' ? ` ${done}/${planned}` : '';
  const why = waiting && state === 'WAITING' ? `: ${waiting.why}, until ${waiting.until}` : '';
  return [`  ${words(step)}: ${words(state)}${count}${why}`, ...remarks.map(({ user }) => `    ${user}`)].join('\n');
};

/** Shows a tenant's run step by step until it ends; fails when it does not complete. `newerThan` leaves out a run that had ended before. */
export const followTenant = async ({ api, output }: Session, tenantId: string, newerThan?: string): Promise<void> => {
  const document = `subscription ($tenantId: ID) { replicationProgress(tenantId: $tenantId) { ${runFields} } }`;
  const told = new Map<string, string>();
  let last: Run | undefined;
  await follow<Run>(api().connection, document, { tenantId }, (run) => {
    if (run.runId === newerThan) return false;
    last = run;
    for (const step of run.steps) {
      const line = stepLine(step);
      if (step.state === 'PENDING' || told.get(`${run.runId} ${step.step}`) === line) continue;
      told.set(`${run.runId} ${step.step}`, line);
      output.remark(line);
    }
    // A superseded run hands over to a newer one, which comes next.
    return run.status === 'COMPLETED' || run.status === 'PARKED' || run.status === 'CANCELLED';
  });
  if (last) conclude(output, last);
};

const conclude = (output: Session['output'], run: Run): void => {
  if (run.status !== 'COMPLETED')
    throw new CliFailure(
      exitCodes.failed,
      `The run ${words(run.status)}: ${run.remark?.user ?? 'no reason was given'}${run.retryAt === null ? '' : ` It is tried again at ${run.retryAt}.`}\n  For operators: ${run.remark?.operator ?? '–'}`,
      { code: run.remark?.code ?? run.status, run },
    );
  const { tenantId, accountId, runId } = run;
  output.result({ tenantId, accountId, runId, status: run.status }, () => renderObject({ tenantId, accountId, runId }));
};
