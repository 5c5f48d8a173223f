// The page's half of the picture test: pictures are prepared here as in Node.

import { prepareImage, provideImageCodecs } from '../../../packages/core/src/index.ts';

const api = {
  provideImageCodecs,
  prepare: async (file: readonly number[]) => {
    const target = { imageShape: [9, 7, 3], classNames: ['a', 'b'] } as const;
    const { bytes, notes } = await prepareImage(Uint8Array.from(file), 'picture', target);
    return { bytes: [...bytes], notes };
  },
};

export type PicturesApi = typeof api;
Object.assign(globalThis, { convoy: api });
