// What OpenAPI says of the inference routes. Requests are checked by `request.ts`, whose errors name the field.

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const error = { type: 'object', properties: { error: text } } as const;
const anything = { type: 'object', additionalProperties: true } as const;

export const errors = {
  400: { description: 'The request is wrong; `error` names the field', ...error },
  401: { description: 'The bearer token is missing or wrong', ...error },
  404: { description: 'No such model or version', ...error },
  413: { description: 'The body is larger than the server takes', ...error },
  429: { description: 'The queue is full; try again after `Retry-After` seconds', ...error },
  503: { description: 'The model is loading, or the server is shutting down', ...error },
  504: { description: 'No answer in time', ...error },
} as const;

const health = 'Health';
const inference = 'Open Inference Protocol';

export const live = { tags: [health], summary: 'The server runs' };
export const ready = { tags: [health], summary: 'Every model can predict; 503 if not' };
export const server = { tags: [inference], summary: 'Server metadata' };
export const metadata = {
  tags: [inference],
  summary: 'Model metadata: names, types and shapes of its tensors',
};
export const modelReady = { tags: [inference], summary: 'The model can predict; 503 if not' };

const tensor = {
  type: 'object',
  required: ['name', 'datatype', 'shape'],
  properties: {
    name: text,
    datatype: text,
    shape: { type: 'array', items: { type: 'integer' } },
    data: { type: 'array', items: {} },
    parameters: anything,
  },
} as const;

export const infer = {
  tags: [inference],
  summary: 'Predict images',
  description:
    'The input `images` is `[batch, height, width, channels]` of UINT8 or FP32 pixel values from 0 to 255. Outputs are ' +
    '`probabilities`, `labels`, `entropy`, `mutual_information` and `members`; all of them if none is named. ' +
    'Binary tensors follow the JSON, whose length the header `Inference-Header-Content-Length` gives.',
  consumes: ['application/json', 'application/octet-stream'],
  body: {
    type: 'object',
    required: ['inputs'],
    properties: {
      id: text,
      inputs: { type: 'array', items: tensor },
      outputs: { type: 'array', items: { type: 'object', properties: { name: text, parameters: anything } } },
      parameters: { type: 'object', properties: { binary_data_output: flag } },
    },
  },
  response: {
    200: {
      description: 'The prediction',
      type: 'object',
      properties: {
        model_name: text,
        model_version: text,
        id: text,
        outputs: { type: 'array', items: tensor },
      },
    },
    ...errors,
  },
} as const;
