// Serving predictions: a predictor for any server, Fastify routes, and a whole server. Fastify itself is loaded when a
// server starts.

export { ServeError, type ServeErrorCode } from './errors.ts';
export { predictionRoutes, type RouteOptions } from './http/plugin.ts';
export { createModels, type Models, type Reload, type ServedModel } from './models/models.ts';
export { type ModelSource, parseSource } from './models/source.ts';
export type { PredictorOptions, ResolvedPredictorOptions } from './predictor/options.ts';
export { type CallOptions, type Classified, createPredictor, type Predictor } from './predictor/predictor.ts';
export type { FailureReason, Statistics } from './predictor/statistics.ts';
export type { ModelDescription } from './predictor/tasks.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
