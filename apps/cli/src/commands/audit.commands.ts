import { readFileSync } from 'node:fs';
import type { CommandGroup } from '../command/definition.js';
import { text } from '../command/definition.js';
import { listCommand } from '../command/query-commands.js';
import { present } from '../command/values.js';
import { CliFailure, exitCodes } from '../exit-codes.js';

interface Report {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly anchors: number;
  readonly sinceLastAnchor: number;
  readonly findings: readonly { readonly kind: string; readonly stream: string; readonly revision: number; readonly message: string }[];
}

const fileText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliFailure(exitCodes.usage, `${path} cannot be read: ${(error as Error).message}`);
  }
};

export const auditCommands: CommandGroup = {
  name: 'audit',
  description: 'The log: who changed what, and whether it is untouched',
  commands: [
    {
      name: 'verify',
      description: 'Prove that no stored event was edited, removed, inserted or reordered',
      options: [{ flags: '--anchors <file>', description: 'anchors exported earlier: they also show a history that was rewritten as a whole' }],
      run: async ({ api, output }, _, options) => {
        const path = text(options, 'anchors');
        const document =
          'query ($anchors: String) { verifyAudit(exportedAnchors: $anchors) { ok events streams anchors sinceLastAnchor findings { kind stream revision message } } }';
        const { verifyAudit: report } = await api().query<{ verifyAudit: Report }>(
          document,
          present({ anchors: path === undefined ? undefined : fileText(path) }),
        );
        if (!report.ok)
          throw new CliFailure(
            exitCodes.failed,
            [
              `The log was tampered with: ${report.findings.length} findings.`,
              ...report.findings.map(({ kind, stream, revision, message }) => `  ${kind.toLowerCase()} ${stream} ${revision}: ${message}`),
            ].join('\n'),
            { code: 'TAMPERED', ...report },
          );
        output.result(
          report,
          () =>
            `The log is untouched: ${report.events} events in ${report.streams} streams, ${report.anchors} anchors, ${report.sinceLastAnchor} events since the last one.`,
        );
      },
    },
    {
      name: 'anchors',
      description: 'Print the anchors of the log; keep them where who can change its file cannot change them',
      run: async ({ api, output }) => {
        const { auditAnchors } = await api().query<{ auditAnchors: string }>('{ auditAnchors }');
        output.result({ anchors: auditAnchors }, () => auditAnchors.trimEnd());
      },
    },
    listCommand({
      name: 'history',
      description: 'List the events of one object, newest first',
      arguments: { '<stream>': 'name of the stream, e.g. workspace-payments' },
      options: [
        { flags: '--first <number>', description: 'how many, at most 100', default: '50' },
        { flags: '--after <revision>', description: 'older than this revision' },
      ],
      plain: true,
      query: 'history',
      select: 'revision type at actor { kind id } commandId reason data',
      variables: { stream: 'String!', first: 'Int', after: 'String' },
      toVariables: ([stream], options) => present({ stream, first: Number(text(options, 'first')), after: text(options, 'after') }),
      columns: [
        ['revision', (row) => row.revision],
        ['at', (row) => row.at],
        ['event', (row) => row.type],
        ['by', (row) => Object.values(row.actor as Readonly<Record<string, string>>).join(' ')],
        ['reason', (row) => row.reason],
      ],
    }),
  ],
};
