import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { Page } from '@orgledger/governance';
import { Text, Whole } from './input-fields.js';

@ArgsType()
export class PageArgs {
  @Whole({ min: 1, max: 100, optional: true, default: 50, description: 'Objects on this page, at most 100.' })
  readonly first!: number;

  @Text({ max: 1000, optional: true, description: 'The `endCursor` of the page before.' })
  readonly after?: string;
}

@ObjectType()
export class PageInfo {
  @Field(() => String, { nullable: true })
  readonly endCursor: string | undefined;

  @Field(() => Boolean)
  readonly hasNextPage!: boolean;
}

/** `nodes`, `pageInfo` and `totalCount` of one kind of object. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** The object type `<Node>Connection`. */
export const connectionOf = <Node>(node: Type<Node>): Type<Connection<Node>> => {
  @ObjectType(`${node.name}Connection`)
  class NodeConnection implements Connection<Node> {
    @Field(() => [node])
    readonly nodes!: readonly Node[];

    @Field(() => PageInfo)
    readonly pageInfo!: PageInfo;

    @Field(() => Int)
    readonly totalCount!: number;
  }
  return NodeConnection;
};

/** A page of a read model as GraphQL shows it. */
export const toConnection = <View, Node>(page: Page<View>, toNode: (view: View) => Node): Connection<Node> => ({
  nodes: page.nodes.map(toNode),
  pageInfo: { endCursor: page.endCursor, hasNextPage: page.hasNextPage },
  totalCount: page.totalCount,
});
