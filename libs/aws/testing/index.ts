export * from './stub-aws.js';
export * from './stub-connection.js';
