export * from './settings-samples.js';
export * from './installation.js';
