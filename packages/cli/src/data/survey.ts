// Every data set there is, and where each was found.

import { factsByName } from '@convoy/core/internal';
import { type DataOptions, datasetNames, findDataset } from '@convoy/core/node';

export interface SurveyedDataset {
  readonly name: string;
  readonly description: string;
  readonly available: boolean;
  /** Null where it is built in, or was not found. */
  readonly folder: string | null;
}

export async function surveyDatasets(options: DataOptions): Promise<SurveyedDataset[]> {
  return Promise.all(
    datasetNames.map(async (name) => {
      const found = await findDataset(name, options);
      return {
        name,
        description: factsByName.get(name).description,
        available: found !== null,
        folder: found?.folder ?? null,
      };
    }),
  );
}
