import type { CommandDefinition } from '../command/definition.js';
import { renderTable } from '../output/render.js';

type Row = Readonly<Record<string, unknown>>;

interface Reconciliation extends Row {
  readonly state: string;
  readonly statements: string;
  readonly invoiceTotal: string | null;
  readonly invoiceCurrency: string | null;
  readonly items: readonly { readonly code: string; readonly amount: string; readonly explanation: string }[];
  readonly lines: readonly Row[];
  readonly next: string;
}

const describe = ({ statements, items, invoiceTotal, invoiceCurrency, lines, next }: Reconciliation): string =>
  [
    `statements ${statements}`,
    ...items.map(({ code, amount, explanation }) => `  ${amount.padStart(18)}  ${code}: ${explanation}`),
    invoiceTotal === null ? 'no invoice was entered' : `invoice    ${invoiceTotal} ${invoiceCurrency ?? ''}`,
    ...(lines.length === 0
      ? []
      : [
          '',
          renderTable(
            [
              ['line', (row) => row.description],
              ['invoiced', (row) => row.invoiced],
              ['charged', (row) => row.charged],
              ['difference', (row) => row.difference],
              ['', (row) => row.explanation],
            ],
            lines,
          ),
        ]),
    ...(next === '' ? [] : ['', next]),
  ].join('\n');

export const reconcileCommand: CommandDefinition = {
  name: 'reconcile',
  description: 'Explain the difference between a month’s statements and the invoice',
  arguments: { '<payer>': 'twelve digits: the account that AWS bills', '<month>': 'e.g. 2026-03' },
  examples: ['reconcile 111122223333 2026-03'],
  run: async ({ api, output }, [payerAccountId, month]) => {
    const query = `query ($payer: String!, $month: String!) { reconciliation(payerAccountId: $payer, month: $month) {
      state invoiceId invoiceCurrency invoiceTotal statements difference items { code amount explanation }
      lines { description invoiced charged difference explanation } unexplained next } }`;
    const { reconciliation } = await api().query<{ reconciliation: Reconciliation }>(query, { payer: payerAccountId, month });
    output.result(reconciliation, () => describe(reconciliation));
  },
};
