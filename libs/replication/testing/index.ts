export * from './model-of-aws.js';
export * from './tenant-arbitraries.js';
