import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { resolvers } from './resolvers.js';

/** The schema as text, as it is committed in apps/api/schema.graphql. Starts nothing. */
export const printApiSchema = async (): Promise<string> => {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await builder.get(GraphQLSchemaFactory).create(resolvers);
  await builder.close();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
};

if (require.main === module) void printApiSchema().then((schema) => process.stdout.write(schema));
