import { CliFailure, exitCodes } from '../exit-codes.js';
import { renderObject, renderTable } from '../output/render.js';
import type { Column } from '../output/render.js';
import type { CommandDefinition, Options } from './definition.js';
import { flag, text } from './definition.js';

type Row = Readonly<Record<string, unknown>>;

interface Variables {
  /** GraphQL type by variable, e.g. `{ status: 'TenantStatus' }`. */
  readonly variables?: Readonly<Record<string, string>>;
  toVariables?(args: readonly string[], options: Options): Row;
}

export interface ListDefinition extends Omit<CommandDefinition, 'run'>, Variables {
  readonly query: string;
  readonly select: string;
  readonly columns: readonly Column<Row>[];
  /** Where the query answers a plain list instead of pages. */
  readonly plain?: boolean;
}

interface PageOf {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly totalCount: number;
}

const paging = [
  { flags: '--first <number>', description: 'objects per page, at most 100', default: '50' },
  { flags: '--after <cursor>', description: 'the page after this cursor' },
  { flags: '--all', description: 'all pages' },
];

/** A command that shows a list, page by page. */
export const listCommand = (definition: ListDefinition): CommandDefinition => ({
  ...definition,
  options: [...(definition.options ?? []), ...(definition.plain ? [] : paging)],
  run: async ({ api, output }, args, options) => {
    const given = definition.toVariables?.(args, options) ?? {};
    if (definition.plain) {
      const { result } = await api().query<{ result: readonly Row[] }>(documentOf(definition, definition.select), given);
      output.result(result, () => renderTable(definition.columns, result));
      return;
    }
    const client = api();
    const nodes: Row[] = [];
    let page: PageOf;
    let after = text(options, 'after');
    do {
      const variables = { ...given, first: Number(text(options, 'first')), ...(after === undefined ? {} : { after }) };
      const paged = `nodes { ${definition.select} } pageInfo { endCursor hasNextPage } totalCount`;
      const document = documentOf({ ...definition, variables: { ...definition.variables, first: 'Int', after: 'String' } }, paged);
      page = (await client.query<{ result: PageOf }>(document, variables)).result;
      nodes.push(...page.nodes);
      after = page.pageInfo.endCursor ?? undefined;
    } while (flag(options, 'all') && page.pageInfo.hasNextPage);
    output.result({ nodes, pageInfo: page.pageInfo, totalCount: page.totalCount }, () => renderTable(definition.columns, nodes));
    if (page.pageInfo.hasNextPage) output.remark(`${nodes.length} of ${page.totalCount}. The next page: --after ${after ?? ''}, or --all.`);
  },
});

export interface ShowDefinition extends Omit<CommandDefinition, 'run'>, Variables {
  readonly query: string;
  readonly select: string;
  readonly missing: string;
}

/** A command that shows one object. */
export const showCommand = (definition: ShowDefinition): CommandDefinition => ({
  ...definition,
  run: async ({ api, output }, args, options) => {
    const variables = definition.toVariables?.(args, options) ?? {};
    const { result } = await api().query<{ result: Row | null }>(documentOf(definition, definition.select), variables);
    if (!result) throw new CliFailure(exitCodes.refused, definition.missing, { code: 'NOT_FOUND' });
    output.result(result, () => renderObject(result));
  },
});

const documentOf = ({ query, variables = {} }: Variables & { readonly query: string }, selection: string): string => {
  const names = Object.entries(variables);
  const declared = names.length > 0 ? `(${names.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
  const passed = names.length > 0 ? `(${names.map(([name]) => `${name}: $${name}`).join(', ')})` : '';
  return `query ${declared} { result: ${query}${passed} { ${selection} } }`;
};
